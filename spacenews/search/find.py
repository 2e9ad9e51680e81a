"""Finding, and no more: a condition, newest first, so many rows. Ranking is Python's, the same for both databases.

Another engine would have to answer the functions below. Each joins the live editions; the join decides.
"""

import datetime as dt
from dataclasses import dataclass, replace
from functools import partial

from django.db import connection

from spacenews.search import database, parts, question
from spacenews.search.conditions import All, AnyOf, Holds, Sought
from spacenews.search.parts import Part
from spacenews.search.query import Group, Query

HELD_AMONG = 300, 5_000  # entries in which a word is looked for first
WINDOW, OLDER, SAME = 500, 100, 20
TITLED = 10  # times as far back is looked at once for words in titles


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
    return found(query, AnyOf((query.condition(), *headline(query))), now, WINDOW + 1)


def older(query: Query, now: dt.datetime, key: int) -> list[Row]:
    """Return entries before a key that hold the words in their titles, and any that has just this headline."""
    same = [row for condition in headline(query) for row in found(query, condition, now, SAME, is_rare=True)]
    return found(query, query.in_titles(), now, OLDER, below=key) + same


def headline(query: Query) -> list[Holds]:
    return [Holds(query.headline)] if query.headline else []


def bodies(keys: list[int]) -> dict[int, str]:
    """Return the tokens of the texts, padded."""
    return {key: f" {body} " for key, body in database.bodies(keys)}


def found(
    query: Query,
    condition: All | AnyOf | Holds | Sought,
    now: dt.datetime,
    most: int,
    *,
    below: int | None = None,
    is_rare: bool = False,
) -> list[Row]:
    """Return the newest entries in which a condition holds, within the query's span of time and below a key.

    What `is_rare` is looked for everywhere at once.
    """
    sought = condition if isinstance(condition, Sought) else Sought(condition)
    bounds = {"after": query.after, "before": query.before, "below": below}

    def ask(part: Part) -> list[tuple]:
        return question.ask(replace(sought, part=part), now, most, **bounds)

    if is_rare:
        return [Row(*row) for row in ask(None)]
    first = parts.FIRST * (TITLED if sought.titled else 1)
    part_of = partial(parts.part_of, now=now, last=question.last_key(now, **bounds))
    return [Row(*row) for row in parts.newest(ask, most, part_of, first)]


def each_holds(conditions: list[AnyOf], now: dt.datetime) -> list[bool]:
    """Say of each condition whether it holds in any live edition. Raises database.TooLong."""
    with database.in_time():
        return [holds(Sought(condition), now) for condition in conditions]


def holds(sought: Sought, now: dt.datetime) -> bool:
    """Say whether any live edition is what is sought; what is not among the newest is rare."""
    newest = []
    if connection.vendor == "postgresql":
        last = question.last_key(now, None, None)
        newest = [parts.part_of(looked_at, now, last) for looked_at in HELD_AMONG]
    return any(question.ask(replace(sought, part=part), now, 1) for part in [*filter(None, newest), None])
