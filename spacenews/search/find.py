"""Finding, and no more: a condition, newest first, so many rows. Ranking is Python's, the same for both databases.

Another engine would have to answer the four functions below. Each joins the live editions; the join decides.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from spacenews.articles.models import Edition
from spacenews.search.conditions import All, Holds
from spacenews.search.index import TICKS, key_of
from spacenews.search.models import Words
from spacenews.search.query import Group, Query

WINDOW, OLDER, SAME = 500, 100, 20
TIMEOUT_S = 3
SLACK = 86_400 * TICKS  # a key may lie after its moment: the first free one
STEPS = 100_000  # of SQLite's virtual machine between two looks at the clock
CANCELED = "57014"  # PostgreSQL's code for a statement that took too long


class TooLong(Exception):
    """The search took longer than TIMEOUT_S."""


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


def newest(query: Query, now) -> list[Row]:
    """Return the newest entries in which the query holds, one more than the window when there are more."""
    return rows(entries(query, query.condition(), now), WINDOW + 1)


def older(query: Query, now, key: int) -> list[Row]:
    """Return entries before a key that hold the words in their titles."""
    titled = entries(query, query.condition(in_titles=True), now)
    return rows(titled.filter(entry__words__entry__lt=key), OLDER)


def same(query: Query, now) -> list[Row]:
    """Return the entries whose headline is just what was typed."""
    if not query.headline:
        return []
    return rows(entries(Query(), All((Holds(query.headline),)), now), SAME)


def bodies(keys: list[int]) -> dict[int, str]:
    """Return the tokens of the texts, padded."""
    found = Words.objects.filter(entry__in=keys).values_list("entry_id", "body")
    return {key: f" {body} " for key, body in found}


def entries(query: Query, condition, now) -> QuerySet:
    found = Edition.objects.live(now).filter(entry__words__vector__match=condition)
    if query.after:
        found = found.filter(published_at__gte=query.after, entry__words__entry__gte=key_of(query.after))
    if query.before:
        last = key_of(query.before) + SLACK
        found = found.filter(published_at__lt=query.before, entry__words__entry__lt=last)
    return found.order_by("-entry__words__entry")


def rows(found: QuerySet, most: int) -> list[Row]:
    columns = ("entry__key", "pk", "entry__title", "entry__points", "entry__labels")
    return [Row(*values) for values in found.values_list(*columns)[:most]]


@contextmanager
def in_time() -> Iterator[None]:
    """Bound the time of what is done inside. Raises TooLong."""
    bounds = {"postgresql": _in_time_on_postgresql, "sqlite": _in_time_on_sqlite}
    try:
        with bounds[connection.vendor]():
            yield
    except OperationalError as error:
        cause = error.__cause__
        if getattr(cause, "sqlstate", "") == CANCELED or str(cause) == "interrupted":
            raise TooLong from None
        raise


@contextmanager
def _in_time_on_postgresql() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(TIMEOUT_S * 1000)])
        yield


@contextmanager
def _in_time_on_sqlite() -> Iterator[None]:
    """No transaction: the site's begin with the lock for writing."""
    end = time.monotonic() + TIMEOUT_S
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)
