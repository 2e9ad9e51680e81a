"""Tells the hub that an operator has set which feeds changed, so that who follows them need not keep asking.

By W3C WebSub; how a hub is told is left open there, so as PubSubHubbub 0.4 (7.1) has it: a form, one feed a request,
which every hub understands. Nothing is sent unless WEBSUB_HUB is set, and nowhere else: redirects are not followed.
"""

import datetime as dt
import logging
import socket
import threading
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from spacenews import rounds
from spacenews.pagecache import clock
from spacenews.websub import changes
from spacenews.websub.models import Told

logger = logging.getLogger(__name__)
SETTLED = dt.timedelta(seconds=10)  # a publication is in the database that long after its moment
TIMEOUT_S, ROUND_S = 10, 240
FAULT = "A round of telling the hub failed"


class NotTaken(Exception):
    """The hub did not say that it had understood."""


def start() -> None:
    """Begin to tell by itself in this process; for wsgi.py, so that no command ever does."""
    if settings.WEBSUB_HUB:
        rounds.start("websub", settings.WEBSUB_EVERY_S, one_round, FAULT)


def one_round() -> None:
    tell(clock.now())


def tell(now: dt.datetime) -> list[str]:
    """Tell the hub of the feeds that changed since it was last told, and return them.

    With EDGE_S only when no cache in front can hold the old ones any more, for the hub fetches at once.
    """
    until = now - SETTLED - dt.timedelta(seconds=settings.EDGE_S)
    told = Told.so_far(until)
    if told.next_at > now or told.until >= until:
        return []
    topics = changes.topics(told.until, until)
    if not topics or not told.claim(now):
        return []
    try:
        announce(topics)
    except (NotTaken, HTTPException, OSError) as error:
        is_last = not told.put_off(until, clock.now())
        logger.log(logging.ERROR if is_last else logging.WARNING, *what_failed(error, len(topics), is_last))
        return []
    told.note(until, clock.now())
    return topics


def what_failed(error: Exception, feeds: int, is_last: bool) -> tuple:
    end = "given up" if is_last else "tried again later"
    words = f"{type(error).__name__}: {error}"[:200]
    return (
        "The hub at %s was not told of %s feeds (%s); %s",
        urlsplit(settings.WEBSUB_HUB).hostname,
        feeds,
        words,
        end,
    )


def announce(topics: list[str]) -> None:
    end = time.monotonic() + ROUND_S
    for topic in topics:
        if time.monotonic() > end:
            raise NotTaken("it takes too long")
        publish(topic)


def publish(topic: str) -> None:
    """Send one notice. Raises NotTaken for any answer but a 2xx, OSError or HTTPException where there was none."""
    hub = urlsplit(settings.WEBSUB_HUB)
    kind = HTTPSConnection if hub.scheme == "https" else HTTPConnection
    connection = kind(hub.hostname, hub.port, timeout=TIMEOUT_S)
    form = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
    try:
        connection.connect()
        status = answer_to(connection, hub._replace(scheme="", netloc="", fragment="").geturl() or "/", form)
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotTaken(f"it answered {status}")


def answer_to(connection: HTTPConnection, target: str, form: str) -> int:
    """Post the form and return the status. A hub that answers by drops has the same time as one that is silent."""
    watchdog = threading.Timer(TIMEOUT_S, connection.sock.shutdown, [socket.SHUT_RDWR])
    watchdog.start()
    try:
        connection.request("POST", target, form, {"Content-Type": "application/x-www-form-urlencoded"})
        return connection.getresponse().status
    finally:
        watchdog.cancel()
