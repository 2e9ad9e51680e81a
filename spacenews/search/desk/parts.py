"""How far back PostgreSQL looks among working copies, as search.parts says of editions: here by their numbers."""

from collections.abc import Callable

from django.db import connection
from django.db.models import Max

from spacenews.search.models.working import BUCKET, WorkingEntry
from spacenews.search.parts import FIRST, ROOM, Part


def newest(ask: Callable[[Part], list], most: int) -> list:
    """Return the newest rows, `most` at the most; `ask` gives those of one part."""
    if connection.vendor == "sqlite":
        return ask(None)
    last, looked_at = WorkingEntry.objects.aggregate(last=Max("article"))["last"] or 0, FIRST
    while ROOM * looked_at < last:
        rows = ask(list(range((last - looked_at) >> BUCKET, (last >> BUCKET) + 1)))
        if len(rows) >= most:
            return rows
        looked_at = int(looked_at * ROOM * max(2, most / (len(rows) + 1)))
    return ask(None)
