"""What is read, counted without writing: by address in memory, once a minute by article and firm in the tables.

Whether an address shows anything is asked when it is written down, so the answer to a reader tells nothing of it, not
even by its time. A view belongs to the day on which it was written down: a day that is over never changes.
"""

import re
from collections import Counter, defaultdict
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from spacenews.articles.models import Edition
from spacenews.firms.models import Organization
from spacenews.pagecache.headers import without_language
from spacenews.stats import database, hosts
from spacenews.stats.memory import Counts
from spacenews.stats.models import Kind, Referrals, Views

MOST_HELD = 5_000  # in memory, of one process
BATCH = 500  # addresses to a transaction: some milliseconds
ADDRESSES = {
    Kind.ARTICLE: re.compile(r"/([0-9]{4}/[0-9]{2}/[-a-zA-Z0-9_]{1,132})/"),
    Kind.FIRM: re.compile(r"/firms/([-a-zA-Z0-9_]{1,120})/"),
}

held = Counts(MOST_HELD)


class Visit(NamedTuple):
    """A page that was read, under whichever language, and the host of the site that led to it."""

    kind: Kind
    address: str
    host: str


def count(sent: str) -> None:
    """Count what the reader's browser sent: the path of a page, and on the next line a host or nothing."""
    path, _line, host = sent.partition("\n")
    for kind, pattern in ADDRESSES.items():
        if page := pattern.fullmatch(without_language(path)):
            held.add({Visit(kind, page[1], hosts.referrer(host)): 1})


def write(now: datetime) -> None:
    with held.taken() as visits:
        while batch := dict(islice(visits.items(), BATCH)):
            write_batch(batch, now)
            for visit in batch:
                del visits[visit]


def write_batch(visits: dict[Visit, int], now: datetime) -> None:
    """Add to the tables what readers can see now; an address that shows nothing counts for nothing."""
    day, keys = localdate(now), keys_of(visits, now)
    views, referrals = Counter(), Counter()
    for visit, times in visits.items():
        if key := keys.get((visit.kind, visit.address)):
            views[day, visit.kind, key] += times
            if visit.host:
                referrals[day, visit.kind, key, visit.host] += times
    with transaction.atomic():
        database.add(Views, views)
        database.add(Referrals, referrals)


def keys_of(visits: dict[Visit, int], now: datetime) -> dict[tuple[Kind, str], int]:
    """Return the numbers of the articles and firms that are shown at these addresses."""
    asked = defaultdict(set)
    for visit in visits:
        asked[visit.kind].add(visit.address)
    articles = Edition.objects.live(now).filter(path__in=asked[Kind.ARTICLE]).values_list("path", "article")
    firms = Organization.objects.public(now).filter(slug__in=asked[Kind.FIRM]).values_list("slug", "pk")
    return {
        **{(Kind.ARTICLE, path): key for path, key in articles},
        **{(Kind.FIRM, slug): key for slug, key in firms},
    }
