"""Articles by what is remembered of their headlines, while it is typed, and the words that it may go on with."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from spacenews.articles.models import Edition
from spacenews.search import find, labels, rank, reading, text
from spacenews.search.conditions import All, AnyOf, Holds, all_but
from spacenews.search.query import MAX_GROUPS, Group, Query, group_of
from spacenews.search.text import Phrase
from spacenews.search.unfinished import Line

LABEL = re.compile(r"[a-z]\d+")  # letters and digits in one token, which no word is
WINDOW = 200  # looked at, the newest
MANY = 3  # of so many words one may be missing


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
    rows = newest(query, now, most)
    if not rows and len(query.words) >= MANY:
        rows = among_newest(replace(query, missing=1), now)[0]
    own = f" {labels.language(language)} "
    best = sorted(rank.ranked(rows, query, lambda keys: {}), key=lambda row: own not in row.labels)
    pks = [row.edition for row in best[:most]]
    editions = Edition.objects.live(now).only("headline", "language", "path").in_bulk(pks)
    return [editions[pk] for pk in pks if pk in editions]


def newest(query: Query, now: dt.datetime, enough: int) -> list[find.Row]:
    """Return entries by their headlines. What holds the words anywhere is found at a tenth of the cost."""
    rows, are_all = among_newest(query, now)
    if are_all or len(rows) >= enough:
        return rows
    return find.found(query, condition_of(query, *map(in_headline, query.words)), now, WINDOW)


def among_newest(query: Query, now: dt.datetime) -> tuple[list[find.Row], bool]:
    """Return entries with the words in their headlines, of the newest with the words, and whether those are all."""
    if not query.words:
        return [], True
    words = all_but(query.missing, [group.condition for group in query.words])
    found = find.found(query, condition_of(query, words), now, WINDOW)
    wanted = len(query.words) - query.missing
    return [row for row in found if held(row, query) >= wanted], len(found) < WINDOW


def held(row: find.Row, query: Query) -> int:
    """Return how many of the words stand in a headline."""
    conditions = map(in_headline, query.words)
    return sum(any(is_held(one, row) for one in condition.parts) for condition in conditions)


def is_held(one: Holds, row: find.Row) -> bool:
    return one.phrase.needle in (row.title if one.title else row.labels)


def in_headline(group: Group) -> AnyOf:
    """A firm or tag that is named need not stand in the headline: its label does."""
    return AnyOf(tuple(Holds(one, title=not LABEL.fullmatch(one.tokens[0])) for one in group.phrases))


def completed(line: Line, query: Query, most: int) -> list[str]:
    """Return the line with its last word completed, where a live edition holds that beside the other words."""
    head = [group.condition for group in query.words[:-1]]
    found = (
        line.text.removesuffix(line.ending) + ending
        for ending in one_of_each_stem(line.endings)
        if ending != line.begun
        and holds(query, [*head, Group(tuple(text.forms(ending))).condition], line.now)
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


def holds(query: Query, words: list[AnyOf], now: dt.datetime) -> bool:
    return bool(find.found(query, condition_of(query, *words), now, 1))


def condition_of(query: Query, *words: All | AnyOf) -> All:
    others = (group.condition for group in (*query.musts, *query.filters))
    return All((*words, *others), tuple(group.condition for group in query.excluded))
