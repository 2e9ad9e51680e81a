"""Writes down that a fact which readers may see is no longer what it was, whoever saves it and by whatever path.

One change is one sitting: what the same person changes about the same record within an hour is one change, from what
stood first to what stands last; what was put back as it stood is none. Articles listen to `fact_changed`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from spacenews.firms.folding import fold
from spacenews.firms.models import (
    Answer,
    Claim,
    Cooperation,
    Dispute,
    FactChange,
    Figure,
    Name,
    Organization,
    Party,
)
from spacenews.firms.signals import fact_changed, records_updated
from spacenews.pagecache import clock

Kind, Manner, Seen = FactChange.Kind, FactChange.Manner, FactChange.Seen
Columns = dict[str, list[str]]  # what changed, with its value before and after

A_SITTING = dt.timedelta(hours=1)
LONGEST_TITLE = FactChange._meta.get_field("title").max_length
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
KINDS = {
    Figure: Kind.FIGURE,
    Organization: Kind.NAME,
    Cooperation: Kind.COOPERATION,
    Dispute: Kind.DISPUTE,
    Claim: Kind.CLAIM,
}
# What is told of when it is taken from readers, until they have it back: articles go on to name an organization.
TAKEN = KINDS.keys() - {Organization}
GOES = {Figure: "as_printed", Dispute: "question", Claim: "sentence"}  # what is told of one that is deleted

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


def note(kind: str, record: int, title: str, columns: Columns, manner: str = Manner.CHANGED) -> None:
    """Write down a change, or add it to that of the same sitting; whoever changes by `update()` calls this."""
    columns = {name: values for name, values in columns.items() if values[0] != values[1]}
    if _quiet.get() or not columns:
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


def _is_public(record) -> bool:
    return bool(record and record.public_from and record.public_from <= clock.now())


def _told(record: models.Model, name: str) -> str:
    """Return what a column of a stored record says."""
    value = getattr(record, name)
    return f"{value.normalize():f}" if name == "value" else str(value)


def remember(sender, instance, raw=False, **kwargs) -> None:
    """Keep what stood before a save."""
    instance._before = _stored(sender._base_manager.all(), instance, raw)


def _stored(rows: models.QuerySet, instance: models.Model, raw: bool) -> models.Model | None:
    """Return a record as it is stored, unless it is new or nobody wants to know."""
    if raw or _quiet.get() or not instance.pk:
        return None
    return rows.filter(pk=instance.pk).first()


def saved(sender, instance, created, raw=False, **kwargs) -> None:
    """Compare what was saved with what readers saw before; what is new to them has changed nothing."""
    before, instance.is_just_made = instance._before, created
    if before and (_is_public(before) or _taken(sender, [before.pk])):
        _compare(before, sender._base_manager.get(pk=instance.pk))


def _compare(before: models.Model, after: models.Model) -> None:
    model, manner = type(after), Manner.CHANGED
    columns = {name: [_told(before, name), _told(after, name)] for name in WATCHED[model]}
    if model is Figure and before.superseded_by_id != after.superseded_by_id:
        columns["superseded_by"] = [str(before.superseded_by or ""), str(after.superseded_by or "")]
        manner = Manner.SUPERSEDED if after.superseded_by_id else manner
    if model in TAKEN:
        columns["seen"] = [Seen.READERS if _is_public(one) else Seen.DESK for one in (before, after)]
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
    taken = set() if _quiet.get() else _taken(sender, pks)
    for record in sender.objects.public(clock.now()).filter(pk__in=taken):
        note(KINDS[sender], record.pk, str(record), {"seen": [Seen.DESK, Seen.READERS]})


def deleted(sender, instance, **kwargs) -> None:
    if _is_public(instance):
        name = GOES[sender]
        note(KINDS[sender], instance.pk, str(instance), {name: [getattr(instance, name), ""]})


def name_remembered(sender, instance, raw=False, **kwargs) -> None:
    instance._before = _stored(Name.objects.all(), instance, raw)


def name_saved(sender, instance, created, raw=False, **kwargs) -> None:
    """Another text, or a name that is a former one by now; a further name takes nothing from what was printed."""
    before = instance._before
    if before is None or not _is_public(instance.organization):
        return
    columns = {f"name-{instance.pk}": [before.text, instance.text]}
    if instance.kind == Name.Kind.FORMER != before.kind:
        columns = {f"name-{instance.pk}": [before.text, f"{instance.text} ({Name.Kind.FORMER.label})"]}
    _note_names(instance.organization, columns)


def name_deleted(sender, instance, origin=None, **kwargs) -> None:
    """A name that went with its organization, or that stands in another row, is not gone."""
    if _began_with(origin, Organization):
        return
    firm = Organization.objects.filter(pk=instance.organization_id).first()
    others = Name.objects.filter(organization=firm, text_folded=fold(instance.text)).exclude(pk=instance.pk)
    if _is_public(firm) and not others.exists():
        _note_names(firm, {f"name-{instance.pk}": [instance.text, ""]})


def _began_with(origin, model: type[models.Model]) -> bool:
    """Whether a row goes because its owner does: `origin` is what was deleted, a record or a queryset."""
    return getattr(origin, "model", type(origin)) is model


def _note_names(firm: Organization, columns: Columns) -> None:
    note(Kind.NAME, firm.pk, firm.name, columns)


def parties_remembered(sender, instance, raw=False, **kwargs) -> None:
    """Keep who the parties were; those of a tie that is being made are no change of it."""
    instance._before = None
    if raw or _quiet.get() or getattr(instance.cooperation, "is_just_made", False):
        return
    tie = Cooperation.objects.filter(pk=instance.cooperation_id).first()
    instance._before = _parties(tie) if _is_public(tie) else None


def parties_changed(sender, instance, origin=None, **kwargs) -> None:
    before = instance._before
    if before is None or _began_with(origin, Cooperation):
        return
    tie = Cooperation.objects.get(pk=instance.cooperation_id)
    note(Kind.COOPERATION, tie.pk, tie.title, {"parties": [before, _parties(tie)]})


def _parties(tie: Cooperation) -> str:
    """Return who they are, in their order, and who owns whom."""
    parties = tie.parties.select_related("organization")
    return "; ".join(f"{party} ({party.role})" if party.role else str(party) for party in parties)


def tie_deleted(sender, instance, **kwargs) -> None:
    """Its parties are gone with it: who covers them is told before."""
    if _is_public(instance):
        columns = {"title": [instance.title, ""], "parties": [_parties(instance), ""]}
        note(Kind.COOPERATION, instance.pk, instance.title, columns)


def answer_remembered(sender, instance, raw=False, **kwargs) -> None:
    instance._before = _stored(Answer.objects.select_related("figure", "dispute"), instance, raw)


def answer_saved(sender, instance, created, raw=False, **kwargs) -> None:
    """A dispute is told by its answers, and a figure that one of them names is in doubt wherever it was printed."""
    if raw or _quiet.get():
        return
    before = instance._before
    if not getattr(instance.dispute, "is_just_made", False):
        _note_answer(instance, before, instance)
    if before and before.figure_id != instance.figure_id:
        _note_doubt(before, is_named=False)
    if before is None or before.figure_id != instance.figure_id:
        _note_doubt(instance)


def answer_deleted(sender, instance, origin=None, **kwargs) -> None:
    if not _began_with(origin, Dispute):
        _note_answer(instance, instance, None)
    _note_doubt(instance, is_named=False)


def _note_answer(answer: Answer, before: Answer | None, after: Answer | None) -> None:
    if _is_public(dispute := answer.dispute):
        columns = {f"answer-{answer.pk}": [_said(before), _said(after)]}
        note(Kind.DISPUTE, dispute.pk, str(dispute), columns)


def _said(answer: Answer | None) -> str:
    words = (answer.words, answer.figure and answer.figure.as_printed) if answer else ()
    return " – ".join(filter(None, words))


def _note_doubt(answer: Answer, is_named: bool = True) -> None:
    """A figure was named in a dispute, or is named there no more."""
    if _is_public(figure := answer.figure):
        others = Answer.objects.filter(figure=figure).exclude(pk=answer.pk)
        questions = others.values_list("dispute__question", flat=True)
        _note_question(Kind.FIGURE, figure, questions, answer.dispute.question, is_named)


def dispute_saved(sender, instance, created, raw=False, **kwargs) -> None:
    """A firm whose dispute it is by now is in doubt; the one whose it was is so no more."""
    before = instance._before
    if raw or _quiet.get() or (before and before.organization_id == instance.organization_id):
        return
    if before:
        _note_doubt_of_firm(before, is_named=False)
    _note_doubt_of_firm(instance)


def dispute_deleted(sender, instance, **kwargs) -> None:
    _note_doubt_of_firm(instance, is_named=False)


def _note_doubt_of_firm(dispute: Dispute, is_named: bool = True) -> None:
    if _is_public(firm := dispute.organization):
        others = Dispute.objects.filter(organization=firm).exclude(pk=dispute.pk)
        questions = others.values_list("question", flat=True)
        _note_question(Kind.FIRM, firm, questions, dispute.question, is_named)


def _note_question(
    kind: str, record: models.Model, others: Iterable[str], question: str, is_named: bool
) -> None:
    """Note which questions put a record in doubt, without one of them and with it, or the other way round."""
    without, with_it = ("; ".join(sorted(asked)) for asked in (set(others), {*others, question}))
    columns = {"disputed": [without, with_it] if is_named else [with_it, without]}
    title = record.name if kind == Kind.FIRM else str(record)
    note(kind, record.pk, title, columns, Manner.DISPUTED if is_named else Manner.CHANGED)


def connect() -> None:
    for model in WATCHED:
        pre_save.connect(remember, sender=model, dispatch_uid=f"before_{model.__name__}")
        post_save.connect(saved, sender=model, dispatch_uid=f"change_of_{model.__name__}")
    records_updated.connect(shown_again, dispatch_uid="shown_again")
    for model in GOES:
        pre_delete.connect(deleted, sender=model, dispatch_uid=f"{model.__name__}_deleted")
    pre_save.connect(name_remembered, sender=Name, dispatch_uid="before_name")
    post_save.connect(name_saved, sender=Name, dispatch_uid="change_of_name")
    post_delete.connect(name_deleted, sender=Name, dispatch_uid="name_deleted")
    pre_save.connect(parties_remembered, sender=Party, dispatch_uid="before_party")
    post_save.connect(parties_changed, sender=Party, dispatch_uid="change_of_party")
    pre_delete.connect(parties_remembered, sender=Party, dispatch_uid="before_party_deleted")
    post_delete.connect(parties_changed, sender=Party, dispatch_uid="party_deleted")
    pre_delete.connect(tie_deleted, sender=Cooperation, dispatch_uid="tie_deleted")
    pre_save.connect(answer_remembered, sender=Answer, dispatch_uid="before_answer")
    post_save.connect(answer_saved, sender=Answer, dispatch_uid="answer_disputes")
    post_delete.connect(answer_deleted, sender=Answer, dispatch_uid="answer_deleted")
    post_save.connect(dispute_saved, sender=Dispute, dispatch_uid="dispute_names")
    pre_delete.connect(dispute_deleted, sender=Dispute, dispatch_uid="dispute_of_firm_deleted")
