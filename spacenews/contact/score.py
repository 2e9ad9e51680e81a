"""How much a letter looks like spam. The score chooses the folder; it never changes the answer."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from spacenews.contact import stamps
from spacenews.contact.models import Message

SPAM_FROM = 4
OLD_STAMP, HASTE = timedelta(days=30), timedelta(seconds=3)
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
MARKUP_LINK = re.compile(r"\[url|<a\s", re.IGNORECASE)

# Reason → what it adds. One sign alone is a person's odd browser, save the field that people do not see.
WEIGHTS = {
    "trap": 5,
    "foreign origin": 3,
    "no origin": 1,
    "no stamp": 3,
    "old stamp": 2,
    "haste": 2,
    "replay": 3,
    "links": 2,
    "markup links": 2,
}


def reasons(request: HttpRequest, data: dict, now: datetime) -> list[str]:
    """Return why a letter looks like spam, as keys of WEIGHTS."""
    return [
        *(["trap"] if data["trap"] else []),
        *_origin(request),
        *_stamp(data["stamp"], now),
        *_links(data["message"]),
    ]


def total(found: list[str]) -> int:
    return sum(WEIGHTS[reason] for reason in found)


def _origin(request: HttpRequest) -> Iterator[str]:
    """Ask the browser where the form stood; old ones do not say, and scripts seldom lie well."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if not site and not origin:
        yield "no origin"
    elif (site or "same-origin") != "same-origin" or (origin and not _is_ours(request, origin)):
        yield "foreign origin"


def _is_ours(request: HttpRequest, origin: str) -> bool:
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return host in (request.get_host(), urlsplit(settings.SITE_URL).netloc)


def _stamp(value: str, now: datetime) -> Iterator[str]:
    stamp = stamps.read(value, now)
    if stamp is None:
        yield "no stamp"
        return
    if now - stamp.at > OLD_STAMP:
        yield "old stamp"
    if stamp.is_fresh and now - stamp.at < HASTE:
        yield "haste"
    if stamp.is_fresh and Message.objects.filter(stamp_nonce=stamp.nonce).exists():
        yield "replay"


def _links(text: str) -> Iterator[str]:
    """A correction may well name a source or two."""
    if len(LINK.findall(text)) > 3:
        yield "links"
    if MARKUP_LINK.search(text):
        yield "markup links"
