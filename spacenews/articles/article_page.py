"""What the page of an article prints, and which article an address leads to. Editions are read and nothing else."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.articles import also, hreflang, json_ld, open_graph, paging
from spacenews.articles.models import Address, Edition, EditionCoverage, Piece, Tag
from spacenews.articles.models.edition import CARD_COLUMNS, EditionSource
from spacenews.articles.months import day_of
from spacenews.articles.related import related_to
from spacenews.firms import embeds
from spacenews.languages import OWN_NAMES
from spacenews.prepared import prepared

CORRECTIONS_STAY_ABOVE = dt.timedelta(days=7)  # whole days, as what is stored changes at midnight


def embed_of(edition: Edition) -> dict:
    return embeds.offer("article", edition.path.split("/"), edition.headline, edition.url)


def addressed(path: str, now: dt.datetime) -> tuple[int, Edition | None]:
    """Return which article a path leads to, and what is live of it: nothing while it is withdrawn.

    An address answers only once an edition that used it has been live: before that it never was (Http404).
    """
    owners = _owners(path=path, now=now)
    if not owners:
        raise Http404
    live = _live(article=owners[0], now=now)
    return owners[0], live[0] if live else None


@prepared
def _owners(*, path: str, now: dt.datetime) -> QuerySet:
    used = {"article__editions__path": path, "article__editions__live_from__lte": now}
    return Address.objects.filter(path=path, **used).values_list("article_id", flat=True)[:1]


@prepared
def _live(*, article: int, now: dt.datetime) -> QuerySet:
    return Edition.objects.live(now).filter(article=article).for_leads().defer(None)


def last_reason(article_id: int, now: dt.datetime) -> str:
    """Return what readers were told when an article was withdrawn."""
    past = Edition.objects.filter(article=article_id, live_from__lte=now)
    return past.order_by("-live_from", "-pk").values_list("public_reason", flat=True).first()


@dataclass(frozen=True)
class Rows:
    """What an article names, in the order of its page: rows of coverage, tags, sources."""

    coverage: list
    tags: list
    sources: list

    @classmethod
    def of(cls, edition: Edition, now: dt.datetime) -> "Rows":
        of = {"edition": edition.pk}
        return cls(_covered(**of, now=now), _tags(**of), [row.source for row in _cited(**of)])


@prepared
def _covered(*, edition: int, now: dt.datetime) -> QuerySet:
    """An organization that the desk has taken back since has no page, and is not told of here either."""
    rows = EditionCoverage.objects.filter(edition=edition, organization__public_from__lte=now)
    return rows.select_related("organization").prefetch_related("organization__names")


@prepared
def _tags(*, edition: int) -> QuerySet:
    return Tag.objects.filter(edition_rows__edition=edition)


@prepared
def _cited(*, edition: int) -> QuerySet:
    return EditionSource.objects.filter(edition=edition).select_related("source")


def context_of(request: HttpRequest, edition: Edition, now: dt.datetime, rows: Rows | None = None) -> dict:
    """Return all that the page of an edition prints, in a constant number of queries.

    The desk shows one that is not stored: it gives the rows too. All else on the page is what readers see.
    """
    rows = rows or Rows.of(edition, now)
    printed = {"coverage": rows.coverage, "sources": rows.sources, "tags": rows.tags}
    return {**printed, **of_this_moment(request, edition, told_of(edition, rows), now)}


def context_of_a_piece(request: HttpRequest, piece: Piece, now: dt.datetime) -> dict:
    """Return the same for a page whose frozen part is stored, and what is told of it beside."""
    told = piece.told
    return {**of_this_moment(request, piece.edition, told, now), "piece": piece, "embed": told["embed"]}


def told_of(edition: Edition, rows: Rows) -> dict:
    """Return what is told of an edition under the active language, as plain JSON: nothing of others, or of time."""
    description = open_graph.description_of(edition)
    return {
        "description": description,
        "crumbs": crumbs_of(edition),
        "shared_card": open_graph.of_edition(edition, description, rows.tags),
        "json_ld": json_ld.news_article(edition, description, rows),
        "firms": [row.organization_id for row in rows.coverage],
        "tags": [tag.pk for tag in rows.tags],
    }


def of_this_moment(request: HttpRequest, edition: Edition, told: dict, now: dt.datetime) -> dict:
    """Return what a page says in the head, and what on it may be another thing tomorrow."""
    translations = _translations(story=edition.story_id or 0, article=edition.article_id or 0, now=now)
    point_languages_to(request, edition, translations)
    older, newer = neighbours_of(edition, now)
    corrections = corrections_of(edition, now)
    related = related_to(edition, told["firms"], told["tags"], get_language(), now)
    return {
        "edition": edition,
        "body": also.body_of(edition, now),
        "page_url": settings.SITE_URL + request.path,
        "canonical_url": edition.canonical,
        "hreflang": hreflang.of_story([edition, *translations]),
        "page_title": edition.headline,
        "description": told["description"],
        "crumbs": told["crumbs"],
        "translations": [in_its_language(other) for other in translations],
        "corrections": corrections,
        "previous": older,
        "next": newer,
        "related": [card.html for card in related],
        "shared_card": open_graph.with_translations(told["shared_card"], edition, translations),
        "json_ld": json_ld.of_this_moment(told["json_ld"], edition, corrections, translations),
    }


def neighbours_of(edition: Edition, now: dt.datetime) -> tuple[Edition | None, Edition | None]:
    """Return the story before and the one after in the list of the edition's own language."""
    place = {"moment": edition.published_at, "pk": edition.pk or 0}
    found = _neighbours(edition.language, article=edition.article_id or 0, now=now, **place)
    here = (edition.published_at, place["pk"])
    older = [other for other in found if (other.published_at, other.pk) < here]
    newer = [other for other in found if (other.published_at, other.pk) > here]
    return older[0] if older else None, newer[0] if newer else None


@prepared
def _neighbours(language: str, *, article: int, now: dt.datetime, **place) -> QuerySet:
    """Each of the two is one number to the database, which walks the index to it."""
    others = Edition.objects.in_language(language, now).exclude(article=article).values("pk")
    nearest = [Subquery(paging.beside(others, side, **place)[:1]) for side in ("before", "after")]
    return Edition.objects.filter(pk__in=nearest).only("path", "headline", "language", "published_at")


@prepared
def _translations(*, story: int, article: int, now: dt.datetime) -> QuerySet:
    """No text of them is read: each is only linked."""
    others = Edition.objects.live(now).filter(story=story).exclude(article=article)
    return others.defer("body", "body_html", *CARD_COLUMNS.values())


def crumbs_of(edition: Edition) -> list[dict]:
    section = edition.section
    of_section = [{"label": section.name_here, "url": section.url}] if section else []
    return [{"label": _("Home"), "url": reverse("front")}, *of_section]


def in_its_language(edition: Edition) -> dict:
    return {"html": edition.html_lang, "label": OWN_NAMES[edition.language], "url": edition.canonical}


def point_languages_to(request: HttpRequest, edition: Edition, translations: list[Edition]) -> None:
    """Let the language switch go to the live translation, else to the same article under that prefix."""
    by_language = {other.language: other for other in translations}
    request.language_urls = {
        code: by_language.get(code, edition).url_in(code) for code, _name in settings.LANGUAGES
    }


def corrections_of(edition: Edition, now: dt.datetime) -> list[dict]:
    """Return what was put right in this article so far, newest first."""
    oldest = day_of(now) - CORRECTIONS_STAY_ABOVE
    return [
        {"text": text, "at": at, "fresh": day_of(at) > oldest}
        for text, at in _corrections(article=edition.article_id or 0, now=now)
    ]


@prepared
def _corrections(*, article: int, now: dt.datetime) -> QuerySet:
    rows = Edition.objects.filter(article=article, live_from__lte=now).exclude(correction="")
    return rows.order_by("-live_from", "-pk").values_list("correction", "live_from")
