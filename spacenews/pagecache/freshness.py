"""How a process knows that nothing has changed: it asks for the stamp, but not more often than every 20 ms.

Whoever moved the stamp is told so 25 ms after the commit (stamp.settle), when no process trusts an older reading.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, Error, connections

from spacenews.pagecache import stamp
from spacenews.pagecache.stamp import Reading

logger = logging.getLogger(__name__)
TRUSTED_S = 0.020
NUMBER = "SELECT number FROM pagecache_stamp WHERE id = 1"


@dataclass
class Latest:
    """What this process read last, and until when it trusts it. Threads replace it as a whole."""

    reading: Reading | None = None
    until: float = 0.0
    is_answered: bool = True  # else the database was away when it was asked last


latest = Latest()
of_thread = threading.local()


def current(now: datetime) -> Reading | None:
    """Return a reading that is at most 20 ms old and whose edge has not come (but see `fresh`)."""
    last = latest
    is_trusted = time.monotonic() < last.until and last.reading is not None
    if is_trusted and (last.reading.holds(now) or not last.is_answered):
        return last.reading
    return fresh(now)


def fresh(now: datetime) -> Reading | None:
    """Read on this thread's own connection, before it asks for anything else.

    While nothing can be read, the last reading stands, past its edge too: what is stored is still served then.
    """
    global latest
    last, until = latest, time.monotonic() + TRUSTED_S  # counted from before the question
    try:
        latest = Latest(ask(now, last.reading), until)
    except Error as error:
        if last.is_answered:  # said once an outage
            logger.warning("The content stamp cannot be read: %s", error)
        latest = Latest(last.reading, until, is_answered=False)
    return latest.reading


def ask(now: datetime, known: Reading | None) -> Reading:
    """Ask the database; of a connection that was lost meanwhile, a second time."""
    try:
        return read(now, known)
    except Error:
        connections[DEFAULT_DB_ALIAS].close_if_unusable_or_obsolete()
        return read(now, known)


def read(now: datetime, known: Reading | None) -> Reading:
    """An edge moves only together with the number, so mostly the number is enough."""
    if known and known.holds(now) and number() == known.number:
        return known
    return stamp.read(now)


def number() -> int | None:
    """Ask the driver itself: through Django's cursor this costs many times as much."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    with connection.wrap_database_errors:
        row = connection.connection.execute(NUMBER).fetchone()
    return row and row[0]


def asked() -> object:
    """Return the connection that this thread asks: what another one shows may be older than a reading of this one."""
    return connections[DEFAULT_DB_ALIAS].connection


@contextmanager
def given(reading: Reading | None) -> Iterator[None]:
    """Let what is built for this request stand on one reading, taken before its first query."""
    of_thread.reading = reading
    try:
        yield
    finally:
        of_thread.reading = None


def of_request(now: datetime) -> Reading:
    """Return the reading that the request was given, else one of its own."""
    reading = getattr(of_thread, "reading", None)
    return reading if reading and reading.holds(now) else stamp.read(now)


def forget() -> None:
    """Trust nothing that was read before, as a process that has just begun."""
    global latest
    latest = Latest()
