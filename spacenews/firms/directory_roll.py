"""All organizations that readers may see, as short lines: narrowed, counted and ordered here, whatever is asked.

One query reads them: they are some thousands at most, and no index serves every order and every count of the filters.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from json import loads
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
from spacenews.firms.directory_choice import FILTERS, Choice, Order
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
        self.kinds, self.found, self.countries = Counter(), [], set(COUNTRIES)
        self.counts: dict[str, Counter] = {name: Counter() for name in FILTERS}
        everybody = list(_lines(organizations, choice, now))
        self.countries.update(code for line, _named in everybody for code in line.values[COUNTRY])
        self.choice = choice.within(self.countries)
        self._narrow(everybody)

    def _narrow(self, everybody: list[tuple[Line, bool]]) -> None:
        chosen = [frozenset(self.choice.filters.get(name, ())) for name in FILTERS]
        for line, is_named in everybody:
            self.kinds.update(line.values[KIND])
            if is_named:
                self._count(
                    line, [at for at, of in enumerate(chosen) if of and of.isdisjoint(line.values[at])]
                )
        self.found.sort(key=lambda line: line.key)

    def _count(self, line: Line, missed: list[int]) -> None:
        """Count a line where no filter but that one leaves it out."""
        if not missed:
            self.found.append(line)
        if len(missed) < 2:
            for at, name in enumerate(FILTERS):
                if not missed or at in missed:
                    self.counts[name].update(line.values[at])

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
        values = (kind,), _one(country), _sectors(sectors), _one(status), _decade(founded)
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


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


@lru_cache(maxsize=1024)
def _sectors(text: str) -> tuple[str, ...]:
    return tuple(loads(text))


def _decade(founded: str) -> tuple[str, ...]:
    return (f"{founded[:3]}0",) if founded else ()
