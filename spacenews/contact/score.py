"""How much a letter looks like spam. The score chooses the folder; it never changes the answer."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from spacenews.contact import stamps
from spacenews.contact.models import Message

SPAM_FROM = 4
OLD_STAMP, HASTE = timedelta(days=30), timedelta(seconds=3)
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
MARKUP_LINK = re.compile(r"\[url|<a\s", re.IGNORECASE)


class Sign(models.TextChoices):
    TRAP = "trap", _("something in the field that people do not see")
    FOREIGN_ORIGIN = "foreign origin", _("sent from another site")
    NO_ORIGIN = "no origin", _("the browser does not say from where")
    NO_STAMP = "no stamp", _("not sent from our form")
    OLD_STAMP = "old stamp", _("the form was a month old")
    HASTE = "haste", _("written in less than three seconds")
    REPLAY = "replay", _("the same form sent before")
    LINKS = "links", _("many links")
    MARKUP_LINKS = "markup links", _("links in markup")


# One sign alone is a person's odd browser, save the field that people do not see.
WEIGHTS = {
    Sign.TRAP: 5,
    Sign.FOREIGN_ORIGIN: 3,
    Sign.NO_ORIGIN: 1,
    Sign.NO_STAMP: 3,
    Sign.OLD_STAMP: 2,
    Sign.HASTE: 2,
    Sign.REPLAY: 3,
    Sign.LINKS: 2,
    Sign.MARKUP_LINKS: 2,
}


def signs(request: HttpRequest, data: dict, now: datetime) -> list[Sign]:
    return [
        *([Sign.TRAP] if data["trap"] else []),
        *_origin(request),
        *_stamp(data["stamp"], now),
        *_links(data["message"]),
    ]


def total(found: list[Sign]) -> int:
    return sum(WEIGHTS[sign] for sign in found)


def _origin(request: HttpRequest) -> Iterator[Sign]:
    """Ask the browser where the form stood; old ones do not say, and scripts seldom lie well."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if not site and not origin:
        yield Sign.NO_ORIGIN
    elif (site or "same-origin") != "same-origin" or (origin and not _is_ours(request, origin)):
        yield Sign.FOREIGN_ORIGIN


def _is_ours(request: HttpRequest, origin: str) -> bool:
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return host in (request.get_host(), urlsplit(settings.SITE_URL).netloc)


def _stamp(value: str, now: datetime) -> Iterator[Sign]:
    stamp = stamps.read(value, now)
    if stamp is None:
        yield Sign.NO_STAMP
        return
    if now - stamp.at > OLD_STAMP:
        yield Sign.OLD_STAMP
    if stamp.is_fresh and now - stamp.at < HASTE:
        yield Sign.HASTE
    if stamp.is_fresh and Message.objects.filter(stamp_nonce=stamp.nonce).exists():
        yield Sign.REPLAY


def _links(text: str) -> Iterator[Sign]:
    """A correction may well name a source or two."""
    if len(LINK.findall(text)) > 3:
        yield Sign.LINKS
    if MARKUP_LINK.search(text):
        yield Sign.MARKUP_LINKS
