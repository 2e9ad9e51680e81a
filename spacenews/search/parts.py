"""How far back PostgreSQL looks: its index gives all rows of a word, and cannot begin with the newest.

So it is asked for the newest part first, by buckets of time that stand in the same index (searched.py); of words
that few entries hold, for all at once. Where a part ends decides only what is asked next, never what is found.
"""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from django.db import connection
from django.db.models import Count, F

from spacenews.search.models import Entry
from spacenews.search.models.entries import BUCKET

FIRST = 1_000  # entries that are looked at first
ROOM = 1.3  # so much more than what should be enough
Part = list[int] | None  # buckets; None for all that there are


def newest(ask: Callable[[Part], list], most: int, part_of: Callable[[int], Part], looked_at: int) -> list:
    """Return the newest rows, `most` at the most; SQLite walks from the newest on by itself.

    `ask` gives the rows of one part, `part_of` the newest part of about so many entries, None for all there are.
    """
    if connection.vendor == "sqlite":
        return ask(None)
    while part := part_of(looked_at):
        rows = ask(part)
        if len(rows) >= most:
            return rows
        looked_at = int(looked_at * ROOM * max(2, most / (len(rows) + 1)))
    return ask(None)


def part_of(looked_at: int, now: dt.datetime, last: int) -> Part:
    """Return the newest buckets up to a key that hold so many entries; None where that is nearly all."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    held = {bucket: number for bucket, number in counted(hour).items() if bucket <= last >> BUCKET}
    if ROOM * looked_at > sum(held.values()):
        return None
    for bucket, number in held.items():
        looked_at -= number
        if looked_at <= 0:
            return list(range(bucket, (last >> BUCKET) + 1))


@lru_cache(maxsize=1)
def counted(hour: dt.datetime) -> dict[int, int]:
    """Return how many entries each bucket holds, the newest first; counted once an hour."""
    buckets = Entry.objects.annotate(bucket=F("key").bitrightshift(BUCKET)).values_list("bucket")
    return dict(buckets.annotate(number=Count("pk")).order_by("-bucket"))
