"""What results can be narrowed by, with counts: a closed list of dimensions, counted over the rows that were found."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import slug_re
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from spacenews.articles.models import Language, Section, Tag
from spacenews.firms.models import Organization
from spacenews.prepared import numbered, prepared
from spacenews.search import labels, names
from spacenews.search.answer import Found, Span
from spacenews.search.find import Row
from spacenews.search.index import TICKS
from spacenews.search.query import Group
from spacenews.search.text import Phrase

SHOWN, NAMED, MOST_CHOSEN = 8, 40, 8  # values shown, looked up by name, and taken from an address
FIRM = "slug", "name", "short_name"


@dataclass(frozen=True)
class Value:
    """One value: as an address writes it, as a row holds it, as readers know it."""

    slug: str
    token: str
    label: str


class Dimension:
    """What rows are counted by: its tokens begin with one letter, and those of years with none."""

    def __init__(self, name: str, legend: str, token: str):
        self.name, self.legend, self.token = name, legend, re.compile(token)

    def chosen(self, slugs: list[str], now: dt.datetime) -> list[Value]:
        """Return the values that an address names, without what means nothing."""
        return [value for value in map(self.of_slug, slugs) if value]

    def named(self, tokens: list[str], now: dt.datetime) -> list[Value]:
        """Return the values that tokens stand for, as far as readers know them."""
        return list(map(self.of_token, tokens))

    def place(self, value: Value, count: int) -> tuple:
        """Return where a value stands among others: the most frequent first."""
        return -count, value.label


class Records(Dimension):
    """A dimension whose values are records: looked up all at once, and only what is public now."""

    def __init__(self, name: str, legend: str, kind: type[Model], public: Callable[[dt.datetime], QuerySet]):
        super().__init__(name, legend, rf"{labels.KINDS[kind]}[0-9]+")
        self.kind, self.public = kind, public

    def chosen(self, slugs: list[str], now: dt.datetime) -> list[Value]:
        slugs = list(filter(slug_re.match, slugs))
        return list(map(self.value, self.public(now).filter(slug__in=slugs))) if slugs else []

    def named(self, tokens: list[str], now: dt.datetime) -> list[Value]:
        pks = numbered(int(token[1:]) for token in tokens)
        return list(map(self.value, _records(self, now=now, **pks))) if pks else []

    def value(self, record: Model) -> Value:
        return Value(record.slug, labels.token(self.kind, record.pk), getattr(record, "label", str(record)))


@prepared
def _records(dimension: Records, *, now: dt.datetime, **pks: int) -> QuerySet:
    return dimension.public(now).filter(pk__in=pks.values())


class Languages(Dimension):
    def of_slug(self, slug: str) -> Value | None:
        return Value(slug, labels.language(slug), Language(slug).label) if slug in Language.values else None

    def of_token(self, token: str) -> Value:
        return next(value for value in map(self.of_slug, Language.values) if value.token == token)


class Years(Dimension):
    def of_slug(self, slug: str) -> Value | None:
        return self.of_token(slug) if self.token.fullmatch(slug) else None

    def of_token(self, token: str) -> Value:
        return Value(token, token, token)

    def place(self, value: Value, count: int) -> tuple:
        """The newest first."""
        return (-int(value.slug),)


DIMENSIONS = (
    Years("year", _("Year"), "(?:19[7-9]|2[01][0-9])[0-9]"),
    Records("section", _("Section"), Section, names.sections),
    Records("firm", _("Firm"), Organization, lambda now: Organization.objects.public(now).only(*FIRM)),
    Records("tag", _("Tag"), Tag, names.tags),
    Languages("lang", _("Language"), "l[0-9]"),
)
Chosen = dict[str, list[Value]]  # by the name of the dimension; none is empty


def chosen_in(asked: Callable[[str], list[str]], now: dt.datetime) -> Chosen:
    """Return what the lists of an address choose; `asked` gives the list of a name."""
    slugs = {dimension: list(dict.fromkeys(asked(dimension.name)))[:MOST_CHOSEN] for dimension in DIMENSIONS}
    chosen = {dimension.name: dimension.chosen(values, now) for dimension, values in slugs.items()}
    return {name: values for name, values in chosen.items() if values}


def groups_of(chosen: Chosen) -> tuple[Group, ...]:
    """Return what narrows a query to one of the values of each dimension; years are spans of time."""
    return tuple(
        Group(tuple(Phrase((value.token,)) for value in values))
        for name, values in chosen.items()
        if name != "year"
    )


def spans_of(chosen: Chosen) -> list[Span]:
    """Return the spans of time of the years that were chosen, newest first, neighbours in one."""
    spans = []
    for year in sorted({int(value.slug) for value in chosen.get("year", ())}, reverse=True):
        begin, end = new_year(year), new_year(year + 1)
        if spans and spans[-1][0] == end:
            end = spans.pop()[1]
        spans.append((begin, end))
    return spans


def new_year(year: int) -> dt.datetime:
    return dt.datetime(year, 1, 1, tzinfo=ZoneInfo(settings.TIME_ZONE))


def without(chosen: Chosen, name: str) -> Chosen:
    return {other: values for other, values in chosen.items() if other != name}


@dataclass(frozen=True)
class Counts:
    """How many rows have a token, and whether there are more than were counted."""

    tokens: Counter
    is_cut: bool

    @classmethod
    def of(cls, found: Found) -> "Counts":
        return cls(Counter(tokens_of(found.rows)), found.is_cut)

    def said(self, token: str) -> str:
        return f"{self.tokens[token]}{'+' if self.is_cut else ''}"


def tokens_of(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the labels of rows and the years of their publication in the site's zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    for row in rows:
        yield from row.labels.split()
        yield str(dt.datetime.fromtimestamp(row.key // TICKS, zone).year)


def facets(chosen: Chosen, counts: Callable[[str], Counts], now: dt.datetime) -> list[dict]:
    """Return the dimensions that have a value, as parts/facets.html shows them.

    `counts(name)` gives what would be counted if nothing were chosen in the dimension of that name.
    """
    every = (facet(dimension, chosen.get(dimension.name, []), counts, now) for dimension in DIMENSIONS)
    return [one for one in every if one["options"]]


def facet(
    dimension: Dimension, chosen: list[Value], counts: Callable[[str], Counts], now: dt.datetime
) -> dict:
    there = counts(dimension.name)
    found = Counter({token: n for token, n in there.tokens.items() if dimension.token.fullmatch(token)})
    values = dimension.named([token for token, _n in found.most_common(NAMED)], now)
    values.sort(key=lambda value: dimension.place(value, found[value.token]))
    shown = dict.fromkeys([*values[:SHOWN], *chosen])
    options = [
        {
            "value": value.slug,
            "label": value.label,
            "count": there.said(value.token),
            "chosen": value in chosen,
        }
        for value in shown
    ]
    return {"name": dimension.name, "legend": dimension.legend, "options": options}
