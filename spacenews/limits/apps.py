from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LimitsConfig(AppConfig):
    name = "spacenews.limits"
    verbose_name = _("Limits")

    public = ()
    private = ("Counter", "Salt")
    edges = ()
