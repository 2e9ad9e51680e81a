"""What the desk keeps of tables of organizations that it takes in, and of organizations that it made one of two."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from spacenews.firms.imports import reading
from spacenews.firms.models.organizations import Organization
from spacenews.firms.models.sources import Source
from spacenews.pagecache import clock


class Import(models.Model):
    """A table of organizations: its text, what its columns mean, and how far it was taken in."""

    class State(models.TextChoices):
        TO_MAP = "to-map", _("columns to be named")
        TRYING = "trying", _("being tried")
        TRIED = "tried", _("tried, nothing written")
        RUNNING = "running", _("being written")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("done")

    file_name = models.CharField(_("file"), max_length=200)
    text = models.TextField()
    mapping = models.JSONField(default=dict)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name=_("source"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.TO_MAP)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), default=clock.now)

    class Meta:
        verbose_name, verbose_name_plural = _("import"), _("imports")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.file_name

    @cached_property
    def table(self) -> reading.Table:
        """The text, read: a second of CPU for 20,000 lines."""
        return reading.table(self.text)


class ImportLine(models.Model):
    """What one line of the table says, and what becomes of it."""

    class Verdict(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("the same")
        LEFT_OUT = "left-out", _("left out")
        REFUSED = "refused", _("refused")

    of = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    message = models.TextField(_("message"), blank=True)
    difference = models.JSONField(default=dict)
    chosen = models.BooleanField(_("to be written"), default=False)
    organization = models.ForeignKey(Organization, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(_("written"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("line of an import"), _("lines of an import")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="one_verdict_to_a_line")]
        indexes = [models.Index(fields=["of", "verdict", "number"], name="line_by_verdict")]

    def __str__(self):
        return f"{self.number} {self.name}"


class Merger(models.Model):
    """Two organizations that were made one: `moved` is all that is needed to part them again."""

    kept = models.ForeignKey(Organization, models.CASCADE, related_name="+", verbose_name=_("organization"))
    gone = models.PositiveBigIntegerField()
    gone_name = models.CharField(_("merged"), max_length=200)
    moved = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), default=clock.now)
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("merger"), _("mergers")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="one_standing_merger_of_an_organization"
            )
        ]

    def __str__(self):
        return f"{self.gone_name} → {self.kept}"
