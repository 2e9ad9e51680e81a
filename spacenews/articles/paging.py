"""Paging by key: every page of a list costs the same, however deep."""

import datetime as dt
import re
from dataclasses import dataclass

from django.http import Http404

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
KEY = re.compile(r"([0-9]{1,16})-([0-9]{1,18})")


def key_of(published_at: dt.datetime, pk: int) -> str:
    """Return the place in a list, newest first, as an address writes it: microseconds since 1970, and the id."""
    return f"{(published_at - EPOCH) // MICROSECOND}-{pk}"


def read_key(text: str) -> tuple[dt.datetime, int]:
    """Read a place back. Raises Http404 for what is none."""
    found = KEY.fullmatch(text)
    if not found:
        raise Http404
    try:
        return EPOCH + int(found[1]) * MICROSECOND, int(found[2])
    except OverflowError:
        raise Http404 from None


@dataclass
class Page:
    """One page of a list, newest first, its own address and those of its neighbours (empty at the ends)."""

    editions: list
    url: str
    newer_url: str = ""
    older_url: str = ""

    @property
    def is_first(self) -> bool:
        return "?" not in self.url


def page_of(editions, path: str, query, size: int, by: str = "published_at") -> Page:
    """Return the page that `before` or `after` in the query asks for, else the first; one database query."""
    before, after = query.get("before", ""), query.get("after", "")
    if after:
        found = list(editions.newer_than(*read_key(after), by).oldest(by)[: size + 1])
        page = Page(found[:size][::-1], f"{path}?after={after}")
        has_newer, has_older = len(found) > size, True
    else:
        editions = editions.older_than(*read_key(before), by) if before else editions
        found = list(editions.newest(by)[: size + 1])
        page = Page(found[:size], f"{path}?before={before}" if before else path)
        has_newer, has_older = bool(before), len(found) > size
    if page.editions and has_newer:
        page.newer_url = f"{path}?after={_key(page.editions[0], by)}"
    if page.editions and has_older:
        page.older_url = f"{path}?before={_key(page.editions[-1], by)}"
    return page


def _key(edition, by: str) -> str:
    return key_of(getattr(edition, by), edition.pk)
