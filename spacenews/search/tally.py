"""Counts of what is searched for, and nothing of who searches.

Counted in the memory of the process, for reading never writes, and added to the table once a minute. A query is kept
under a keyed hash; its words are stored from the third asking of a month on.
"""

import hmac
import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nlargest

from django.conf import settings
from django.utils.timezone import localdate

from spacenews import rounds
from spacenews.pagecache import clock
from spacenews.search import database, reading
from spacenews.search.models import Asked

FAULT = "What was searched could not be written; it is kept for the next round"
MINUTE_S = 60
MOST_QUERIES, MOST_ASKERS = 5_000, 50_000  # in memory, of one process
MOST_ROWS = 100_000  # of each kind, in the table
BATCH = 500  # rows to a transaction: some milliseconds
MOST_FORGOTTEN = 5_000  # rows, in one round
MONTHS_KEPT = 13

ADDRESS = re.compile(r"\S@\S|\S ?@ ?[\w.-]+\.\w|%40")  # as it is, with spaces in it, out of another address
DIGITS = re.compile(r"\d(?:[\W_]{0,3}\d){6,}")
DATE = r"(?:19[5-9]\d|20[0-4]\d)(?:[-/.]\d\d?){0,2}"  # a year, month or day is no telephone number
DATES = re.compile(rf"{DATE}(?:[\W_]+{DATE})*")


@dataclass
class Count:
    """How often one query was asked in one month; what is not in the table yet."""

    month: date
    key: str
    text: str
    times: int = 0
    empty: int = 0

    def add(self, times: int, empty: int) -> None:
        self.times, self.empty = self.times + times, self.empty + empty


class Tally:
    """The counts of one process, of bounded size: where it is full, the rarer half goes, the older among equals."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts: dict[tuple[date, str], Count] = {}
        self.minute, self.askers = 0, set()

    def count(self, count: Count, who: str, minute: int) -> None:
        """Count a query once a minute for each network; who asked is forgotten with the minute."""
        with self.lock:
            self.forget_askers(minute)
            if (who, count.key) in self.askers or len(self.askers) >= MOST_ASKERS:
                return
            self.askers.add((who, count.key))
            self.add([count])

    def forget_askers(self, minute: int) -> None:
        if minute != self.minute:
            self.minute, self.askers = minute, set()

    def add(self, counts: Iterable[Count]) -> None:
        for count in counts:
            held = self.counts.setdefault((count.month, count.key), Count(count.month, count.key, count.text))
            held.add(count.times, count.empty)
        if len(self.counts) > MOST_QUERIES:
            newest_first = reversed(self.counts.items())
            self.counts = dict(
                nlargest(MOST_QUERIES // 2, newest_first, key=lambda item: item[1].times)[::-1]
            )

    def write(self, now: datetime) -> None:
        """Add the counts to the table; what could not be written is kept for the next try."""
        with self.lock:
            self.forget_askers(minute_of(now))
            waiting, self.counts = list(self.counts.values()), {}
        try:
            while waiting:
                database.add_asked(waiting[:BATCH])
                del waiting[:BATCH]
        finally:
            with self.lock:
                self.add(waiting)


tally = Tally()


def count(folded: str, typed: str, found: bool, who: str) -> None:
    """Count that a query was asked, and whether anything was found; `who` is a network, remembered for a minute.

    What looks like somebody's address or number is not counted at all.
    """
    typed = reading.tidied(typed)
    if not (settings.TALLY_EVERY_S and folded) or is_personal(typed):
        return
    now = clock.now()
    month = month_of(now)
    tally.count(Count(month, key_of(folded, month), typed, 1, int(not found)), who, minute_of(now))


def minute_of(now: datetime) -> int:
    return int(now.timestamp()) // MINUTE_S


def month_of(now: datetime) -> date:
    return localdate(now).replace(day=1)


def key_of(folded: str, month: date) -> str:
    """Return what stands for a query in one month; without the site's key nobody can try which query it was."""
    message = f"{month} {folded}".encode("utf-8", "surrogatepass")
    return hmac.digest(settings.SECRET_KEY.encode(), message, "sha256").hex()


def is_personal(typed: str) -> bool:
    """Say whether a line holds what looks like a mail address, or a telephone, card or account number.

    >>> is_personal("ada@example.org"), is_personal("call +62 (0)812-3456"), is_personal("launches 2023 2024")
    (True, True, False)
    """
    line = unicodedata.normalize("NFKC", typed)
    return bool(ADDRESS.search(line)) or any(not DATES.fullmatch(run) for run in DIGITS.findall(line))


def forget(now: datetime) -> None:
    """Delete what is kept no longer: some thousand rows in a round, so that it never takes long."""
    month = month_of(now)
    nameless, named = Asked.objects.filter(text=""), Asked.objects.exclude(text="")
    for rows in (
        nameless.filter(month__lt=month),
        named.filter(month__lt=months_before(month, MONTHS_KEPT)),
        nameless.order_by("-pk")[MOST_ROWS:],
        named.order_by("-pk")[MOST_ROWS:],
    ):
        if pks := list(rows.values_list("pk", flat=True)[:MOST_FORGOTTEN]):
            Asked.objects.filter(pk__in=pks).delete()


def months_before(month: date, number: int) -> date:
    """
    >>> months_before(date(2026, 11, 1), 13)
    datetime.date(2025, 10, 1)
    """
    years, months = divmod(month.year * 12 + month.month - 1 - number, 12)
    return date(years, months + 1, 1)


def start() -> None:
    """Begin to write by itself in this process, and at its end; for wsgi.py, so that no command ever does."""
    rounds.start("tally", settings.TALLY_EVERY_S, write_and_forget, FAULT, at_end=True)


def write_and_forget() -> None:
    now = clock.now()
    tally.write(now)
    forget(now)
