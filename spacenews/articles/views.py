"""The public pages of articles. They read editions and nothing else."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from spacenews.articles import also, hreflang, json_ld, lists, months, open_graph, paging, pieces
from spacenews.articles.front import front_page
from spacenews.articles.lists import has_moved
from spacenews.articles.models import Address, Edition, EditionCoverage, Piece, Tag
from spacenews.articles.models.edition import CARD_COLUMNS, Card, EditionSource
from spacenews.articles.named import newest_with_firms
from spacenews.articles.related import related_to
from spacenews.firms import embeds
from spacenews.languages import OWN_NAMES
from spacenews.pagecache import clock, marks
from spacenews.prepared import prepared

CORRECTIONS_STAY_ABOVE = dt.timedelta(days=7)  # whole days, as what is stored changes at midnight
PAGE, MONTH_PAGE, SECONDS = 30, 300, 2


@marks.public
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/front.html", front_page(get_language(), clock.now()))


@marks.public
def article(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Show the live edition at its address, redirect from the ones it had, answer 410 while it is withdrawn."""
    now, path = clock.now(), f"{year:04d}/{month:02d}/{slug}"
    if piece := pieces.page_at(path, get_language(), now):
        return render(request, "articles/article.html", context_of_a_piece(request, piece, now))
    article_id, edition = addressed(path, now)
    if edition is None:
        return render(request, "410.html", {"reason": last_reason(article_id, now)}, status=410)
    if edition.path != path:
        return redirect(edition.url, permanent=True)
    context = {**article_context(request, edition, now), "embed": embed_of(edition)}
    return render(request, "articles/article.html", context)


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


def article_context(
    request: HttpRequest, edition: Edition, now: dt.datetime, rows: Rows | None = None
) -> dict:
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


def day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(months.zone()).date()


@prepared
def _corrections(*, article: int, now: dt.datetime) -> QuerySet:
    rows = Edition.objects.filter(article=article, live_from__lte=now).exclude(correction="")
    return rows.order_by("-live_from", "-pk").values_list("correction", "live_from")


def story_list(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Show the list of a section, tag or author, redirect from slugs it had; without a live edition it is 404."""
    owner = lists.find(kind, slug)
    if has_moved(owner, slug):
        return redirect(owner.url, permanent=True)
    find = partial(lists.cards, kind, get_language(), now=clock.now(), owner=owner.pk)
    page = paging.page_of(find, request.path, request.GET, PAGE)
    if not page.editions:
        raise Http404
    head = page.editions[: 1 + SECONDS] if page.is_first else []
    cards = [card.html for card in head]
    context = {
        "title": str(owner),
        "deck": owner.deck_here,
        "portrait": getattr(owner, "portrait", None),
        "crumbs": [{"label": _("Home"), "url": reverse("front")}],
        "first": cards[0] if cards else "",
        "seconds": cards[1:],
        "months": by_month(page.editions[len(head) :]),
        "newer_url": page.newer_url,
        "older_url": page.older_url,
        "canonical_url": absolute(page.url),
        "description": owner.deck_here or _("All stories in %(section)s") % {"section": owner},
        "json_ld": json_ld.story_list(owner, kind, absolute(page.url), [card.html for card in page.editions]),
        "rss_url": reverse(f"{kind}-rss", args=[slug]),
        "atom_url": reverse(f"{kind}-atom", args=[slug]),
        "json_url": reverse(f"{kind}-json", args=[slug]),
    }
    return render(request, "articles/list.html", context)


def absolute(url: str) -> str:
    return settings.SITE_URL + url


def by_month(cards: list[Card]) -> list[dict]:
    """Group cards, newest first, by the month of their publication."""
    groups: dict[dt.date, list] = {}
    for card in cards:
        local = card.published_at.astimezone(months.zone())
        groups.setdefault(dt.date(local.year, local.month, 1), []).append(card.html)
    return [{"date": date, "cards": cards} for date, cards in groups.items()]


@marks.public_by("before", "after")
def section(request: HttpRequest, slug: str) -> HttpResponse:
    return story_list(request, "section", slug)


@marks.public_by("before", "after")
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    return story_list(request, "tag", slug)


@marks.public_by("before", "after")
def author(request: HttpRequest, slug: str) -> HttpResponse:
    return story_list(request, "author", slug)


@marks.public
def archive(request: HttpRequest) -> HttpResponse:
    return archive_page(request, _("Archive"), reverse("archive"))


@marks.public
def year(request: HttpRequest, year: int) -> HttpResponse:
    return archive_page(request, str(year), reverse("year", args=[year]), year)


def archive_page(request: HttpRequest, title: str, url: str, year: int | None = None) -> HttpResponse:
    """Show the months that have stories, of all years or of one; without any, a year is 404."""
    language, now = get_language(), clock.now()
    found = months.all_months(language, now, year)
    if year and not found:
        raise Http404
    crumbs = [{"label": _("Home"), "url": reverse("front")}]
    if year:
        crumbs.append({"label": _("Archive"), "url": reverse("archive")})
    stories = sum(month.stories for month in found)
    context = {
        "title": title,
        "deck": ngettext("%(stories)s article", "%(stories)s articles", stories) % {"stories": stories},
        "crumbs": crumbs,
        "years": months.by_year(found),
        "canonical_url": absolute(url),
        "description": _("Every article of %(year)s, by month.") % {"year": year}
        if year
        else _("Every article, by the month of its publication."),
        "page_kind": "CollectionPage",
    }
    return render(request, "articles/archive.html", context)


@marks.public_by("before", "after")
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show one month by days; a month without stories is 404."""
    language, now = get_language(), clock.now()
    begin, end = months.span(year, month).values()
    find = partial(lists.cards_of_a_span, language, now=now, begin=begin, end=end)
    page = paging.page_of(find, request.path, request.GET, MONTH_PAGE)
    if not page.editions:
        raise Http404
    of_year = {m.date.month: m for m in months.all_months(language, now, year)}
    stories = of_year[month].stories
    title = date_format(dt.date(year, month, 1), "YEAR_MONTH_FORMAT")
    description = _("Every article of %(month)s, by day.") % {"month": title}
    context = {
        "title": title,
        "deck": ngettext("%(stories)s article", "%(stories)s articles", stories) % {"stories": stories},
        "crumbs": [
            {"label": _("Archive"), "url": reverse("archive")},
            {"label": str(year), "url": reverse("year", args=[year])},
        ],
        "months": calendar(year, month, of_year),
        "days": months.days_of(year, month, page.editions),
        "groups": by_day(page.editions),
        "newer_url": page.newer_url,
        "older_url": page.older_url,
        "canonical_url": absolute(page.url),
        "description": description,
        "json_ld": json_ld.collection(
            title, description, absolute(page.url), [card.html for card in page.editions]
        ),
    }
    return render(request, "articles/month.html", context)


def calendar(year: int, current: int, of_year: dict[int, months.MonthCount]) -> list[dict]:
    """Return the twelve months of a year, empty ones without an address."""
    empty = {n: months.MonthCount(dt.date(year, n, 1), 0) for n in range(1, 13)}
    return [
        {"date": m.date, "stories": m.stories, "url": m.url, "current": m.date.month == current}
        for m in {**empty, **of_year}.values()
    ]


def by_day(cards: list[Card]) -> list[dict]:
    groups: dict[dt.date, list] = {}
    for card in cards:
        groups.setdefault(day_of(card.published_at), []).append(card.html)
    return [{"date": date, "cards": cards} for date, cards in groups.items()]


@marks.public_by("before", "after")
def corrections(request: HttpRequest) -> HttpResponse:
    """Show the public log of corrections, newest first."""
    page = paging.page_of(find_corrected, request.path, request.GET, PAGE, by="live_from")
    context = {
        "title": _("Corrections"),
        "deck": _("What was put right, and when. The article says it too."),
        "crumbs": [{"label": _("Home"), "url": reverse("front")}],
        "entries": page.editions,
        "newer_url": page.newer_url,
        "older_url": page.older_url,
        "canonical_url": absolute(page.url),
        "page_kind": "CollectionPage",
    }
    return render(request, "articles/corrections.html", context)


def corrected(now: dt.datetime):
    """Return the editions that put something right in an article which is live."""
    live = Edition.objects.live(now).filter(article=OuterRef("article"))
    return Edition.objects.filter(Exists(live), live_from__lte=now).exclude(correction="")


def find_corrected(side: str, most: int, **place) -> list[Edition]:
    return list(paging.beside(corrected(clock.now()), side, "live_from", **place)[:most])


@marks.public
def reading_list(request: HttpRequest) -> HttpResponse:
    """Show the newest stories with their firms; what a reader keeps is filled in by the reader's own browser."""
    context = {
        "title": _("Reading list"),
        "deck": _("What you keep for later and whom you follow, in this browser alone."),
        "crumbs": [{"label": _("Home"), "url": reverse("front")}],
        "stories": newest_with_firms(get_language(), clock.now()),
        "canonical_url": absolute(reverse("reading-list")),
    }
    return render(request, "articles/reading_list.html", context)
