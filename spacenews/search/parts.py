"""How far back PostgreSQL looks: its index gives all rows of a word, and cannot begin with the newest.

So it is asked for the newest part first, by buckets of time that stand in the same index (searched.py); of words
that few entries hold, for all at once. Where a part ends decides only what is asked next, never what is found.
"""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from django.db.models import Count, F

from spacenews.search.index import key_of
from spacenews.search.models import Entry
from spacenews.search.models.entries import BUCKET

FIRST = 1_000  # entries that are looked at first
ROOM = 1.5  # so much more than what should be enough
Part = list[int] | None  # buckets; None for all that there are


def newest(ask: Callable[[Part], list], most: int, now: dt.datetime, looked_at: int) -> list:
    """Return the newest rows, `most` at the most; `ask` gives those of one part, the first of which is so long."""
    while part := part_of(looked_at, now):
        rows = ask(part)
        if len(rows) >= most:
            return rows
        looked_at = int(looked_at * ROOM * max(2, most / (len(rows) + 1)))
    return ask(None)


def part_of(looked_at: int, now: dt.datetime) -> Part:
    """Return the newest buckets that hold so many entries; None where that is nearly all."""
    held = counted(now.date())
    if ROOM * looked_at > sum(held.values()):
        return None
    for bucket, number in held.items():
        looked_at -= number
        if looked_at <= 0:
            return list(range(bucket, (key_of(now) >> BUCKET) + 2))  # a key may lie after its moment


@lru_cache(maxsize=1)
def counted(day: dt.date) -> dict[int, int]:
    """Return how many entries each bucket holds, the newest first; counted once a day."""
    buckets = Entry.objects.annotate(bucket=F("key").bitrightshift(BUCKET)).values_list("bucket")
    return dict(buckets.annotate(number=Count("pk")).order_by("-bucket"))
