"""The lists of stories that have an owner: a section, a tag or an author."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from spacenews.articles import paging
from spacenews.articles.models import Author, Edition, Section, Tag
from spacenews.articles.models.edition import BY_ROW, Card
from spacenews.firms import slugs
from spacenews.pagecache import clock
from spacenews.prepared import numbered, prepared

OWNERS = {
    "section": Section.objects.all(),
    "tag": Tag.objects.all(),
    "author": Author.objects.select_related("portrait").prefetch_related("portrait__renditions"),
}
ROWS = {"tag": ("tag_rows", "tag_rows__tag"), "author": ("bylines", "bylines__author")}


def known(kind: str, now: dt.datetime) -> QuerySet:
    """Return the owners with a live story. One that only drafts name is not looked at further: that would take time."""
    column = ROWS[kind][1] if kind in ROWS else kind
    return OWNERS[kind].filter(Exists(Edition.objects.live(now).filter(**{column: OuterRef("pk")})))


@prepared
def with_slug(kind: str, *, slug: str, now: dt.datetime) -> QuerySet:
    return known(kind, now).filter(slug=slug)


def find(kind: str, slug: str):
    """Return the owner that has this slug, or had it: then it `has_moved`."""
    now = clock.now()
    found = with_slug(kind, slug=slug, now=now)
    return found[0] if found else slugs.find(known(kind, now), slug)


def has_moved(owner, slug: str) -> bool:
    """Say whether a section, tag or author has another slug by now; one that only drafts name never had any."""
    if owner.slug != slug and not owner.editions.live(clock.now()).exists():
        raise Http404
    return owner.slug != slug


def listed(kind: str, language: str, now: dt.datetime, owner) -> tuple[QuerySet, str]:
    """Return the stories of an owner, and by which column they are ordered."""
    if kind == "section":
        return Edition.objects.listed(language, now, section=owner), "published_at"
    rows, column = ROWS[kind]
    return Edition.objects.listed_by_rows(rows, language, now, **{column: owner}), BY_ROW


@prepared
def cards(
    kind: str, language: str, side: str, most: int, *, now: dt.datetime, owner: int, **place
) -> QuerySet:
    """Return so many cards, as `paging.page_of` asks for them."""
    editions, by = listed(kind, language, now, owner)
    return paging.beside(editions, side, by, **place).for_cards(language)[:most]


def cards_of(stories: Iterable[int], language: str, now: dt.datetime) -> list[Card]:
    """Return the cards of these stories, as far as the language's lists hold them; in no order."""
    return _cards_of(language, now=now, **numbered(stories)) if stories else []


@prepared
def _cards_of(language: str, *, now: dt.datetime, **stories: int) -> QuerySet:
    return Edition.objects.listed(language, now).filter(story__in=stories.values()).for_cards(language)


@prepared
def cards_of_a_span(
    language: str, side: str, most: int, *, now: dt.datetime, begin: dt.datetime, end: dt.datetime, **place
) -> QuerySet:
    editions = Edition.objects.listed(language, now, published_at__gte=begin, published_at__lt=end)
    return paging.beside(editions, side, **place).for_cards(language)[:most]
