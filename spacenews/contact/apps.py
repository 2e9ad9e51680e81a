from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    name = "spacenews.contact"
    verbose_name = _("Readers")

    public = ()
    private = ("Message", "Outbox")
    edges = ()
