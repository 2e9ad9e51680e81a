"""Bringing index and vocabulary into agreement with the editions: writing what is missing or old."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from spacenews.articles.models import Edition
from spacenews.pagecache import stamp
from spacenews.search import database, index, learning
from spacenews.search.models import Entry

BATCH = 100  # editions to a transaction: a fraction of a second
COMPARED = ("title", "points", "labels", "body", "plain")


def wanted(now: dt.datetime) -> QuerySet:
    """Return the editions that are to have an entry: live ones and those to come."""
    return Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=now))


def unwanted(now: dt.datetime) -> QuerySet:
    return Entry.objects.exclude(edition__in=wanted(now))


def stale(now: dt.datetime) -> QuerySet:
    """Return the editions whose entry is missing, without words, not counted, or of an old version."""
    good = Entry.objects.filter(
        edition=OuterRef("pk"), version=index.VERSION, words__isnull=False, words_since__isnull=False
    )
    return wanted(now).filter(~Exists(good))


@transaction.atomic
def age_all() -> None:
    """Mark every entry as old, so that it is written anew, by this run or by one that goes on after it."""
    stamp.take()
    learning.clear()
    Entry.objects.update(version=0)


@transaction.atomic
def tidy_up(now: dt.datetime) -> None:
    """Drop what should not be held; what an old version counted cannot be taken back word by word."""
    stamp.take()
    if Entry.objects.exclude(version=index.VERSION).exclude(words_since=None).exists():
        learning.clear()
    index.drop(unwanted(now))


def renew(now: dt.datetime, report: Callable[[int], None]) -> int:
    """Write stale entries and drop unwanted ones, in batches while the site runs; return how many were written."""
    tidy_up(now)
    done, last = 0, 0
    while pks := list(stale(now).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += write(pks, now)
        last = pks[-1]
        report(done)
    if done:
        database.measure()
    return done


@transaction.atomic
def write(pks: list[int], now: dt.datetime) -> int:
    """Write those of the editions that are still wanted once no one else may publish."""
    stamp.take()
    editions = list(with_rows(wanted(now).filter(pk__in=pks)))
    index.write(editions, now)
    return len(editions)


def with_rows(editions: QuerySet) -> QuerySet:
    return editions.order_by("pk").prefetch_related("tag_rows", "coverage")
