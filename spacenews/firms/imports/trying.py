"""Saying of each line what would become of it: some hundred lines a transaction, so that it can stop and go on."""

from collections.abc import Iterator
from secrets import token_hex

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from spacenews.firms.imports import lines, mapping, others
from spacenews.firms.imports.lines import Judged
from spacenews.firms.models import Import, ImportLine

State = Import.State


def try_out(imported: Import) -> None:
    """Say of all lines what would become of them. No record is written."""
    begin(imported)
    for _tried in go_on(imported):
        pass


@transaction.atomic
def begin(imported: Import) -> None:
    """Forget what an earlier trial said. Raises ValidationError while the table is being written."""
    table = imported.table
    held = Import.objects.select_for_update().defer("text").get(pk=imported.pk)
    if held.state == State.RUNNING:
        raise ValidationError(_("It is being written: stop that first."))
    imported.mapping |= {"lines": len(table.rows), "header": mapping.key_of(table.header)}
    imported.mapping |= {"trial": token_hex(4), "stopped": _leaves_owners(imported, held)}
    imported.lines.all().delete()
    imported.state = State.TRYING
    imported.save(update_fields=["state", "mapping", "source"])


def _leaves_owners(imported: Import, held: Import) -> bool:
    """Whether records were written of this table, or of another copy of it, whose owners are still to be named."""
    if held.state != State.DONE and (held.mapping.get("stopped") or _has_written(held)):
        return True
    copies = Import.objects.filter(text=imported.text).exclude(pk=held.pk)
    done = copies.filter(state=State.DONE).aggregate(last=Max("pk"))["last"] or 0
    begun = copies.filter(pk__gt=done, state__in=(State.RUNNING, State.STOPPED))
    return any(map(_has_written, begun.defer("text")))


def _has_written(imported: Import) -> bool:
    return imported.lines.exclude(written_at=None).exists()


def untried(imported: Import) -> int:
    """Return how many lines have no verdict yet."""
    return imported.mapping.get("lines", 0) - imported.lines.count()


def resume(imported: Import) -> None:
    """Let a trial that was stopped go on."""
    if untried(imported) > 0:
        Import.objects.filter(pk=imported.pk, state=State.STOPPED).update(state=State.TRYING)


def go_on(imported: Import) -> Iterator[int]:
    """Try batch after batch and yield how many lines each took; whoever stops or begins anew meanwhile ends this."""
    rows, done = imported.table.rows, _last(imported)
    before, ahead = ([r for r in rows if r.number <= done], [r for r in rows if r.number > done])
    found = imported.lines.exclude(organization=None).values_list("number", "organization")
    seen = lines.seen_in(before, imported.mapping["fields"], found.order_by("number"))
    for start in range(0, len(ahead), lines.BATCH):
        judged = lines.judge(ahead[start : start + lines.BATCH], imported.mapping["fields"], {}, seen)
        if not _keep(imported, judged, after=done, is_last=start + lines.BATCH >= len(ahead)):
            return
        yield len(judged)
        done = judged[-1].number
        others.let_in()


def _last(imported: Import) -> int:
    return imported.lines.aggregate(last=Max("number"))["last"] or 0


@transaction.atomic
def _keep(imported: Import, judged: list[Judged], *, after: int, is_last: bool) -> bool:
    """Keep these verdicts, unless somebody has stopped the trial, begun another, or tried the same lines meanwhile."""
    held = Import.objects.select_for_update().defer("text").get(pk=imported.pk)
    is_mine = held.state == State.TRYING and held.mapping == imported.mapping
    if not is_mine or _last(held) != after:
        return False
    ImportLine.objects.bulk_create((_kept(imported, line) for line in judged), batch_size=1_000)
    if is_last:
        imported.state = State.TRIED
        imported.save(update_fields=["state"])
    return True


def _kept(imported: Import, line: Judged) -> ImportLine:
    return ImportLine(
        of=imported,
        number=line.number,
        name=line.name,
        verdict=line.verdict,
        message=line.message,
        difference=line.difference,
        organization=line.organization,
        chosen=line.verdict == ImportLine.Verdict.NEW,
    )
