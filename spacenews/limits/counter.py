"""Counts in the database, so that all processes count together."""

from datetime import UTC, datetime
from hashlib import sha256

from django.db import connection

from spacenews.limits import network
from spacenews.limits.models import Counter

HIT = """
    INSERT INTO limits_counter ("name", "key", "window", "hits") VALUES (%s, %s, %s, 1)
    ON CONFLICT ("name", "key", "window") DO UPDATE SET "hits" = limits_counter."hits" + 1 RETURNING "hits"
"""


def hit(name: str, key: str, period_s: int, now: datetime) -> int:
    """Count one more and return how many there are in the current window of `period_s` seconds.

    One statement: "update, else insert" fails when two come at once. The key may be any text of a
    visitor; only its hash is kept.
    """
    window = connection.ops.adapt_datetimefield_value(window_of(now, period_s))
    with connection.cursor() as cursor:
        cursor.execute(HIT, [name, hash_of(key), window])
        return cursor.fetchone()[0]


def forget(before: datetime) -> None:
    """Delete the counts of windows that began before then, and the salts of the days before that day."""
    Counter.objects.filter(window__lt=before).delete()
    network.forget(before.astimezone(UTC).date())


def window_of(now: datetime, period_s: int) -> datetime:
    return datetime.fromtimestamp(now.timestamp() // period_s * period_s, UTC)


def hash_of(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
