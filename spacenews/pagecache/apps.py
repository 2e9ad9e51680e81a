from django.apps import AppConfig
from django.core.signals import got_request_exception
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PagecacheConfig(AppConfig):
    name = "spacenews.pagecache"
    verbose_name = _("Page cache")

    public = ()
    private = ("Stamp",)
    edges = ()

    def ready(self):
        from spacenews.pagecache import cursors, outage, stamp

        stamp.install()
        cursors.install()
        post_migrate.connect(stamp.renew, sender=self, dispatch_uid="one_stamp")
        got_request_exception.connect(outage.note, dispatch_uid="outage_is_503")
