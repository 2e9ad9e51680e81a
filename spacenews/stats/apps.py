from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatsConfig(AppConfig):
    name = "spacenews.stats"
    verbose_name = _("Statistics")

    public = ()
    private = ("Views", "Referrals", "Violations")
    edges = ()
