"""From what was typed to a page of results: read, find, rank, cut, mark."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, QuerySet
from django.utils.safestring import SafeString

from spacenews.articles.models import Edition
from spacenews.articles.models.edition import EditionCoverage
from spacenews.firms.models import Organization
from spacenews.prepared import numbered, prepared
from spacenews.search import database, find, rank, snippets
from spacenews.search.find import Row
from spacenews.search.index import key_of
from spacenews.search.query import Group, Query

FEW = PAGE = 10  # where less than a page is found, texts that lack a word are shown below it
# The columns that a result prints, and those that say which of a story's editions stands where it is picked.
PRINTED = ["headline", "deck", "language", "kind", "unconfirmed", "path", "published_at", "minutes"]
PLACED = ["article", "story"]
MOST_FIRMS = 4  # named under one result
Span = tuple[dt.datetime, dt.datetime]


@dataclass
class Found:
    """All that was found: what holds the whole query, then what lacks a word."""

    full: list[Row]
    nearly: list[Row]
    is_cut: bool = False  # there are more than the window holds

    @property
    def rows(self) -> list[Row]:
        return self.full + self.nearly


@dataclass
class Result:
    """One result as templates/parts/result.html prints it."""

    edition: Edition
    headline: SafeString
    snippet: SafeString
    firms: list[Organization]
    picked: bool = False


def search(
    query: Query,
    now: dt.datetime,
    *,
    by_date: bool = False,
    spans: Sequence[Span] = (),
    to_count: bool = False,
) -> Found:
    """Return what is found, best or newest first; with spans, newest first, what was published in one of them.

    What is only to be counted needs no order, and nothing that lacks a word. Raises database.TooLong.
    """
    wide = query.narrowed((), spans[-1][0], spans[0][1]) if spans else query
    if wide.is_empty:
        return Found([], [])
    with database.in_time():
        if to_count:
            return counted(wide, spans, now, by_date)
        window, is_cut = windows([query.narrowed((), *span) for span in spans] or [query], now, by_date)
        near, looser = nearly(wide, spans, now, window) if len(window) < FEW else ([], query)
        window, near = in_order(window, query, by_date), in_order(near, looser, by_date)
    return Found(window, near, is_cut)


def counted(wide: Query, spans: Sequence[Span], now: dt.datetime, by_date: bool) -> Found:
    """Return what is there to count, in one window of all the time that the spans reach over."""
    window, is_cut = windows([wide], now, by_date)
    return Found([row for row in window if is_within(row, spans)], [], is_cut)


def windows(queries: list[Query], now: dt.datetime, by_date: bool) -> tuple[list[Row], bool]:
    """Return the newest rows of each query, every row once, and whether there are more."""
    rows, is_cut = {}, False
    for query in queries:
        found = find.newest(query, now)
        cut, found = len(found) > find.WINDOW, found[: find.WINDOW]
        if cut and query.groups and not by_date:
            found += find.older(query, now, found[-1].key)
        is_cut |= cut
        rows |= {row.key: row for row in found}
    return list(rows.values()), is_cut


def nearly(
    wide: Query, spans: Sequence[Span], now: dt.datetime, window: list[Row]
) -> tuple[list[Row], Query]:
    """Return what lacks a word, or two, and is not among what was found; and the query that found it.

    It is looked for in all the time that the spans reach over: in each of many it would cost too much.
    """
    keys, found = {row.key for row in window}, []
    while len(window) + len(found) < FEW and (looser := wide.relaxed(in_need=not (window or found))):
        wide, rows = looser, find.newest(looser, now)[: find.WINDOW]
        found = [row for row in rows if row.key not in keys and is_within(row, spans)]
    return found, wide


def is_within(row: Row, spans: Sequence[Span]) -> bool:
    return not spans or any(key_of(begin) <= row.key < key_of(end) for begin, end in spans)


def in_order(rows: list[Row], query: Query, by_date: bool) -> list[Row]:
    for row in rows:
        row.groups = query.groups
    if by_date:
        return sorted(rows, key=lambda row: -row.key)
    return rank.ranked(rows, query, find.bodies)


def page_of(found: Found, number: str) -> Page:
    """Return one page, the first or last for a number that is none or too great."""
    return Paginator(found.rows, PAGE).get_page(number)


def results(rows: list[Row], now: dt.datetime) -> list[Result]:
    """Return the results of one page, in a constant number of queries."""
    printed = _printed(now=now, **numbered(row.edition for row in rows)) if rows else []
    editions = {edition.pk: edition for edition in printed}
    return [result(editions[row.edition], row.groups) for row in rows if row.edition in editions]


@prepared
def _printed(*, now: dt.datetime, **editions: int) -> QuerySet:
    return for_results(Edition.objects.live(now).filter(pk__in=editions.values()), now)


def for_results(editions: QuerySet, now: dt.datetime) -> QuerySet:
    """Return all that a result prints of an edition; its text comes from the index, as `plain` and as `tokens`."""
    known = EditionCoverage.objects.filter(organization__public_from__lte=now).select_related("organization")
    named = known.only("edition", "position", "organization__name", "organization__short_name")
    joined = editions.select_related("section", "lead").prefetch_related(
        "lead__renditions", Prefetch("coverage", named)
    )
    text = {"plain": F("entry__words__plain"), "tokens": F("entry__words__body")}
    return joined.annotate(**text).only(*PRINTED, *PLACED, "section", "lead")


def result(edition: Edition, groups: tuple[Group, ...], *, picked: bool = False) -> Result:
    language = edition.language
    return Result(
        edition,
        snippets.marked(edition.headline, groups, language),
        snippets.snippet(edition.deck, edition.plain, groups, language, edition.tokens),
        [row.organization for row in edition.coverage.all()][:MOST_FIRMS],
        picked,
    )
