"""Whether the index holds what the editions say, and the vocabulary what the index says."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from spacenews.articles.models import Edition
from spacenews.search import index, learning
from spacenews.search.models import Entry, Slip, Word, Words
from spacenews.search.upkeep import BATCH, COMPARED, unwanted, wanted, with_rows


def disagreements(now: dt.datetime) -> Iterator[str]:
    """Yield one line for each edition whose entry is not what it should be, and for each word."""
    for entry in unwanted(now).filter(~Exists(followers())):
        yield f"edition {entry.edition_id} has ended and still has an entry"
    last = 0
    while batch := list(with_rows(wanted(now).filter(pk__gt=last))[:BATCH]):
        yield from differences(batch, now)
        last = batch[-1].pk
    counts = counted()
    yield from miscounted(counts)
    yield from misspelled({word for word, _since in counts})


def followers() -> QuerySet:
    """Return the editions that took an entry's place: its row goes with a later publication, not before."""
    return Edition.objects.filter(
        article=OuterRef("edition__article"), live_from=OuterRef("edition__live_until")
    )


def differences(batch: list[Edition], now: dt.datetime) -> Iterator[str]:
    rows = Words.objects.filter(entry__edition__in=batch, entry__version=index.VERSION)
    held = {pk: values for pk, *values in rows.values_list("entry__edition", "entry__words_since", *COMPARED)}
    for edition in batch:
        _entry, words = index.entry_of(edition, 0, now)
        since, *texts = held.get(edition.pk, [None])
        if since is None:
            yield f"edition {edition.pk} has no entry, or one of an old version"
        elif texts != [getattr(words, column) for column in COMPARED]:
            yield f"edition {edition.pk} has an entry of other words"
        elif since not in (learning.since_of(edition, now), edition.live_from):
            yield f"edition {edition.pk} is counted from another moment on"


def counted() -> Counter[tuple[str, dt.datetime]]:
    """Return what the vocabulary should hold."""
    counts, last = Counter(), 0
    while keys := list(Entry.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        for since, uses in learning.counted(Entry.objects.filter(pk__in=keys)).items():
            counts.update({(word, since): times for word, times in uses.items()})
        last = keys[-1]
    return counts


def miscounted(counts: Counter[tuple[str, dt.datetime]]) -> Iterator[str]:
    held = {(word, since): uses for word, since, uses in Word.objects.values_list("text", "since", "uses")}
    for word, since in sorted(counts.keys() | held.keys()):
        if counts[word, since] != held.get((word, since), 0):
            yield f"the word {word} is counted {held.get((word, since), 0)} times, not {counts[word, since]}"


def misspelled(words: set[str]) -> Iterator[str]:
    """Yield the words whose slips are not held as they should be."""
    missing = set(words)
    rows = Slip.objects.order_by("text").values_list("text", "key").iterator()
    for word, slips in groupby(rows, key=lambda row: row[0]):
        missing.discard(word)
        keys = {key for _word, key in slips}
        if word not in words or keys != set(learning.slips_of(word)):
            yield f"the slips of the word {word} are not those that it has"
    yield from (f"the slips of the word {word} are missing" for word in sorted(missing))
