"""All organizations that readers may see, as short lines: narrowed, counted and ordered here, whatever is asked.

One query reads them: they are some thousands at most, and no index serves every order and every count of the filters.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from json import loads
from operator import attrgetter, itemgetter
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils.translation import get_language

from spacenews.firms.countries import COUNTRIES
from spacenews.firms.coverage import covered_at
from spacenews.firms.directory.choice import FILTERS, Choice, Order
from spacenews.firms.folding import fold, letter
from spacenews.firms.models import Name

FIRST, LAST = (-(10**12), ""), 1  # before all keys; the rank of what has no date
PLACE = re.compile(r"(-?[0-9]{1,12}):(.*)")
KIND, COUNTRY = list(FILTERS).index("kind"), list(FILTERS).index("country")
COLUMNS = ("pk", "letter", "name_folded", "kind", "country", "status", "sectors_text", "founded")


class Line(NamedTuple):
    """An organization as far as it is looked for: the values that each filter knows it by, and its key in the order."""

    pk: int
    letter: str
    values: tuple[tuple[str, ...], ...]
    key: tuple[int, str, int]


class Roll:
    """The lines that a choice leaves, in its order; and how many there are of each value.

    A value is counted among what all other filters leave: so each says what choosing it would show.
    """

    def __init__(self, organizations: QuerySet, choice: Choice, now: dt.datetime):
        everybody = list(_lines(organizations, choice, now))
        self.kinds = _counted(map(itemgetter(0), everybody), KIND)
        self.countries = {*COUNTRIES, *_counted(map(itemgetter(0), everybody), COUNTRY)}
        self.choice = choice.within(self.countries)
        self.found, left_out = self._narrowed(line for line, is_named in everybody if is_named)
        self.counts = {name: _counted(chain(self.found, left_out[at]), at) for at, name in enumerate(FILTERS)}

    def _narrowed(self, lines: Iterable[Line]) -> tuple[list[Line], dict[int, list[Line]]]:
        """Return the lines that all filters leave, in order; and by each filter those that it alone leaves out."""
        filters = self.choice.filters
        chosen = [(at, frozenset(filters[name])) for at, name in enumerate(FILTERS) if name in filters]
        found, left_out = [], defaultdict(list)
        for line in lines:
            missed = [at for at, values in chosen if values.isdisjoint(line.values[at])]
            if not missed:
                found.append(line)
            elif len(missed) == 1:
                left_out[missed[0]].append(line)
        return sorted(found, key=attrgetter("key")), left_out

    @property
    def decades(self) -> set[str]:
        """The decades that are counted or asked for."""
        return {*self.counts["founded"], *self.choice.filters.get("founded", ())}

    @cached_property
    def letters(self) -> Counter:
        return Counter(line.letter for line in self.found)

    def at(self, place: str) -> int:
        """Return the number of the first line from a place on."""
        return bisect_left(self.found, _key(place, self.choice.order), key=lambda line: line.key)

    def place(self, number: int) -> str:
        """Return where a line stands, as an address spells it: a name alone tells its letter."""
        rank, name, _pk = self.found[number].key
        return name if self.choice.order is Order.NAME else f"{rank}:{name}"


def _counted(lines: Iterable[Line], at: int) -> Counter:
    return Counter(chain.from_iterable(map(itemgetter(at), map(attrgetter("values"), lines))))


def _key(place: str, order: Order) -> tuple[int, str]:
    if order is Order.NAME:
        return (ord(letter(place)), place) if place else FIRST
    found = PLACE.fullmatch(place)
    return (int(found[1]), found[2]) if found else FIRST


def _lines(organizations: QuerySet, choice: Choice, now: dt.datetime) -> Iterator[tuple[Line, bool]]:
    """Yield every line, and whether it has the name that is looked for."""
    is_covered = choice.order is Order.COVERED
    rows = organizations.order_by().annotate(
        sectors_text=Cast("sectors", TextField()),
        is_named=named(choice.name) if choice.name else Value(True),
        covered=covered_at(get_language(), now) if is_covered else Value(None, DateTimeField()),
    )
    rank = RANKS[choice.order]
    for pk, initial, name, kind, country, status, sectors, founded, is_named, covered in rows.values_list(
        *COLUMNS, "is_named", "covered"
    ):
        values = _values(kind, country, sectors, status, founded[:3])
        yield Line(pk, initial, values, (rank(initial, founded, covered), name, pk)), is_named


def named(name: str) -> ExpressionWrapper:
    """Return whether one of an organization's names holds these words, whatever their case and width."""
    others = Name.objects.filter(organization=OuterRef("pk"), text_folded__contains=fold(name))
    return ExpressionWrapper(Q(name_folded__contains=fold(name)) | Q(Exists(others)), BooleanField())


RANKS = {
    Order.NAME: lambda initial, founded, covered: ord(initial),
    Order.COVERED: lambda initial, founded, covered: -int(covered.timestamp()) if covered else LAST,
    Order.FOUNDED: lambda initial, founded, covered: -int(founded[:4]) if founded else LAST,
}


@lru_cache(maxsize=8192)
def _values(kind: str, country: str, sectors: str, status: str, decade: str) -> tuple[tuple[str, ...], ...]:
    """Return what each filter knows an organization by: many have the same."""
    told = {"kind": kind, "country": country, "status": status, "founded": decade and f"{decade}0"}
    known = {name: (value,) if value else () for name, value in told.items()}
    return tuple(tuple(loads(sectors)) if name == "sector" else known[name] for name in FILTERS)
