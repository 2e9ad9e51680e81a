from django.db import models
from django.utils.translation import gettext_lazy as _

from spacenews.pagecache import clock


class Layout(models.Model):
    """Where each organization stands in the drawing of the whole beat, kept until a tie changes.

    `fingerprint` tells the ties that it was made of; `places` maps the number of an organization to its place,
    two numbers from 0 to 1.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    places = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name, verbose_name_plural = _("layout of the network"), _("layouts of the network")

    def __str__(self):
        return self.fingerprint
