"""What is said to the databases in their own words, with parameters only."""

import datetime as dt
import json
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

TIMEOUT_S = 3
STEPS = 100_000  # of SQLite's virtual machine between two looks at the clock
CANCELED = "57014"  # PostgreSQL's code for a statement that took too long

# The records that have a name, by kind: one cheap question, since most queries name nothing.
NAMED = """
    SELECT 'firm', organization_id FROM firms_name WHERE text_folded IN (SELECT spelling FROM asked)
    UNION SELECT 'firm', id FROM firms_organization
    WHERE name_folded IN (SELECT spelling FROM asked) OR slug IN (SELECT spelling FROM asked)
    UNION SELECT 'tag', id FROM articles_tag
    WHERE name_folded IN (SELECT spelling FROM asked) OR slug IN (SELECT spelling FROM asked)
    OR LOWER(name_id) IN (SELECT spelling FROM asked) OR LOWER(name_zh_hans) IN (SELECT spelling FROM asked)
"""
ASKED = {
    "sqlite": "WITH asked (spelling) AS (SELECT value FROM json_each(%s))",
    "postgresql": "WITH asked (spelling) AS (SELECT json_array_elements_text(%s::json))",
}

# Counts of several processes add up; the words are kept from the third asking of a month on.
ADD_ASKED = """
    INSERT INTO search_asked AS held ("month", "key", "text", "times", "empty")
    VALUES (%s, %s, CASE WHEN %s >= 3 THEN %s ELSE '' END, %s, %s)
    ON CONFLICT ("month", "key") DO UPDATE SET
    "times" = held."times" + excluded."times", "empty" = held."empty" + excluded."empty",
    "text" = CASE WHEN held."text" = '' AND held."times" + excluded."times" >= 3 THEN %s ELSE held."text" END
"""


class TooLong(Exception):
    """What was asked takes longer than TIMEOUT_S."""


def named(spellings: Collection[str]) -> dict[str, list[int]]:
    """Return the ids of firms and tags that have one of these folded names, public or not."""
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ASKED[connection.vendor] + NAMED, [json.dumps(sorted(spellings))])
        for kind, pk in cursor.fetchall():
            found[kind].append(pk)
    return found


@transaction.atomic
def add_asked(counts: Iterable) -> None:
    """Add what tally.py counted, in one order everywhere, so that no two processes wait for each other."""
    rows = [
        (date_of(count.month), count.key, count.times, count.text, count.times, count.empty, count.text)
        for count in sorted(counts, key=lambda count: (count.month, count.key))
    ]
    with connection.cursor() as cursor:
        cursor.executemany(ADD_ASKED, rows)


def date_of(date: dt.date) -> str | dt.date:
    return connection.ops.adapt_datefield_value(date)


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
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{TIMEOUT_S * 1000:.0f}"])
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
