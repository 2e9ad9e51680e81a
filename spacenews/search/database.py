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
BODIES = {
    "sqlite": "SELECT rowid, body FROM search_words WHERE rowid IN (SELECT value FROM json_each(%s))",
    "postgresql": "SELECT rowid, body FROM search_words WHERE rowid IN (SELECT json_array_elements_text(%s)::bigint)",
}
# PostgreSQL thinks that looking for a word in a row costs nothing, and would rather walk all rows than ask its index;
# then it would read all entries to join the few that were found.
BOUNDED = """
    SELECT set_config('statement_timeout', %s, true), set_config('cpu_operator_cost', '1', true),
    set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true)
"""
CANCELED = "57014"  # PostgreSQL's code for a statement that took too long

# The records that have a name, by kind: one cheap question, since most queries name nothing.
NAMED = """
    SELECT 'firm', organization_id FROM firms_name WHERE text_folded IN (SELECT spelling FROM asked)
    UNION SELECT 'firm', id FROM firms_organization
    WHERE name_folded IN (SELECT spelling FROM asked) OR slug IN (SELECT spelling FROM asked)
    UNION SELECT 'tag', id FROM articles_tag
    WHERE name_folded IN (SELECT spelling FROM asked) OR slug IN (SELECT spelling FROM asked)
    OR LOWER(name_id) IN (SELECT spelling FROM asked) OR LOWER(name_zh_hans) IN (SELECT spelling FROM asked)
    UNION SELECT 'synonym', synonym_id FROM search_synonymword WHERE text_folded IN (SELECT spelling FROM asked)
"""
ASKED = {
    "sqlite": "WITH asked (spelling) AS (SELECT value FROM json_each(%s))",
    "postgresql": "WITH asked (spelling) AS (SELECT json_array_elements_text(%s::json))",
}
# The same names, by patterns.
NAMED_LIKE = """
    , named (kind, id, name) AS (
        SELECT 'firm', organization_id, text_folded FROM firms_name
        UNION ALL SELECT 'firm', id, name_folded FROM firms_organization
        UNION ALL SELECT 'firm', id, LOWER(short_name) FROM firms_organization
        UNION ALL SELECT 'tag', id, name_folded FROM articles_tag
        UNION ALL SELECT 'tag', id, LOWER(name_id) FROM articles_tag
        UNION ALL SELECT 'tag', id, LOWER(name_zh_hans) FROM articles_tag
    )
    SELECT kind, id, name FROM named WHERE EXISTS (SELECT 1 FROM asked WHERE name LIKE spelling ESCAPE '!')
"""

# The vocabulary, by lists of words; whoever writes it holds the stamp, so no two do at a time.
USES = """
    SELECT text, SUM(uses) FROM search_word WHERE text IN (SELECT spelling FROM asked) AND since <= %s GROUP BY text
"""
NEW_WORDS = "SELECT spelling FROM asked WHERE NOT EXISTS (SELECT 1 FROM search_word WHERE text = spelling)"
ADD_WORDS = """
    INSERT INTO search_word (text, since, uses) SELECT spelling, %s, %s FROM asked WHERE true
    ON CONFLICT (text, since) DO UPDATE SET uses = search_word.uses + excluded.uses
"""
DROP_WORDS = """
    DELETE FROM search_word WHERE text IN (SELECT spelling FROM asked) AND since = %s AND uses <= %s
"""
LESS_WORDS = """
    UPDATE search_word SET uses = uses - %s WHERE text IN (SELECT spelling FROM asked) AND since = %s
"""
PAIRED = {
    "sqlite": """
        SELECT slip.value, word.key FROM json_each(%s) AS word, json_each(word.value) AS slip WHERE true
    """,
    "postgresql": """
        SELECT slip, word.key FROM json_each(%s::json) AS word, json_array_elements_text(word.value) AS slip
    """,
}
ADD_SLIPS = "INSERT INTO search_slip (key, text) {paired} ON CONFLICT DO NOTHING"
DROP_SLIPS = "DELETE FROM search_slip WHERE (key, text) IN ({paired})"

# Counts of several processes add up; the words are kept from the third asking of a month on.
ADD_ASKED = """
    INSERT INTO search_asked AS held ("month", "key", "text", "times", "empty")
    VALUES (%s, %s, CASE WHEN %s >= 3 THEN %s ELSE '' END, %s, %s)
    ON CONFLICT ("month", "key") DO UPDATE SET
    "times" = held."times" + excluded."times", "empty" = held."empty" + excluded."empty",
    "text" = CASE WHEN held."text" = '' AND held."times" + excluded."times" >= 3 THEN %s ELSE held."text" END
"""


MEASURE = "ANALYZE articles_edition, search_entry, search_words, search_word, search_slip"


class TooLong(Exception):
    """What was asked takes longer than TIMEOUT_S."""


def named(spellings: Collection[str]) -> dict[str, list[int]]:
    """Return the ids of firms, tags and synonyms that have one of these folded names, public or not."""
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ASKED[connection.vendor] + NAMED, [json.dumps(sorted(spellings))])
        for kind, pk in cursor.fetchall():
            found[kind].append(pk)
    return found


def bodies(keys: list[int]) -> list[tuple[int, str]]:
    """Return the tokens of the texts of entries."""
    with connection.cursor() as cursor:
        cursor.execute(BODIES[connection.vendor], [json.dumps(keys)])
        return cursor.fetchall()


def uses(words: Collection[str], now: dt.datetime) -> dict[str, int]:
    """Return how often those of the words are used that the vocabulary holds at a moment."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED[connection.vendor] + USES, [json.dumps(list(words)), adapted(now)])
        return {word: int(number) for word, number in cursor.fetchall()}


def new_words(words: Collection[str]) -> list[str]:
    """Return those of the words that the vocabulary does not hold, at any moment."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED[connection.vendor] + NEW_WORDS, [json.dumps(list(words))])
        return [word for (word,) in cursor.fetchall()]


def count_words(words: Collection[str], since: dt.datetime, times: int) -> None:
    """Let each word have so many uses more from a moment on."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED[connection.vendor] + ADD_WORDS, [json.dumps(list(words)), adapted(since), times])


def discount_words(words: Collection[str], since: dt.datetime, times: int) -> None:
    """Let each word have so many uses fewer; one that has none left goes."""
    asked, listed, moment = ASKED[connection.vendor], json.dumps(list(words)), adapted(since)
    with connection.cursor() as cursor:
        cursor.execute(asked + DROP_WORDS, [listed, moment, times])
        cursor.execute(asked + LESS_WORDS, [listed, times, moment])


def write_slips(statement: str, slips: dict[str, list[str]]) -> None:
    """Add or drop what each word becomes by a slip: ADD_SLIPS, DROP_SLIPS."""
    with connection.cursor() as cursor:
        cursor.execute(statement.format(paired=PAIRED[connection.vendor]), [json.dumps(slips)])


def measure() -> None:
    """Tell PostgreSQL how large its tables are by now. Until it knows, it plans for what they held before many came:
    it would look for the words once for each edition.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(MEASURE)


def adapted(moment: dt.datetime) -> str | dt.datetime:
    return connection.ops.adapt_datetimefield_value(moment)


def named_like(patterns: Collection[str]) -> list[tuple[str, int, str]]:
    """Return kind, id and name of firms and tags, public or not; in a pattern "%" is anything, "!" takes that away."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED[connection.vendor] + NAMED_LIKE, [json.dumps(sorted(patterns))])
        return cursor.fetchall()


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
            cursor.execute(BOUNDED, [f"{TIMEOUT_S * 1000:.0f}"])
        yield
        transaction.set_rollback(
            True
        )  # nothing was written; a transaction around this one has its settings back


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
