from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SampleConfig(AppConfig):
    """Loads the sample content; has no tables of its own."""

    name = "spacenews.sample"
    verbose_name = _("Sample content")

    public = ()
    private = ()
    edges = ()
