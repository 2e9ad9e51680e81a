"""What becomes of each line: new, changed, the same, left out or refused. Names alone never tell who is meant."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from spacenews.firms.folding import fold
from spacenews.firms.imports import vague
from spacenews.firms.imports.reading import Row
from spacenews.firms.imports.saying import LeftOut, Refused, Said, name_of, said
from spacenews.firms.models import Identifier, ImportLine, Merger, Name, Organization, OrganizationSlug

Verdict = ImportLine.Verdict
BATCH = 500  # lines whose records are looked for at once
FULL = (Name.Kind.DISPLAY, Name.Kind.NATIVE, Name.Kind.ALIAS, Name.Kind.LEGAL, Name.Kind.FORMER)


@dataclass
class Judged:
    """A line with its verdict. `changes` are the fields, each with its value before and after."""

    number: int
    name: str
    verdict: str
    said: Said | None = None
    organization: Organization | None = None
    message: str = ""
    changes: list[list] = field(default_factory=list)
    like: Organization | None = None

    @property
    def difference(self) -> dict:
        told = {"changes": self.changes} if self.changes else {}
        if self.like:
            told["like"] = [self.like.pk, self.like.name]
        if self.said and self.said.parent:
            told["parent"] = self.said.parent
        return told


class Seen:
    """What the lines before said, in one run through a table."""

    def __init__(self):
        self.identifiers: dict[tuple[str, str], int] = {}
        self.organizations: dict[int, int] = {}
        self.names: dict[str, int] = {}


class Records:
    """The records that some lines may mean, read at once."""

    def __init__(self, lines: list[Said]):
        values = {value for line in lines for value in line.identifiers.values()}
        slugs = {line.slug for line in lines if line.slug}
        names = {name for line in lines for name in full_names(line)}
        found = Identifier.objects.filter(value__in=values).values_list("scheme", "value", "organization")
        self.of_identifier = {(scheme, value): pk for scheme, value, pk in found}
        former = OrganizationSlug.objects.filter(slug__in=slugs).values_list("slug", "owner")
        self.of_slug = dict(former) | dict(
            Organization.objects.filter(slug__in=slugs).values_list("slug", "pk")
        )
        self.of_name: dict[str, set[int]] = {}
        for folded, pk in named(names):
            self.of_name.setdefault(folded, set()).add(pk)
        pks = {
            *self.of_identifier.values(),
            *self.of_slug.values(),
            *(pk for s in self.of_name.values() for pk in s),
        }
        self.rows = Organization.objects.prefetch_related("names", "identifiers").in_bulk(pks)

    def meant(self, line: Said) -> Organization | None:
        """Return the record that has the line's identifier or slug. Raises Refused where these are of two."""
        keys = [self.of_identifier.get(pair) for pair in line.identifiers.items()]
        pks = {*keys, self.of_slug.get(line.slug)} - {None}
        if len(pks) > 1:
            names = " · ".join(sorted(self.rows[pk].name for pk in pks))
            raise Refused(_("Its identifiers are of different records: %(names)s.") % {"names": names})
        return self.rows[pks.pop()] if pks else None

    def alike(self, line: Said) -> Organization | None:
        """Return a record of the same name, unless a catalogue has the two under different codes."""
        pks = {pk for name in full_names(line) for pk in self.of_name.get(name, ())}
        return next((row for row in map(self.rows.get, sorted(pks)) if not _is_another(row, line)), None)


def full_names(line: Said) -> list[str]:
    """Its folded names without the short ones, which many share."""
    return [folded for folded, (_text, kind) in line.names.items() if kind in FULL]


def named(folded: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each folded name that a record has, and the record's number."""
    names = list(folded)
    yield from Organization.objects.filter(name_folded__in=names).values_list("name_folded", "pk")
    rows = Name.objects.filter(text_folded__in=names, kind__in=FULL)
    yield from rows.values_list("text_folded", "organization")


def _is_another(row: Organization, line: Said) -> bool:
    schemes = {identifier.scheme for identifier in row.identifiers.all()}
    return bool(schemes & set(line.identifiers))


def seen_in(rows: list[Row], fields: list[str], found: Iterable[tuple[int, int]]) -> Seen:
    """Return what a run through these lines has seen; `found` are their numbers and records, in order."""
    seen = Seen()
    for line in (_read(row, fields) for row in rows):
        if line.said:
            with suppress(Refused):
                _refuse_twice(line, seen)
    for number, pk in found:
        seen.organizations.setdefault(pk, number)
    return seen


def judge(
    rows: Iterable[Row], fields: list[str], chosen: dict[int, int], seen: Seen | None = None
) -> list[Judged]:
    """Return what would become of these lines. Nothing is written.

    `chosen` says of some which record is meant: its number, or 0 for a new one.
    """
    seen = seen or Seen()
    read = [_read(row, fields) for row in rows]
    records = Records([line.said for line in read if line.said])
    chosen = _led_on(chosen)
    if missing := {pk for pk in chosen.values() if pk} - records.rows.keys():
        records.rows |= Organization.objects.prefetch_related("names", "identifiers").in_bulk(missing)
    chosen = {number: pk for number, pk in chosen.items() if not pk or pk in records.rows}
    for line in read:
        if line.said:
            try:
                _judge(line, records, chosen.get(line.number), seen)
            except Refused as refused:
                line.verdict, line.message = Verdict.REFUSED, str(refused)
    return read


def _led_on(chosen: dict[int, int]) -> dict[int, int]:
    """Who was chosen may have been merged into another since."""
    merged = Merger.objects.filter(gone__in=chosen.values(), undone_at=None) if any(chosen.values()) else ()
    kept = {merger.gone: merger.kept_id for merger in merged}
    return {number: kept.get(pk, pk) for number, pk in chosen.items()}


def _read(row: Row, fields: list[str]) -> Judged:
    name = name_of(row, fields)
    try:
        return Judged(row.number, name, Verdict.NEW, said=said(row, fields))
    except LeftOut as left:
        return Judged(row.number, name, Verdict.LEFT_OUT, message=str(left))
    except Refused as refused:
        return Judged(row.number, name, Verdict.REFUSED, message=str(refused))


def _judge(line: Judged, records: Records, chosen: int | None, seen: Seen) -> None:
    told = line.said
    _refuse_twice(line, seen)
    line.organization = records.rows.get(chosen) if chosen else records.meant(told)
    if line.organization:
        return _compare(line, seen)
    if chosen is None and (like := records.alike(told)):
        line.like = like
        raise Refused(_("It looks like “%(name)s”, but gives none of its identifiers.") % {"name": like.name})
    if not told.stem:
        raise Refused(_("No address can be made of it: give a name in Latin letters, or a code."))
    line.message = " ".join(told.remarks)


def _refuse_twice(line: Judged, seen: Seen) -> None:
    told = line.said
    words = _("Line %(number)d gives the same identifier.")
    for pair in told.identifiers.items():
        if (before := seen.identifiers.setdefault(pair, line.number)) != line.number:
            raise Refused(words % {"number": before})
    if not told.identifiers:
        before = seen.names.setdefault(fold(told.name), line.number)
        if before != line.number:
            raise Refused(_("Line %(number)d gives the same name.") % {"number": before})


def _compare(line: Judged, seen: Seen) -> None:
    before = seen.organizations.setdefault(line.organization.pk, line.number)
    if before != line.number:
        line.verdict = Verdict.LEFT_OUT
        line.message = _("Line %(number)d is about the same record.") % {"number": before}
        return
    line.changes = differences(line.organization, line.said)
    line.verdict = Verdict.CHANGED if line.changes else Verdict.SAME
    line.message = " ".join(line.said.remarks)


def differences(record: Organization, told: Said) -> list[list]:
    """Return what the line says otherwise: the field, what it holds, what it would hold. Empty cells say nothing."""
    columns = [
        [column, getattr(record, column), value]
        for column, value in told.columns.items()
        if value and not _agree(column, getattr(record, column), value)
    ]
    held = {(row.scheme, row.value) for row in record.identifiers.all()}
    identifiers = [
        [f"identifier:{scheme}", "", value]
        for scheme, value in told.identifiers.items()
        if (scheme, value) not in held
    ]
    return [*columns, *identifiers, *_new_names(record, told)]


def _new_names(record: Organization, told: Said) -> list[list]:
    """A record keeps what the desk calls it: what else the table calls it is a further name."""
    known = {row.text_folded for row in record.names.all()} | {record.name_folded, fold(record.short_name)}
    known.add(fold(record.name.removesuffix(f" ({told.code})")))
    kinds = {row.kind for row in record.names.all()}
    return [
        [f"name:{Name.Kind.ALIAS if kind == Name.Kind.DISPLAY else kind}", "", text]
        for folded, (text, kind) in told.names.items()
        if folded not in known and not (kind == Name.Kind.SHORT and kind in kinds)
    ]


def _agree(column: str, held: object, value: object) -> bool:
    if column == "founded" and held:
        return vague.agree(held, value) and not vague.is_closer(value, held)
    if column == "sectors":
        return set(held) >= set(value)
    return held == value
