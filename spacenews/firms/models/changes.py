from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spacenews.pagecache import clock


class FactChange(models.Model):
    """A fact that is no longer what it was: the desk looks at each article that printed it.

    `record` is the number of what changed; `columns` are the names of what changed, each with its value before and
    after.
    """

    class Kind(models.TextChoices):
        FIGURE = "figure", _("figure")
        NAME = "name", _("name")
        COOPERATION = "cooperation", _("cooperation")

    class Manner(models.TextChoices):
        CHANGED = "changed", _("changed")
        SUPERSEDED = "superseded", _("superseded")
        DISPUTED = "disputed", _("disputed")

    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    record = models.PositiveBigIntegerField()
    title = models.CharField(_("title"), max_length=300)
    manner = models.CharField(_("manner"), max_length=10, choices=Manner.choices)
    columns = models.JSONField(default=dict)
    changed_at = models.DateTimeField(_("changed"), default=clock.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("change of a fact"), _("changes of facts")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["kind", "record"], name="change_of_a_record")]

    def __str__(self):
        return self.title
