"""Articles by what is remembered of their headlines, while it is typed, and the words that it may go on with."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import islice

from spacenews.articles.models import Edition
from spacenews.search import find, labels, rank, reading, text
from spacenews.search.query import MAX_GROUPS, Group, Query, group_of
from spacenews.search.text import Phrase
from spacenews.search.unfinished import Line

LABEL = re.compile(r"[a-z]\d+")  # letters and digits in one token, which no word is
WINDOW, FEW = 100, 20  # looked at, the newest: by any words of a text, and by those of its headline
MANY = 3  # of so many words one may be missing
FORMS = 3  # of a word: one a language


class Remembered:
    """What a line asks, read once for the headlines and the words."""

    def __init__(self, line: Line, now: dt.datetime):
        self.line, self.now = line, now
        self.query = query_of(line)

    def editions(self, language: str, most: int) -> list[Edition]:
        """Return live editions with the words in their headlines, those in the reader's language first."""
        own = f" {labels.language(language)} "
        rows = rank.ranked(self.newest, self.query, lambda keys: {})
        pks = [row.edition for row in sorted(rows, key=lambda row: own not in row.labels)[:most]]
        editions = Edition.objects.live(self.now).only("headline", "language", "path").in_bulk(pks)
        return [editions[pk] for pk in pks if pk in editions]

    @property
    def newest(self) -> list[find.Row]:
        """The newest entries by their headlines; what holds the words anywhere is found at a fraction of the cost.

        Not so the beginnings of words in scripts without spaces: they go on in too many ways.
        """
        words = self.query.words
        if not words or any(phrase.prefix for phrase in words[-1].phrases):
            return self.by_headlines
        if rows := standing(self.anywhere, self.query):
            return rows
        return self.by_headlines if len(self.anywhere) == WINDOW else self.lacking_one

    @cached_property
    def anywhere(self) -> list[find.Row]:
        return self.found(self.query, WINDOW)

    @property
    def by_headlines(self) -> list[find.Row]:
        query = self.query
        named = tuple(group for group in query.words if any(map(is_label, group.phrases)))
        words = tuple(group for group in query.words if group not in named)
        asked = replace(query, words=words).narrowed(named)
        return standing(find.found(query, asked.in_titles(), self.now, FEW), query) if words else []

    @property
    def lacking_one(self) -> list[find.Row]:
        """What lacks one of many words; other names of what is named would cost too much."""
        *head, last = self.query.words
        words = (*(Group(group.phrases[:FORMS]) for group in head), last)
        looser = replace(self.query, words=words, missing=1)
        return standing(self.found(looser, WINDOW), looser) if len(words) >= MANY else []

    def found(self, query: Query, most: int) -> list[find.Row]:
        return find.found(query, query.condition(), self.now, most)

    def completed(self, most: int) -> list[str]:
        """Return the line with its last word completed, where a live edition holds that beside the other words."""
        begun = self.line.text.removesuffix(self.line.ending)
        endings = (ending for ending in one_of_each_stem(self.line.endings) if ending != self.line.begun)
        return [begun + ending for ending in islice(filter(self.is_held, endings), most)]

    def is_held(self, ending: str) -> bool:
        """Say whether a live edition holds the words with another as the last; the ones at hand may tell."""
        last = Group(tuple(text.forms(ending)))
        if any(phrase.needle in self.heads for phrase in last.phrases):
            return True
        return bool(self.found(replace(self.query, words=(*self.query.words[:-1], last)), 1))

    @cached_property
    def heads(self) -> str:
        return "".join(row.head for row in self.anywhere)


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


def standing(rows: list[find.Row], query: Query) -> list[find.Row]:
    """Return the rows whose headlines hold the words; for a firm or tag that is named its label will do."""

    def missing(row: find.Row) -> int:
        return sum(not any(is_held(phrase, row) for phrase in group.phrases) for group in query.words)

    return [row for row in rows if missing(row) <= query.missing]


def is_held(phrase: Phrase, row: find.Row) -> bool:
    return phrase.needle in (row.labels if is_label(phrase) else row.title)


def is_label(phrase: Phrase) -> bool:
    return LABEL.fullmatch(phrase.tokens[0]) is not None


def one_of_each_stem(words: list[str]) -> Iterable[str]:
    """
    >>> list(one_of_each_stem(["rocket", "rockets", "rocketry"]))
    ['rocket', 'rocketry']
    """
    first = {}
    for word in words:
        first.setdefault(text.stem(word, "en"), word)
    return first.values()
