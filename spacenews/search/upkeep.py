"""Keeping index and editions in agreement: writing what is missing or old, and telling what disagrees."""

import datetime as dt
from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from spacenews.articles.models import Edition
from spacenews.pagecache import stamp
from spacenews.search import index
from spacenews.search.models import Entry, Words

BATCH = 100  # editions to a transaction: a fraction of a second
COMPARED = ("title", "points", "labels", "body", "plain")


def wanted(now: dt.datetime) -> QuerySet:
    """Return the editions that are to have an entry: live ones and those to come."""
    return Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=now))


def unwanted(now: dt.datetime) -> QuerySet:
    return Entry.objects.exclude(edition__in=wanted(now))


def stale(now: dt.datetime) -> QuerySet:
    """Return the editions whose entry is missing, without words, or of an old version."""
    good = Entry.objects.filter(edition=OuterRef("pk"), version=index.VERSION, words__isnull=False)
    return wanted(now).filter(~Exists(good))


def age_all() -> None:
    """Mark every entry as old, so that it is written anew, by this run or by one that goes on after it."""
    with transaction.atomic():
        stamp.take()
        Entry.objects.update(version=0)


def renew(now: dt.datetime, report: Callable[[int], None]) -> int:
    """Write stale entries and drop unwanted ones, in batches while the site runs; return how many were written."""
    with transaction.atomic():
        stamp.take()
        unwanted(now).delete()
    done, last = 0, 0
    while pks := list(stale(now).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += write(pks, now)
        last = pks[-1]
        report(done)
    return done


@transaction.atomic
def write(pks: list[int], now: dt.datetime) -> int:
    """Write those of the editions that are still wanted once no one else may publish."""
    stamp.take()
    editions = list(with_rows(wanted(now).filter(pk__in=pks)))
    index.write(editions)
    return len(editions)


def with_rows(editions: QuerySet) -> QuerySet:
    return editions.order_by("pk").prefetch_related("tag_rows", "coverage")


def disagreements(now: dt.datetime) -> Iterator[str]:
    """Yield one line for each edition whose entry is not what it should be."""
    for entry in unwanted(now).filter(~Exists(followers())):
        yield f"edition {entry.edition_id} has ended and still has an entry"
    last = 0
    while batch := list(with_rows(wanted(now).filter(pk__gt=last))[:BATCH]):
        yield from differences(batch)
        last = batch[-1].pk


def followers() -> QuerySet:
    """Return the editions that took an entry's place: its row goes with the next publication, not before."""
    return Edition.objects.filter(
        article=OuterRef("edition__article"), live_from=OuterRef("edition__live_until")
    )


def differences(batch: list[Edition]) -> Iterator[str]:
    rows = Words.objects.filter(entry__edition__in=batch, entry__version=index.VERSION)
    held = {pk: values for pk, *values in rows.values_list("entry__edition", *COMPARED)}
    for edition in batch:
        _entry, words = index.entry_of(edition, key=0)
        if edition.pk not in held:
            yield f"edition {edition.pk} has no entry, or one of an old version"
        elif held[edition.pk] != [getattr(words, column) for column in COMPARED]:
            yield f"edition {edition.pk} has an entry of other words"
