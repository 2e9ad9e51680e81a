"""The public pages of articles. They read editions and nothing else."""

import datetime as dt
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from spacenews.articles import article_page, json_ld, lists, months, paging, pieces
from spacenews.articles.front import front_page
from spacenews.articles.lists import has_moved
from spacenews.articles.models import Edition
from spacenews.articles.models.edition import Card
from spacenews.articles.named import newest_with_firms
from spacenews.pagecache import clock, marks

PAGE, MONTH_PAGE, SECONDS = 30, 300, 2


@marks.public
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/front.html", front_page(get_language(), clock.now()))


@marks.public
def article(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Show the live edition at its address, redirect from the ones it had, answer 410 while it is withdrawn."""
    now, path = clock.now(), f"{year:04d}/{month:02d}/{slug}"
    if piece := pieces.page_at(path, get_language(), now):
        return render(request, "articles/article.html", article_page.context_of_a_piece(request, piece, now))
    article_id, edition = article_page.addressed(path, now)
    if edition is None:
        return render(request, "410.html", {"reason": article_page.last_reason(article_id, now)}, status=410)
    if edition.path != path:
        return redirect(edition.url, permanent=True)
    context = {**article_page.context_of(request, edition, now), "embed": article_page.embed_of(edition)}
    return render(request, "articles/article.html", context)


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
        groups.setdefault(months.day_of(card.published_at), []).append(card.html)
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


def find_corrected(side: str, most: int, **place) -> list[Edition]:
    return list(paging.beside(Edition.objects.corrected(clock.now()), side, "live_from", **place)[:most])


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
