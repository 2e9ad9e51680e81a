"""Disputes and their answers, and what they put in doubt: figures and firms."""

from collections.abc import Iterable

from django.db import models

from spacenews.firms.changes import notes
from spacenews.firms.changes.before import began_with, is_public, stored
from spacenews.firms.changes.notes import Kind, Manner, note
from spacenews.firms.models import Answer, Dispute


def answer_remembered(sender, instance, raw=False, **kwargs) -> None:
    instance._before = stored(Answer.objects.select_related("figure", "dispute"), instance, raw)


def answer_saved(sender, instance, created, raw=False, **kwargs) -> None:
    """A dispute is told by its answers, and a figure that one of them names is in doubt wherever it was printed."""
    if raw or notes.is_quiet():
        return
    before = instance._before
    if not getattr(instance.dispute, "is_just_made", False):
        _note_answer(instance, before, instance)
    if before and before.figure_id != instance.figure_id:
        _note_doubt(before, is_named=False)
    if before is None or before.figure_id != instance.figure_id:
        _note_doubt(instance)


def answer_deleted(sender, instance, origin=None, **kwargs) -> None:
    if not began_with(origin, Dispute):
        _note_answer(instance, instance, None)
    _note_doubt(instance, is_named=False)


def _note_answer(answer: Answer, before: Answer | None, after: Answer | None) -> None:
    if is_public(dispute := answer.dispute):
        columns = {f"answer-{answer.pk}": [_said(before), _said(after)]}
        note(Kind.DISPUTE, dispute.pk, str(dispute), columns)


def _said(answer: Answer | None) -> str:
    words = (answer.words, answer.figure and answer.figure.as_printed) if answer else ()
    return " – ".join(filter(None, words))


def _note_doubt(answer: Answer, is_named: bool = True) -> None:
    """A figure was named in a dispute, or is named there no more."""
    if is_public(figure := answer.figure):
        others = Answer.objects.filter(figure=figure).exclude(pk=answer.pk)
        questions = others.values_list("dispute__question", flat=True)
        _note_question(Kind.FIGURE, figure, questions, answer.dispute.question, is_named)


def dispute_saved(sender, instance, created, raw=False, **kwargs) -> None:
    """A firm whose dispute it is by now is in doubt; the one whose it was is so no more."""
    before = instance._before
    if raw or notes.is_quiet() or (before and before.organization_id == instance.organization_id):
        return
    if before:
        _note_doubt_of_firm(before, is_named=False)
    _note_doubt_of_firm(instance)


def dispute_deleted(sender, instance, **kwargs) -> None:
    _note_doubt_of_firm(instance, is_named=False)


def _note_doubt_of_firm(dispute: Dispute, is_named: bool = True) -> None:
    if is_public(firm := dispute.organization):
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
