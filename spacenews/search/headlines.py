"""Articles by what is remembered of their headlines, while it is typed, and the words that it may go on with."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from spacenews.articles.models import Edition
from spacenews.search import find, labels, rank, reading, text
from spacenews.search.query import MAX_GROUPS, Group, Query, group_of
from spacenews.search.text import Phrase
from spacenews.search.unfinished import Line

LABEL = re.compile(r"[a-z]\d+")  # letters and digits in one token, which no word is
WINDOW, FEW = 200, 20  # looked at, the newest: by any words of a text, and by those of its headline
MANY = 3  # of so many words one may be missing
FORMS = 3  # of a word: one a language


def query_of(line: Line) -> Query:
    """Return what a line asks: slips in its head are put right, its last word may go on."""
    if not line.ends_in_words:
        return reading.read(line.text, line.now, as_typed=True)
    query = reading.read(line.head, line.now)
    words = () if reading.COMMON.issuperset(text.words(line.head)) else query.words[: MAX_GROUPS - 1]
    if not (words and line.has_only_begun):
        more = [form for ending in line.endings for form in text.forms(line.last_with(ending))]
        words = (*words, *filter(None, [group_of(line.last, more)]))
    headline = labels.headline(line.text)
    return replace(query, words=words, headline=Phrase((headline,)) if headline else None)


def remembered(query: Query, language: str, now: dt.datetime, most: int) -> list[Edition]:
    """Return live editions with these words in their headlines, those in the reader's language first."""
    own = f" {labels.language(language)} "
    rows = rank.ranked(newest(query, now) if query.words else [], query, lambda keys: {})
    pks = [row.edition for row in sorted(rows, key=lambda row: own not in row.labels)[:most]]
    editions = Edition.objects.live(now).only("headline", "language", "path").in_bulk(pks)
    return [editions[pk] for pk in pks if pk in editions]


def newest(query: Query, now: dt.datetime) -> list[find.Row]:
    """Return entries by their headlines.

    What holds the words anywhere is found at a fraction of the cost, but for the beginnings of words in scripts
    without spaces: they go on in too many ways.
    """
    if any(phrase.prefix for phrase in query.words[-1].phrases):
        return by_headlines(query, now)
    found = anywhere(query, now)
    if rows := standing(found, query):
        return rows
    return by_headlines(query, now) if len(found) == WINDOW else lacking_one(query, now)


def by_headlines(query: Query, now: dt.datetime) -> list[find.Row]:
    named = tuple(group for group in query.words if any(map(is_label, group.phrases)))
    words = tuple(group for group in query.words if group not in named)
    asked = replace(query, words=words).narrowed(named)
    return standing(find.found(query, asked.in_titles(), now, FEW), query) if words else []


def lacking_one(query: Query, now: dt.datetime) -> list[find.Row]:
    """Return entries whose headlines lack one of many words; other names of what is named would cost too much."""
    *head, last = query.words
    looser = replace(query, words=(*(Group(group.phrases[:FORMS]) for group in head), last), missing=1)
    return standing(anywhere(looser, now), looser) if len(query.words) >= MANY else []


def anywhere(query: Query, now: dt.datetime) -> list[find.Row]:
    return find.found(query, query.condition(), now, WINDOW)


def standing(rows: list[find.Row], query: Query) -> list[find.Row]:
    """Return the rows whose headlines hold the words; for a firm or tag that is named its label will do."""

    def missing(row: find.Row) -> int:
        return sum(not any(is_held(phrase, row) for phrase in group.phrases) for group in query.words)

    return [row for row in rows if missing(row) <= query.missing]


def is_held(phrase: Phrase, row: find.Row) -> bool:
    return phrase.needle in (row.labels if is_label(phrase) else row.title)


def is_label(phrase: Phrase) -> bool:
    return LABEL.fullmatch(phrase.tokens[0]) is not None


def completed(line: Line, query: Query, most: int) -> list[str]:
    """Return the line with its last word completed, where a live edition holds that beside the other words."""
    found = (
        line.text.removesuffix(line.ending) + ending
        for ending in one_of_each_stem(line.endings)
        if ending != line.begun and are_held(query, ending, line.now)
    )
    return list(islice(found, most))


def one_of_each_stem(words: list[str]) -> Iterable[str]:
    """
    >>> list(one_of_each_stem(["rocket", "rockets", "rocketry"]))
    ['rocket', 'rocketry']
    """
    first = {}
    for word in words:
        first.setdefault(text.stem(word, "en"), word)
    return first.values()


def are_held(query: Query, ending: str, now: dt.datetime) -> bool:
    """Say whether a live edition holds the words of a query with another as the last one."""
    words = (*query.words[:-1], Group(tuple(text.forms(ending))))
    return bool(find.found(query, replace(query, words=words).condition(), now, 1))
