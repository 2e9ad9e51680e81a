"""From what was typed to a page of results: read, find, rank, cut, mark."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.utils.safestring import SafeString

from spacenews.articles.models import Edition
from spacenews.articles.models.edition import CARD_COLUMNS
from spacenews.search import database, find, rank, snippets
from spacenews.search.find import Row
from spacenews.search.query import Query

FEW = 3  # with fewer results, texts that lack a word are shown below them
PAGE = 10


@dataclass
class Found:
    """All that was found, in order: what holds the whole query, then what lacks a word."""

    full: list[Row]
    nearly: list[Row]
    is_cut: bool = False  # there are more than the window holds


@dataclass
class Result:
    """One result as templates/parts/result.html prints it."""

    edition: Edition
    headline: SafeString
    snippet: SafeString


def search(query: Query, now: dt.datetime, *, by_date: bool = False) -> Found:
    """Return what is found, best or newest first. Raises database.TooLong."""
    if query.is_empty:
        return Found([], [])
    with database.in_time():
        window = find.newest(query, now)
        is_cut, window = len(window) > find.WINDOW, window[: find.WINDOW]
        if is_cut and query.groups and not by_date:
            window += find.older(query, now, window[-1].key)
            window = list({row.key: row for row in window}.values())
        full = in_order(window, query, by_date)
        near = nearly(query, now, window, by_date) if len(window) < FEW else []
    return Found(full, near, is_cut)


def nearly(query: Query, now: dt.datetime, window: list[Row], by_date: bool) -> list[Row]:
    """Return what lacks a word, or two, and is not among what was found."""
    keys, found = {row.key for row in window}, []
    while len(window) + len(found) < FEW and (looser := query.relaxed()):
        query = looser
        found = [row for row in find.newest(query, now)[: find.WINDOW] if row.key not in keys]
    return in_order(found, query, by_date)


def in_order(rows: list[Row], query: Query, by_date: bool) -> list[Row]:
    for row in rows:
        row.groups = query.groups
    if by_date:
        return sorted(rows, key=lambda row: -row.key)
    return rank.ranked(rows, query, find.bodies)


def page_of(found: Found, number: str) -> Page:
    """Return one page, the first or last for a number that is none or too great."""
    return Paginator(found.full + found.nearly, PAGE).get_page(number)


def results(rows: list[Row], now: dt.datetime) -> list[Result]:
    """Return the results of one page, in a constant number of queries."""
    live = Edition.objects.live(now).filter(pk__in=[row.edition for row in rows])
    editions = {edition.pk: edition for edition in for_results(live)}
    return [result(editions[row.edition], row) for row in rows if row.edition in editions]


def for_results(editions: QuerySet) -> QuerySet:
    """Return all that a result prints of an edition; its text comes from the index, as `plain`."""
    joined = editions.select_related("section", "lead").prefetch_related("lead__renditions")
    return joined.annotate(plain=F("entry__words__plain")).defer("body", "body_html", *CARD_COLUMNS.values())


def result(edition: Edition, row: Row) -> Result:
    language = edition.language
    return Result(
        edition,
        snippets.marked(edition.headline, row.groups, language),
        snippets.snippet(edition.deck, edition.plain, row.groups, language),
    )
