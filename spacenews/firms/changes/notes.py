"""A change as it is written down: by whom, in which sitting, and joined with what the sitting changed before."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, transaction

from spacenews.firms.models import Claim, Cooperation, Dispute, FactChange, Figure, Organization
from spacenews.firms.signals import fact_changed
from spacenews.pagecache import clock

Kind, Manner = FactChange.Kind, FactChange.Manner
Columns = dict[str, list[str]]  # what changed, with its value before and after

A_SITTING = dt.timedelta(hours=1)
LONGEST_TITLE = FactChange._meta.get_field("title").max_length
KINDS = {
    Figure: Kind.FIGURE,
    Organization: Kind.NAME,
    Cooperation: Kind.COOPERATION,
    Dispute: Kind.DISPUTE,
    Claim: Kind.CLAIM,
}

_person: ContextVar = ContextVar("person", default=None)
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def made_by(person) -> Iterator[None]:
    """Say who changes what is saved meanwhile; else nobody is named."""
    token = _person.set(person)
    try:
        yield
    finally:
        _person.reset(token)


@contextmanager
def unrecorded() -> Iterator[None]:
    """Write nothing down meanwhile: for what fills an empty site."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    return _quiet.get()


def note(kind: str, record: int, title: str, columns: Columns, manner: str = Manner.CHANGED) -> None:
    """Write down a change, or add it to that of the same sitting; whoever changes by `update()` calls this."""
    columns = {name: values for name, values in columns.items() if values[0] != values[1]}
    if is_quiet() or not columns:
        return
    with transaction.atomic():
        change = _of_this_sitting(kind, record) or FactChange(
            kind=kind, record=record, changed_by=_person.get()
        )
        change.columns = _joined(change.columns, columns)
        change.title, change.changed_at = title[:LONGEST_TITLE], clock.now()
        change.manner = _manner(change, manner)
        if change.columns:
            change.save()
            fact_changed.send(FactChange, change=change)
        elif change.pk:
            _undo(change)


def newest_of(record: models.Model) -> FactChange | None:
    """Return the last change that was written down of a record."""
    kind = KINDS.get(type(record))
    return FactChange.objects.filter(kind=kind, record=record.pk).first() if kind else None


def _of_this_sitting(kind: str, record: int) -> FactChange | None:
    """Return the last change of a record, if this person made it just now and nobody has acted on it."""
    since = clock.now() - A_SITTING
    last = FactChange.objects.select_for_update(of=("self",)).filter(kind=kind, record=record).first()
    if last is None or last.changed_at < since or last.changed_by_id != getattr(_person.get(), "pk", None):
        return None
    return None if last.flags.exclude(decided_at=None).exists() else last


def _undo(change: FactChange) -> None:
    """Drop a change that was put back; what waits for it waits for the one before again."""
    before = FactChange.objects.filter(kind=change.kind, record=change.record).exclude(pk=change.pk).first()
    if before:
        change.flags.exclude(article__in=before.flags.values("article")).update(change=before)
    change.delete()


def _joined(first: Columns, then: Columns) -> Columns:
    joined = {**first, **{name: [first.get(name, values)[0], values[1]] for name, values in then.items()}}
    return {name: values for name, values in joined.items() if values[0] != values[1]}


def _manner(change: FactChange, manner: str) -> str:
    """Superseding and disputing weigh more than the change of a word in the same sitting."""
    if manner == Manner.CHANGED and change.manner in (Manner.SUPERSEDED, Manner.DISPUTED):
        kept = {Manner.SUPERSEDED: "superseded_by", Manner.DISPUTED: "disputed"}[change.manner]
        return change.manner if kept in change.columns else manner
    return manner
