"""What is asked of the index, put together by Django once for each shape and filled in for each search.

Every question joins the live editions.
"""

import datetime as dt
from functools import lru_cache

from django.db import connection
from django.db.models import Expression, F, OrderBy

from spacenews.articles.models import Edition
from spacenews.search.conditions import Sought
from spacenews.search.database import adapted
from spacenews.search.index import TICKS, key_of

COLUMNS = ("entry__key", "pk", "entry__title", "entry__points", "entry__labels")
SLACK = 86_400 * TICKS  # a key may lie after its moment: the first free one
# What narrows a question, by what it is given.
BOUNDS = {
    "after": {"published_at__gte": "after", "entry__words__entry__gte": "from_key"},
    "before": {"published_at__lt": "before", "entry__words__entry__lt": "to_key"},
    "below": {"entry__words__entry__lt": "below"},
}


class Blank(Expression):
    """Stands in a statement for what a search is given under this name."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def fts5(self) -> "Blank":
        return self

    tsquery = fts5


def ask(sought: Sought, now: dt.datetime, most: int, **bounds: dt.datetime | int | None) -> list[tuple]:
    """Return COLUMNS of the newest entries that are sought, of live editions alone, within bounds."""
    given = {"now": adapted(now), **sought.said(connection.vendor)}
    for name, bound in bounds.items():
        given |= values(name, bound) if bound is not None else {}
    statement, params = prepared(frozenset(given), most)
    with connection.cursor() as cursor:
        cursor.execute(statement, filled(params, given))
        return cursor.fetchall()


def values(name: str, bound: dt.datetime | int) -> dict:
    if name == "below":
        return {name: bound}
    key = key_of(bound)
    return {name: adapted(bound), **({"from_key": key} if name == "after" else {"to_key": key + SLACK})}


def last_key(now: dt.datetime, before: dt.datetime | None, below: int | None, **others) -> int:
    """Return the key behind which nothing is sought."""
    ends = [key_of(moment) + SLACK for moment in (now, before) if moment]
    return min([*ends, below] if below else ends)


@lru_cache(maxsize=256)
def prepared(given: frozenset[str], most: int) -> tuple[str, tuple]:
    """Return a statement and its parameters, those that a search is given left blank."""
    blank = {name: Blank(name) for name in given}
    found = Edition.objects.live(blank["now"]).filter(entry__words__vector__match=Sought.of_blanks(blank))
    for lookups in (lookups for name, lookups in BOUNDS.items() if name in given):
        found = found.filter(**{lookup: blank[name] for lookup, name in lookups.items()})
    return found.order_by(newest_first()).values_list(*COLUMNS)[:most].query.sql_with_params()


def filled(params: tuple, given: dict) -> list:
    return [given[param.name] if isinstance(param, Blank) else param for param in params]


def newest_first() -> OrderBy:
    """SQLite walks its index so. PostgreSQL is told to sort: it would walk the rows, and read the words of each."""
    key = F("entry__words__entry")
    return key.desc() if connection.vendor == "sqlite" else (-key).asc()
