from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsubConfig(AppConfig):
    name = "spacenews.websub"
    verbose_name = _("Feeds")

    public = ()
    private = ("Told",)
    edges = ()
