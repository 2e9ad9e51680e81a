"""Paging by key: every page of a list costs the same, however deep."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
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


def page_of(find: Callable[..., list], path: str, query, size: int, by: str = "published_at") -> Page:
    """Return the page that `before` or `after` in the query asks for, else the first; `find` is asked once.

    It is given the side, how many rows, and the place on whose side they stand: what `beside` takes.
    """
    side = next((side for side in ("after", "before") if query.get(side)), "")
    moment, pk = read_key(query[side]) if side else (None, None)
    found = find(side, size + 1, **({"moment": moment, "pk": pk} if side else {}))
    goes_on, editions = len(found) > size, found[:size]
    page = Page(
        editions[::-1] if side == "after" else editions, f"{path}?{side}={query[side]}" if side else path
    )
    if editions and (goes_on if side == "after" else side):
        page.newer_url = f"{path}?after={_key(page.editions[0], by)}"
    if editions and (goes_on or side == "after"):
        page.older_url = f"{path}?before={_key(page.editions[-1], by)}"
    return page


def beside(editions: QuerySet, side: str, by: str = "published_at", **place) -> QuerySet:
    """Return what stands `before` a place of a list or `after` it, the nearest first; else the list, newest first."""
    if side == "after":
        return editions.newer_than(**place, by=by).oldest(by)
    return (editions.older_than(**place, by=by) if side else editions).newest(by)


def _key(edition, by: str) -> str:
    return key_of(getattr(edition, by), edition.pk)
