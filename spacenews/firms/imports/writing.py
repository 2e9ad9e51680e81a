"""Writing what was tried: some hundred lines a transaction, each judged again as the records are by then."""

import re
from collections.abc import Iterator
from secrets import token_hex

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from spacenews.firms import changes
from spacenews.firms.folding import fold
from spacenews.firms.imports import lines, others, reading, ties, trying
from spacenews.firms.imports.lines import Judged
from spacenews.firms.imports.matching import language_of, match_of
from spacenews.firms.imports.saying import RESERVED, Said
from spacenews.firms.models import Identifier, Import, ImportLine, Name, Organization, OrganizationSlug
from spacenews.pagecache import clock, stamp

Verdict, State = ImportLine.Verdict, Import.State
BATCH = 200
PLAIN_SLUG = re.compile(r"(?=.{1,120}\Z)[a-z0-9]+(-[a-z0-9]+)*")
TRIES = range(2, 10)  # numbers that are put behind a name or slug that is taken


def pending(imported: Import) -> QuerySet:
    """Return the lines that are to be written and are not yet."""
    return imported.lines.filter(chosen=True, written_at=None, verdict__in=(Verdict.NEW, Verdict.CHANGED))


def write(imported: Import, by=None) -> Iterator[int]:
    """Write batch after batch and yield how many lines each took; stopped between any two, it can go on.

    Ties to owners come last, when all who may be owners are on record. Raises ValidationError where lines are untried.
    """
    table = {row.number: row for row in imported.table.rows}
    _begin(imported)
    while taken := write_batch(imported, table, by):
        yield taken
        others.let_in()
    while taken := ties.write_batch(imported):
        yield taken
        others.let_in()
    Import.objects.filter(pk=imported.pk, state=State.RUNNING).update(state=State.DONE)
    imported.refresh_from_db(fields=["state"])


@transaction.atomic
def write_batch(imported: Import, table: dict[int, reading.Row], by) -> int:
    """Write some lines; one that would come to something else by now is left, with its new verdict.

    Somebody may have stopped it since the batch before.
    """
    stamp.take()
    held = Import.objects.select_for_update().defer("text").get(pk=imported.pk)
    rows = list(pending(held).order_by("number")[:BATCH]) if held.state == State.RUNNING else []
    if rows:
        judged = lines.judge([table[row.number] for row in rows], held.mapping["fields"], _chosen(rows))
        agreed = [line for row, line in zip(rows, judged, strict=True) if _still(row, line)]
        add(held, [line for line in agreed if line.verdict == Verdict.NEW], by)
        change(held, [line for line in agreed if line.verdict == Verdict.CHANGED], by)
        _note(rows, judged, {line.number for line in agreed})
    return len(rows)


def _chosen(rows: list[ImportLine]) -> dict[int, int]:
    return {row.number: told["is"] for row in rows if (told := _decided(row))}


def _still(row: ImportLine, line: Judged) -> bool:
    return line.verdict == row.verdict and line.changes == row.difference.get("changes", [])


def _note(rows: list[ImportLine], judged: list[Judged], written: set[int]) -> None:
    now = clock.now()
    for row, line in zip(rows, judged, strict=True):
        row.organization = line.organization
        if line.number in written:
            row.written_at = now
        else:
            row.verdict, row.message, row.chosen = line.verdict, line.message, False
            row.difference = {**line.difference, **_decided(row)}
    columns = ["organization", "written_at", "verdict", "message", "difference", "chosen"]
    ImportLine.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=columns)


def _decided(row: ImportLine) -> dict:
    """Return what somebody has said of whom a line means."""
    return {"is": row.difference["is"]} if "is" in row.difference else {}


@transaction.atomic
def _begin(imported: Import) -> None:
    held = Import.objects.select_for_update().defer("text").get(pk=imported.pk)
    if held.state in (State.TO_MAP, State.TRYING) or trying.untried(held) > 0:
        raise ValidationError(_("It is not tried to its end yet."))
    imported.state, imported.mapping = State.RUNNING, held.mapping
    imported.save(update_fields=["state"])


def add(imported: Import, new: list[Judged], by) -> None:
    """Make records with their names and identifiers; readers see them only where the table was said to be for them."""
    given = Given([line.said for line in new])
    shown_from = clock.now() if imported.mapping.get("show") else None
    sourced = {"source": imported.source, "public_from": shown_from}
    made = Organization.objects.bulk_create(
        Organization(**_columns(line.said), **given.to(line.said), **sourced) for line in new
    )
    for line, record in zip(new, made, strict=True):
        line.organization = record
    pairs = [(line.organization, line.said) for line in new]
    Name.objects.bulk_create(name for record, told in pairs for name in _names(record, told))
    Identifier.objects.bulk_create(
        Identifier(organization=record, scheme=scheme, value=value)
        for record, told in pairs
        for scheme, value in told.identifiers.items()
    )
    _log(by, made, ADDITION, imported)


def _columns(told: Said) -> dict:
    return {**{name: value for name, value in told.guesses.items() if value}, **told.columns}


def _names(record: Organization, told: Said) -> Iterator[Name]:
    for text, kind in told.names.values():
        text = record.name if kind == Name.Kind.DISPLAY else text
        yield Name(
            organization=record,
            text=text,
            kind=kind,
            match=match_of(text, kind),
            language=language_of(text, record),
        )


class Given:
    """Names and slugs that are free for some new records: of two of a name the second bears its code."""

    def __init__(self, told: list[Said]):
        names = {fold(name)[:200] for line in told for name in _names_to_try(line)}
        slugs = {slug for line in told for slug in _slugs_to_try(line)}
        self.names = set(
            Organization.objects.filter(name_folded__in=names).values_list("name_folded", flat=True)
        )
        self.slugs = RESERVED | set(
            Organization.objects.filter(slug__in=slugs).values_list("slug", flat=True)
        )
        self.slugs |= set(OrganizationSlug.objects.filter(slug__in=slugs).values_list("slug", flat=True))

    def to(self, told: Said) -> dict[str, str]:
        name = next(name for name in _names_to_try(told) if fold(name)[:200] not in self.names)
        slug = next(slug for slug in _slugs_to_try(told) if slug not in self.slugs)
        self.names.add(fold(name)[:200])
        self.slugs.add(slug)
        return {"name": name, "slug": slug}


def _names_to_try(told: Said) -> list[str]:
    """The last one is free for sure."""
    endings = [*filter(None, [told.code]), *map(str, TRIES), token_hex(4)]
    return [told.name, *(f"{told.name[:180]} ({ending})" for ending in endings)]


def _slugs_to_try(told: Said) -> list[str]:
    code, stem = slugify(told.code).replace("_", "-").strip("-"), told.stem
    own = [told.slug] if PLAIN_SLUG.fullmatch(told.slug) else []
    endings = [*filter(None, [code if code != stem else ""]), *map(str, TRIES), token_hex(4)]
    return [*own, stem, *(f"{stem}-{ending}" for ending in endings)]


def change(imported: Import, changed: list[Judged], by) -> None:
    """Write the differences that were looked at; the table becomes a further source of the record."""
    with changes.made_by(by):
        for line in changed:
            record = line.organization
            for field, _before, after in line.changes:
                _put(record, field, after)
            record.save()
            if record.source_id != imported.source_id:
                record.further_sources.add(imported.source)
    _log(by, [line.organization for line in changed], CHANGE, imported)


def _put(record: Organization, field: str, after) -> None:
    part, _colon, kind = field.partition(":")
    if part == "name":
        Name.objects.create(
            organization=record,
            text=after,
            kind=kind,
            match=match_of(after, kind),
            language=language_of(after, record),
        )
    elif part == "identifier":
        Identifier.objects.create(organization=record, scheme=kind, value=after)
    elif part == "sectors":
        record.sectors = list(dict.fromkeys([*record.sectors, *after]))
    else:
        setattr(record, field, after)


def _log(by, records: list[Organization], action: int, imported: Import) -> None:
    if by and records:
        LogEntry.objects.log_actions(by.pk, records, action, f"import: {imported.file_name}")


def choose(imported: Import, numbers: list[int], shown: list[int]) -> None:
    """Of the changed lines that were shown take these, and no others of them."""
    changed = imported.lines.filter(verdict=Verdict.CHANGED, written_at=None)
    changed.filter(number__in=shown).update(chosen=Q(number__in=numbers))


def choose_all(imported: Import) -> None:
    imported.lines.filter(verdict=Verdict.CHANGED, written_at=None).update(chosen=True)


def decide(imported: Import, number: int, record: int) -> None:
    """Say whom a line means that looks like a record: that one, or, with 0, a new one."""
    line = imported.lines.filter(number=number, written_at=None, verdict=Verdict.REFUSED).first()
    if line is None:  # somebody else has said it meanwhile
        return
    row = next(row for row in imported.table.rows if row.number == number)
    judged = lines.judge([row], imported.mapping["fields"], {number: record})[0]
    line.verdict, line.message, line.organization = judged.verdict, judged.message, judged.organization
    line.difference, line.chosen = {**judged.difference, "is": record}, judged.verdict == Verdict.NEW
    line.save()


def totals(imported: Import) -> dict[str, int]:
    """Return how many lines have each verdict, in the order of the verdicts."""
    counts = dict(imported.lines.order_by().values_list("verdict").annotate(Count("pk")))
    return {verdict: counts[verdict] for verdict in Verdict.values if verdict in counts}
