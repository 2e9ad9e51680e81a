from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spacenews.firms.amounts import digits
from spacenews.firms.partial_dates import PartialDateField, label
from spacenews.pagecache import clock


@dataclass(frozen=True)
class Moved:
    """One thing that changed about a fact: its label, and what the record said before and says after."""

    label: str
    before: str
    after: str


class FactChange(models.Model):
    """A fact that is no longer what it was: the desk looks at each article that printed it.

    `record` is the number of what changed: a figure, a cooperation, and of a name or a firm the organization;
    `columns` are the names of what changed, each with its value before and after, as text.
    """

    class Kind(models.TextChoices):
        FIGURE = "figure", _("figure")
        NAME = "name", _("name")
        COOPERATION = "cooperation", _("cooperation")
        FIRM = "firm", _("firm")
        DISPUTE = "dispute", _("dispute")
        CLAIM = "claim", _("claim")

    class Manner(models.TextChoices):
        CHANGED = "changed", _("changed")
        SUPERSEDED = "superseded", _("superseded")
        DISPUTED = "disputed", _("disputed")

    class Seen(models.TextChoices):
        """What `columns` say of a record that was taken from readers, or given back."""

        READERS = "readers", _("Readers")
        DESK = "desk", _("The desk alone")

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

    @property
    def moved(self) -> list[Moved]:
        """What changed, in the words of the active language; databases do not keep the order of `columns`."""
        order = sorted(self.columns, key=lambda name: (name not in FIRST, name))
        return [self._moved(name, *self.columns[name]) for name in order]

    @property
    def gone_names(self) -> list[str]:
        """The names that stood before and do not stand any more, of a change of names."""
        after = {values[1] for values in self.columns.values()}
        return [before for before, _after in self.columns.values() if before and before not in after]

    def _moved(self, name: str, before: str, after: str) -> Moved:
        if name == "seen":
            return Moved(str(LABELS[name]), self.Seen(before).label, self.Seen(after).label)
        if named := LABELS.get(name.partition("-")[0]):
            return Moved(str(named), before, after)
        field = self._meta.apps.get_model("firms", MODELS[self.kind])._meta.get_field(name)
        return Moved(str(field.verbose_name), _told(field, before), _told(field, after))


def _told(field: models.Field, value: str) -> str:
    """Return what a column held, in words of the active language."""
    if not value:
        return ""
    if isinstance(field, PartialDateField):
        return label(value)
    if isinstance(field, models.DecimalField):
        return digits(Decimal(value))
    return str(dict(field.flatchoices).get(value, value))


MODELS = {
    FactChange.Kind.FIGURE: "Figure",
    FactChange.Kind.NAME: "Organization",
    FactChange.Kind.COOPERATION: "Cooperation",
    FactChange.Kind.FIRM: "Organization",
    FactChange.Kind.DISPUTE: "Dispute",
    FactChange.Kind.CLAIM: "Claim",
}
# What tells most stands first.
FIRST = (
    *("as_printed", "disputed", "name", "superseded_by", "title"),
    *("question", "sentence", "verdict"),
)
# What is no column of the record itself.
LABELS = {
    "answer": _("answer"),
    "disputed": _("dispute"),
    "name": _("name"),
    "parties": _("parties"),
    "seen": _("seen by"),
}
