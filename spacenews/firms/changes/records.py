"""Records that are changed, taken from readers, given back to them, or deleted."""

from django.db import models

from spacenews.firms.changes import notes
from spacenews.firms.changes.before import is_public, stored
from spacenews.firms.changes.notes import KINDS, Manner, note
from spacenews.firms.models import Claim, Cooperation, Dispute, FactChange, Figure, Organization
from spacenews.pagecache import clock

Seen = FactChange.Seen

# What of a record an article may have printed, so that its change is one of the fact; what else there is, and why it is
# none, stands in tests/firms/test_changes.py.
WATCHED: dict[type[models.Model], tuple[str, ...]] = {
    Figure: (
        *("as_printed", "value", "unit", "currency", "period", "kind", "metric", "scope"),
        *("definition", "attributed_to"),
    ),
    Organization: ("name", "short_name"),
    Cooperation: ("title", "kind", "status", "share", "date"),
    Dispute: ("topic", "question", "editors_note"),
    Claim: ("sentence", "place", "verdict", "verdict_note", "note"),
}
# What is told of when it is taken from readers, until they have it back: articles go on to name an organization.
TAKEN = KINDS.keys() - {Organization}
GOES = {Figure: "as_printed", Dispute: "question", Claim: "sentence"}  # what is told of one that is deleted


def _told(record: models.Model, name: str) -> str:
    """Return what a column of a stored record says."""
    value = getattr(record, name)
    return f"{value.normalize():f}" if name == "value" else str(value)


def remember(sender, instance, raw=False, **kwargs) -> None:
    """Keep what stood before a save."""
    instance._before = stored(sender._base_manager.all(), instance, raw)


def saved(sender, instance, created, raw=False, **kwargs) -> None:
    """Compare what was saved with what readers saw before; what is new to them has changed nothing."""
    before, instance.is_just_made = instance._before, created
    if before and (is_public(before) or _taken(sender, [before.pk])):
        _compare(before, sender._base_manager.get(pk=instance.pk))


def _compare(before: models.Model, after: models.Model) -> None:
    model, manner = type(after), Manner.CHANGED
    columns = {name: [_told(before, name), _told(after, name)] for name in WATCHED[model]}
    if model is Figure and before.superseded_by_id != after.superseded_by_id:
        columns["superseded_by"] = [str(before.superseded_by or ""), str(after.superseded_by or "")]
        manner = Manner.SUPERSEDED if after.superseded_by_id else manner
    if model in TAKEN:
        columns["seen"] = [Seen.READERS if is_public(one) else Seen.DESK for one in (before, after)]
    note(KINDS[model], after.pk, str(after), columns, manner)


def _taken(model: type[models.Model], pks: list[int]) -> set[int]:
    """Return which of these records readers saw, and had taken from them since."""
    if model not in TAKEN:
        return set()
    told = FactChange.objects.filter(kind=KINDS[model], record__in=pks, columns__has_key="seen")
    last = {change.record: change.columns["seen"][1] for change in told.order_by("changed_at", "pk")}
    return {pk for pk, seen in last.items() if seen == Seen.DESK}


def shown_again(sender, pks: list[int], **kwargs) -> None:
    """Note of records that are updated at once which of them were taken from readers, and are back."""
    taken = set() if notes.is_quiet() else _taken(sender, pks)
    for record in sender.objects.public(clock.now()).filter(pk__in=taken):
        note(KINDS[sender], record.pk, str(record), {"seen": [Seen.DESK, Seen.READERS]})


def deleted(sender, instance, **kwargs) -> None:
    if is_public(instance):
        name = GOES[sender]
        note(KINDS[sender], instance.pk, str(instance), {name: [getattr(instance, name), ""]})
