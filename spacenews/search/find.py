"""Finding, and no more: a condition, newest first, so many rows. Ranking is Python's, the same for both databases.

Another engine would have to answer the functions below. Each joins the live editions; the join decides.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from spacenews.articles.models import Edition
from spacenews.search import database
from spacenews.search.conditions import All, AnyOf, Holds
from spacenews.search.index import TICKS, key_of
from spacenews.search.models import Words
from spacenews.search.query import Group, Query

WINDOW, OLDER, SAME = 500, 100, 20
SLACK = 86_400 * TICKS  # a key may lie after its moment: the first free one


@dataclass
class Row:
    """An entry as ranking sees it, its strings padded so that a token is found between spaces."""

    key: int
    edition: int
    title: str
    points: str
    labels: str
    body: str = ""
    groups: tuple[Group, ...] = ()

    def __post_init__(self):
        self.title, self.points, self.labels = f" {self.title} ", f" {self.points} ", f" {self.labels} "

    @property
    def head(self) -> str:
        """All but the text; no phrase reaches from one part into the next, for two spaces stand between them."""
        return self.title + self.points + self.labels


def newest(query: Query, now: dt.datetime) -> list[Row]:
    """Return the newest entries in which the query holds, one more than the window when there are more.

    What has just this headline is among them, unless the window is full.
    """
    return rows(entries(query, AnyOf((query.condition(), *headline(query))), now), WINDOW + 1)


def older(query: Query, now: dt.datetime, key: int) -> list[Row]:
    """Return entries before a key that hold the words in their titles, and any that has just this headline."""
    before = entries(query, query.condition(in_titles=True), now).filter(entry__words__entry__lt=key)
    same = [rows(entries(query, condition, now), SAME) for condition in headline(query)]
    return rows(before, OLDER) + [row for found in same for row in found]


def headline(query: Query) -> list[Holds]:
    return [Holds(query.headline)] if query.headline else []


def bodies(keys: list[int]) -> dict[int, str]:
    """Return the tokens of the texts, padded."""
    found = Words.objects.filter(entry__in=keys).values_list("entry_id", "body")
    return {key: f" {body} " for key, body in found}


def entries(query: Query, condition: All | AnyOf | Holds, now: dt.datetime) -> QuerySet:
    found = Edition.objects.live(now).filter(entry__words__vector__match=condition)
    if query.after:
        found = found.filter(published_at__gte=query.after, entry__words__entry__gte=key_of(query.after))
    if query.before:
        last = key_of(query.before) + SLACK
        found = found.filter(published_at__lt=query.before, entry__words__entry__lt=last)
    return found.order_by("-entry__words__entry")


def each_holds(conditions: list[AnyOf], now: dt.datetime) -> list[bool]:
    """Say of each condition whether it holds in any live edition. The question is put together once."""
    found = Edition.objects.live(now).filter(entry__words__vector__match=Blank).order_by().values("pk")[:1]
    return database.each_finds(*found.query.sql_with_params(), Blank, conditions)


class Blank:
    """Stands in a question for what is to be asked."""

    @classmethod
    def fts5(cls) -> type:
        return cls

    tsquery = fts5


def rows(found: QuerySet, most: int) -> list[Row]:
    columns = ("entry__key", "pk", "entry__title", "entry__points", "entry__labels")
    return [Row(*values) for values in found.values_list(*columns)[:most]]
