"""Writing the vocabulary, in the transaction that writes the index: how many entries hold a word, and since when."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from spacenews.articles.models import Edition
from spacenews.search import database, text
from spacenews.search.models import Entry, Slip, Word, Words

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # what is live counts since then
Counts = dict[dt.datetime, Counter[str]]


def since_of(edition: Edition, now: dt.datetime) -> dt.datetime:
    """Return from when on the words of an edition are offered: always, or from the moment it goes live."""
    return EPOCH if edition.live_from <= now else edition.live_from


def words_of(headline: str, deck: str, points: list[str], plain: str) -> set[str]:
    return text.surface(" ".join([headline, deck, *points, plain]))


def learn(rows: Iterable[tuple[Entry, Words]]) -> None:
    """Count the words of entries that were written, each since the moment that it names."""
    counts = defaultdict(Counter)
    for entry, words in rows:
        edition = entry.edition
        held = words_of(edition.headline, edition.deck, edition.points, words.plain)
        counts[entry.words_since].update(held)
    add(counts)


def forget(entries: QuerySet) -> None:
    """Take back what was counted of entries that are about to go."""
    subtract(counted(entries))


def settle(entries: QuerySet) -> None:
    """Let the words of entries that have gone live count as what is live does."""
    due = counted(entries)
    subtract(due)
    add({EPOCH: sum(due.values(), Counter())})
    entries.update(words_since=EPOCH)


def clear() -> None:
    """Forget all: no entry counts."""
    Slip.objects.all().delete()
    Word.objects.all().delete()
    Entry.objects.update(words_since=None)


def counted(entries: QuerySet) -> Counts:
    """Return how many of the entries hold a word, by the moments under which they were counted."""
    columns = [f"edition__{name}" for name in ("headline", "deck", "points")]
    rows = entries.exclude(words_since=None).values_list("words_since", *columns, "words__plain")
    counts = defaultdict(Counter)
    for since, headline, deck, points, plain in rows:
        counts[since].update(words_of(headline, deck, points, plain or ""))
    return counts


def add(counts: Counts) -> None:
    words = set().union(*counts.values())
    if new := database.new_words(words) if words else []:
        database.write_slips(database.ADD_SLIPS, {word: slips_of(word) for word in new})
    for since, times, alike in by_times(counts):
        database.count_words(alike, since, times)


def subtract(counts: Counts) -> None:
    for since, times, alike in by_times(counts):
        database.discount_words(alike, since, times)
    words = set().union(*counts.values())
    if gone := database.new_words(words) if words else []:
        database.write_slips(database.DROP_SLIPS, {word: slips_of(word) for word in gone})


def by_times(counts: Counts) -> Iterable[tuple[dt.datetime, int, list[str]]]:
    """Yield the words that are counted alike together, in one order everywhere."""
    for since, uses in sorted(counts.items()):
        alike = defaultdict(list)
        for word, times in sorted(uses.items()):
            alike[times].append(word)
        yield from ((since, times, words) for times, words in alike.items())


def slips_of(word: str) -> list[str]:
    """Return a word and what it becomes with one letter left out.

    >>> slips_of("moon")
    ['moon', 'mon', 'moo', 'oon']
    """
    shorter = sorted({word[:place] + word[place + 1 :] for place in range(len(word))})
    return [word, *shorter]
