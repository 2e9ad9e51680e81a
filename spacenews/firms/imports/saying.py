"""What one line of a table says of an organization, in the terms of our records."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from spacenews.firms.folding import fold
from spacenews.firms.imports import kinds
from spacenews.firms.imports.mapping import FIELDS, IDENTIFIERS, NAMES
from spacenews.firms.imports.reading import Row
from spacenews.firms.imports.states import country_of
from spacenews.firms.imports.vague import NOTHING, partial_date
from spacenews.firms.models import Identifier, Name, Organization

EMPTY = re.compile(r"[-–—?\s]*")
QUOTED = re.compile(r"'(?=[=+\-@＝＋－＠])")  # how a table of ours guards what a spreadsheet would run
# Signs without width, and those that say which way to read.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
MARKUP = re.compile(r"<[a-z!/]", re.IGNORECASE)
FORMULA = ("=", "＝")
VALUE = {
    "gcat": re.compile(r"[A-Za-z0-9+_./-]{1,12}"),
    "wikidata": re.compile(r"Q[1-9][0-9]{0,11}"),
    "lei": re.compile(r"[A-Z0-9]{18}[0-9]{2}"),
}
SLUG_LENGTH = 100
RESERVED = {"compare"}  # what addresses beside those of firms begin with
# Parts of a line that go into a column as they are, and the column.
PLAIN = {
    **{"short": "short_name", "kind": "kind", "city": "city", "status": "status", "ownership": "ownership"},
    **{"website": "website", "descriptor": "descriptor"},
}
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/.*)?", re.IGNORECASE)  # as a browser shows an address
CHOSEN = {"kind", "status", "ownership"}


class LeftOut(Exception):
    """The line is about nothing that we keep a record of."""


class Refused(Exception):
    """The line cannot be taken in; the message says why."""


@dataclass
class Said:
    name: str
    slug: str = ""  # the one that the table gives
    identifiers: dict[str, str] = field(default_factory=dict)
    columns: dict[str, object] = field(default_factory=dict)
    guesses: dict[str, object] = field(default_factory=dict)  # columns that only a new record takes
    names: dict[str, tuple[str, str]] = field(default_factory=dict)  # folded → text, kind
    parent: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """What tells it from another of its name."""
        return next(iter(self.identifiers.values()), "")

    @property
    def stem(self) -> str:
        """Its slug before others are looked at: of its name, else of its code; nothing where neither has letters."""
        made = slugify(self.name).replace("_", "-").strip("-") or slugify(self.code).replace("_", "-").strip(
            "-"
        )
        return re.sub("-+", "-", made)[:SLUG_LENGTH].strip("-")


def said(row: Row, fields: list[str]) -> Said:
    """Read a line. Raises LeftOut or Refused, each with its sentence."""
    if row.fault:
        raise Refused(row.fault)
    cells = [(of, cell) for of, cell in zip(fields, map(_cleaned, row.cells), strict=False) if of]
    cells = [(of, cell) for of, cell in cells if not EMPTY.fullmatch(cell)]
    parts = dict(cells)
    if kinds.is_country(parts.get("gcat_type", "")):
        raise LeftOut(_("This is a country or a place, no organization."))
    found = Said(_name(parts), identifiers=_identifiers(parts), slug=parts.get("slug", ""))
    _take_names(found, cells)
    _take_columns(found, parts)
    found.parent = parts.get("parent", "")
    return found


def name_of(row: Row, fields: list[str]) -> str:
    """Return what the line calls it, as far as that can be read, to be shown in a report."""
    parts = dict(zip(fields, map(_cleaned, row.cells), strict=False))
    names = (parts.get(of, "") for of in NAMES)
    return next((name[:200] for name in names if not EMPTY.fullmatch(name)), "")


def _cleaned(cell: str) -> str:
    """Called for each cell of thousands of lines: what is rare is looked for only where it may be."""
    cell = " ".join((cell if cell.isascii() else INVISIBLE.sub("", cell)).split())
    return cell[1:] if cell.startswith("'") and QUOTED.match(cell) else cell


def _name(parts: dict[str, str]) -> str:
    name = next((parts[of] for of in NAMES if of in parts), "")
    if not name:
        raise Refused(_("It gives no name."))
    for of in ("english", "name", "native", "short", "alias", "former", "legal"):
        _check_text(of, parts.get(of, ""))
    return name


def _check_text(of: str, text: str) -> None:
    longest = 80 if of == "short" else 1_000 if of in ("alias", "former") else 200
    if len(text) > longest:
        words = _("%(field)s: more than %(most)d characters.")
        raise Refused(words % {"field": FIELDS[of], "most": longest})
    if MARKUP.search(text) or text.startswith(FORMULA):
        raise Refused(_("%(field)s: this is markup or a formula, no name.") % {"field": FIELDS[of]})


def _identifiers(parts: dict[str, str]) -> dict[str, str]:
    given = {scheme: parts[scheme] for scheme in IDENTIFIERS if scheme in parts}
    for scheme, value in given.items():
        if not VALUE[scheme].fullmatch(value):
            label = Identifier.Scheme(scheme).label
            raise Refused(
                _("“%(value)s” is no identifier of %(scheme)s.") % {"value": value[:60], "scheme": label}
            )
    return given


def _take_names(found: Said, cells: list[tuple[str, str]]) -> None:
    """Each text once, under the first kind that it has."""
    kind_of = {"english": Name.Kind.ALIAS, "name": Name.Kind.ALIAS, "native": Name.Kind.NATIVE}
    kind_of |= {"short": Name.Kind.SHORT, "legal": Name.Kind.LEGAL, "former": Name.Kind.FORMER}
    found.names[fold(found.name)[:200]] = (found.name, Name.Kind.DISPLAY.value)
    for of in ("native", "name", "english", "short", "legal", "former", "alias"):
        for cell in (cell for given, cell in cells if given == of):
            for text in _several(cell) if of in ("alias", "former") else [cell]:
                text = text[:200]
                found.names.setdefault(fold(text)[:200], (text, kind_of.get(of, Name.Kind.ALIAS).value))


def _several(cell: str) -> list[str]:
    return [part for part in map(str.strip, cell.split(";")) if not EMPTY.fullmatch(part)]


def _take_columns(found: Said, parts: dict[str, str]) -> None:
    for of, column in PLAIN.items():
        if of in parts:
            _take(found, column, _as_ours(of, parts[of]))
    _take_country(found, parts)
    _take_dates(found, parts)
    if "sectors" in parts:
        _take(
            found,
            "sectors",
            [word.lower().replace(" ", "-") for word in _several(parts["sectors"])],
        )
    names = " ".join(text for text, _kind in found.names.values())
    found.guesses |= {
        "kind": kinds.kind_of(parts.get("gcat_class", ""), names),
        "sectors": kinds.sectors_of(parts.get("gcat_type", "")),
    }


def _as_ours(of: str, value: str) -> str:
    if of == "website" and DOMAIN.fullmatch(value):
        return f"https://{value}"
    return value.lower().replace(" ", "-") if of in CHOSEN else value


def _take(found: Said, column: str, value: object) -> None:
    """Take a value that its column can hold; another is left out, and the line says so."""
    field = Organization._meta.get_field(column)
    try:
        found.columns[column] = field.clean(value, None)
    except ValidationError:
        printed = "; ".join(value) if isinstance(value, list) else str(value)
        words = _("%(field)s: “%(value)s” is none, and left out.")
        found.remarks.append(words % {"field": field.verbose_name, "value": printed[:60]})


def _take_country(found: Said, parts: dict[str, str]) -> None:
    if "country" in parts:
        try:
            found.columns["country"] = country_of(parts["country"])
        except ValueError:
            words = _("No country has this code or name: “%(code)s”.")
            raise Refused(words % {"code": parts["country"][:60]}) from None


def _take_dates(found: Said, parts: dict[str, str]) -> None:
    dates = {of: _date(found, of, parts[of]) for of in ("founded", "ended") if of in parts}
    if dates.get("founded"):
        found.columns["founded"] = dates["founded"]
    if parts.get("ended", "").strip() == "*":
        found.columns["status"] = Organization.Status.ACTIVE.value
    elif parts.get("ended", "") not in NOTHING:
        found.columns["status"] = Organization.Status.CLOSED.value
        found.guesses["status_note"] = parts["ended"][:300]


def _date(found: Said, of: str, told: str) -> str:
    try:
        return partial_date(told)
    except ValueError:
        words = _("%(field)s: “%(value)s” is no date that a record can hold, and left out.")
        found.remarks.append(words % {"field": FIELDS[of], "value": told[:60]})
        return ""
