"""All organizations that readers may see, as short lines: narrowed, counted and ordered here, whatever is asked.

They are some thousands at most, and no index serves every order and every count of the filters. Their lines are kept
in the memory of each process until anything that readers see changes.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache, partial
from itertools import chain
from json import loads
from operator import attrgetter, itemgetter
from typing import NamedTuple

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language

from spacenews.firms.countries import COUNTRIES
from spacenews.firms.coverage import covered_at
from spacenews.firms.directory.choice import FILTERS, Choice, Order
from spacenews.firms.folding import fold, letter
from spacenews.firms.models import Name, Organization
from spacenews.pagecache import fragments

FIRST, LAST = (-(10**12), ""), 1  # before all keys; the rank of what has no date
PLACE = re.compile(r"(-?[0-9]{1,12}):(.*)")
COLUMNS = ("pk", "letter", "name_folded", "founded", "kind", "country", "status", "sectors_text")
Counts = dict[str, Counter]


class Line(NamedTuple):
    """An organization as it is looked for: what it is ordered by, and the values that each filter knows it by."""

    pk: int
    letter: str
    name: str
    founded: str
    values: tuple[tuple[str, ...], ...]


class Everybody(NamedTuple):
    """The lines of all organizations by name, and how many there are of each value of each filter."""

    lines: list[Line]
    counts: Counts


class Roll:
    """The lines that a choice leaves, in its order; and how many there are of each value.

    A value is counted among what all other filters leave: so each says what choosing it would show.
    """

    def __init__(self, choice: Choice, now: dt.datetime):
        everybody = fragments.get("directory", "", now, partial(_everybody, now))
        self.kinds = everybody.counts["kind"]
        self.countries = {*COUNTRIES, *everybody.counts["country"]}
        self.choice = choice.within(self.countries)
        self.key = _keys(choice.order, now)
        if self.choice.is_narrowed:
            found, left_out = self._narrowed(_named(choice.name, everybody.lines, now))
            self.counts = {name: _counted(chain(found, left_out[at]), at) for at, name in enumerate(FILTERS)}
        else:
            found, self.counts = everybody
        self.found = found if choice.order is Order.NAME else sorted(found, key=self.key)

    def _narrowed(self, lines: Iterable[Line]) -> tuple[list[Line], dict[int, list[Line]]]:
        """Return the lines that all filters leave; and by each filter those that it alone leaves out."""
        filters = self.choice.filters
        chosen = [(at, frozenset(filters[name])) for at, name in enumerate(FILTERS) if name in filters]
        found, left_out = [], defaultdict(list)
        for line in lines:
            missed = [at for at, values in chosen if values.isdisjoint(line.values[at])]
            if not missed:
                found.append(line)
            elif len(missed) == 1:
                left_out[missed[0]].append(line)
        return found, left_out

    @property
    def decades(self) -> set[str]:
        """The decades that are counted or asked for."""
        return {*self.counts["founded"], *self.choice.filters.get("founded", ())}

    @cached_property
    def letters(self) -> Counter:
        return Counter(map(attrgetter("letter"), self.found))

    def at(self, place: str) -> int:
        """Return the number of the first line from a place on."""
        return bisect_left(self.found, _key(place, self.choice.order), key=self.key)

    def place(self, number: int) -> str:
        """Return where a line stands, as an address spells it: a name alone tells its letter."""
        rank, name, _pk = self.key(self.found[number])
        return name if self.choice.order is Order.NAME else f"{rank}:{name}"


def _counted(lines: Iterable[Line], at: int) -> Counter:
    return Counter(chain.from_iterable(map(itemgetter(at), map(attrgetter("values"), lines))))


def _key(place: str, order: Order) -> tuple[int, str]:
    if order is Order.NAME:
        return (ord(letter(place)), place) if place else FIRST
    found = PLACE.fullmatch(place)
    return (int(found[1]), found[2]) if found else FIRST


def _everybody(now: dt.datetime) -> Everybody:
    rows = Organization.objects.public(now).order_by().annotate(sectors_text=Cast("sectors", TextField()))
    lines = [
        Line(pk, initial, name, founded, _values(kind, country, sectors, status, founded[:3]))
        for pk, initial, name, founded, kind, country, status, sectors in rows.values_list(*COLUMNS)
    ]
    lines.sort(key=attrgetter("letter", "name", "pk"))
    return Everybody(lines, {name: _counted(lines, at) for at, name in enumerate(FILTERS)})


def _named(name: str, lines: list[Line], now: dt.datetime) -> list[Line]:
    if not name:
        return lines
    found = set(Organization.objects.public(now).filter(named(name)).order_by().values_list("pk", flat=True))
    return [line for line in lines if line.pk in found]


def named(name: str) -> Q:
    """Return whether one of an organization's names holds these words, whatever their case and width."""
    others = Name.objects.filter(text_folded__contains=fold(name)).order_by()
    return Q(name_folded__contains=fold(name)) | Q(pk__in=others.values("organization"))


def _keys(order: Order, now: dt.datetime) -> Callable[[Line], tuple[int, str, int]]:
    """Return what tells the key of a line in this order: a rank, and between equals the name."""
    if order is Order.NAME:
        return lambda line: (ord(line.letter), line.name, line.pk)
    if order is Order.FOUNDED:
        return lambda line: (-int(line.founded[:4]) if line.founded else LAST, line.name, line.pk)
    language = get_language()
    covered = fragments.get("directory-covered", language, now, partial(_covered, language, now))
    return lambda line: (covered.get(line.pk, LAST), line.name, line.pk)


def _covered(language: str, now: dt.datetime) -> dict[int, int]:
    """Return the ranks of all organizations that stories cover, the last covered first."""
    moments = Organization.objects.public(now).order_by().annotate(covered=covered_at(language, now))
    rows = moments.values_list("pk", "covered")
    return {pk: -int(covered.timestamp()) for pk, covered in rows if covered}


@lru_cache(maxsize=8192)
def _values(kind: str, country: str, sectors: str, status: str, decade: str) -> tuple[tuple[str, ...], ...]:
    """Return what each filter knows an organization by: many have the same."""
    told = {"kind": kind, "country": country, "status": status, "founded": decade and f"{decade}0"}
    known = {name: (value,) if value else () for name, value in told.items()}
    return tuple(tuple(loads(sectors)) if name == "sector" else known[name] for name in FILTERS)
