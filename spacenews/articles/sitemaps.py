"""The sitemap index and its parts, and robots.txt. By edition: each article under its own language.

No address stands in two parts: what was published today and yesterday is in the news part, the rest in its month's.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from spacenews.articles import hreflang, months
from spacenews.articles.json_ld import moment
from spacenews.articles.models import Author, Edition, Section, Tag
from spacenews.firms.models import FigureGroup, Organization
from spacenews.languages import CODES
from spacenews.pagecache import clock, marks

PLAIN = (
    "front",
    "firms",
    "figures",
    "claims",
    "archive",
    "corrections",
    "search",
    "search-help",
    "contact",
    "about",
    "ethics",
    "corrections-policy",
    "privacy",
)
XML = "application/xml; charset=utf-8"
MOST = 40_000  # addresses to a part; the standard allows 50,000
MOST_NEWS = 1000  # what Google reads of a news sitemap
MONTH = re.compile(r"articles-(19[7-9][0-9]|2[01][0-9][0-9])-(0[1-9]|1[0-2])(?:-([2-9]|[1-9][0-9]))?")
NEWS_LANGUAGE = {"en": "en", "id": "id", "zh-hans": "zh-cn"}  # as Google News writes them
ZONES_APART = dt.timedelta(days=2)  # more than any two zones are, of which one gave an address its month


@dataclass(frozen=True)
class Part:
    """A file of the sitemap, and when what it lists last changed, where that is known."""

    name: str
    at: dt.datetime | None = None

    @property
    def changed(self) -> str:
        return moment(self.at) if self.at else ""

    @property
    def url(self) -> str:
        return settings.SITE_URL + reverse("sitemap-part", args=[self.name])


@marks.public
def index(request: HttpRequest) -> HttpResponse:
    """Name the parts that hold anything, in a constant number of queries."""
    now = clock.now()
    changed, since = last_change(now), news_since(now)
    parts = [Part("pages", changed)]
    if Edition.objects.live(now).exists():
        parts.append(Part("lists", changed))
    if Organization.objects.public(now).exists() or FigureGroup.objects.public(now).exists():
        parts.append(Part("firms"))
    if Edition.objects.live(now).filter(published_at__gte=since).exists():
        parts.append(Part("news", max(changed, months.begin_of_day(months.day_of(now)))))
    parts += _months(now, since)
    return render(request, "sitemap_index.xml", {"parts": parts}, content_type=XML)


@marks.public
def part(request: HttpRequest, part: str) -> HttpResponse:
    """Answer one part. The one of news is there when it is empty too: it may have been handed to a search engine."""
    now = clock.now()
    if month := MONTH.fullmatch(part):
        entries = _of_month(int(month[1]), int(month[2]), int(month[3] or 1), now)
    else:
        entries = PARTS[part](now) if part in PARTS else []
    if not entries and part != "news":
        raise Http404
    return render(request, "sitemap.xml", {"entries": entries}, content_type=XML)


def news_since(now: dt.datetime) -> dt.datetime:
    """Return where the news begin: yesterday, so that they hold until midnight; later if those are too many."""
    yesterday = months.begin_of_day(months.day_of(now) - dt.timedelta(days=1))
    recent = Edition.objects.live(now).filter(published_at__gte=yesterday).newest()
    beyond = recent.values_list("published_at", flat=True)[MOST_NEWS : MOST_NEWS + 1]
    return max([yesterday, *(moment + dt.timedelta(microseconds=1) for moment in beyond)])


def last_change(now: dt.datetime) -> dt.datetime | None:
    """Return when an edition last went live or was withdrawn."""
    begun = Edition.objects.filter(live_from__lte=now).aggregate(Max("live_from"))["live_from__max"]
    ended = Edition.objects.filter(live_until__lte=now).aggregate(Max("live_until"))["live_until__max"]
    return max(filter(None, [begun, ended]), default=None)


def _months(now: dt.datetime, since: dt.datetime) -> list[Part]:
    """Return the parts of all months, newest first. One query, answered from an index alone."""
    begun, ended = (
        Q(live_from__lte=now, published_at__lt=since),
        Q(live_until__lte=now, published_at__lt=since),
    )
    rows = (
        Edition.objects.order_by()
        .values(month=Substr("path", 1, 7))
        .annotate(
            live=Count("pk", filter=begun & (Q(live_until__gt=now) | Q(live_until=None))),
            begun=Max("live_from", filter=begun),
            ended=Max("live_until", filter=ended),
            newest=Max("published_at", filter=begun),
        )
    )
    return [
        Part(name, _changed(row, now))
        for row in sorted(rows, key=lambda row: row["month"], reverse=True)
        for name in _names(row["month"].replace("/", "-"), row["live"])
    ]


def _names(month: str, articles: int) -> list[str]:
    """Return the parts of a month: `articles-2026-08`, and further ones where it has more than one may hold."""
    files = -(-articles // MOST)
    return [f"articles-{month}" if file == 1 else f"articles-{month}-{file}" for file in range(1, files + 1)]


def _changed(row: dict, now: dt.datetime) -> dt.datetime:
    """Return when a month's part last changed: by the desk, or because it took over what was news."""
    taken_over = months.begin_of_day(months.day_of(row["newest"]) + dt.timedelta(days=2))
    return max(filter(None, [row["begun"], row["ended"], taken_over if taken_over <= now else None]))


def _of_month(year: int, month: int, file: int, now: dt.datetime) -> list[dict]:
    """Return the articles whose addresses begin with this month and that are no longer news."""
    span = months.span(year, month)
    editions = Edition.objects.live(now).filter(
        path__startswith=f"{year:04d}/{month:02d}/",
        published_at__gte=span["published_at__gte"] - ZONES_APART,
        published_at__lt=min(span["published_at__lt"] + ZONES_APART, news_since(now)),
    )
    return [entry for _edition, entry in _entries(_bounded(editions, file), now)]


def _news(now: dt.datetime) -> list[dict]:
    editions = Edition.objects.live(now).filter(published_at__gte=news_since(now))
    return [
        {
            **entry,
            "news_language": NEWS_LANGUAGE[edition.language],
            "published": moment(edition.published_at),
            "headline": edition.headline,
        }
        for edition, entry in _entries(_bounded(editions), now)
    ]


def _bounded(editions: QuerySet, file: int = 1) -> QuerySet:
    columns = ("path", "language", "story_id", "live_from", "published_at", "headline", "lead__file")
    return editions.newest().select_related("lead").only(*columns)[MOST * (file - 1) : MOST * file]


def _entries(editions: QuerySet, now: dt.datetime) -> Iterator[tuple[Edition, dict]]:
    """Yield each article with what is said of it: its address, its translations and its lead picture."""
    stories = _stories(editions, now)
    for edition in editions:
        yield (
            edition,
            {
                "url": edition.canonical,
                "changed": moment(edition.live_from),
                "alternates": hreflang.of_story(stories[edition.story_id]),
                "image": settings.SITE_URL + edition.lead.url if edition.lead else "",
            },
        )


def _stories(editions: QuerySet, now: dt.datetime) -> dict[int, list[Edition]]:
    """Return all that is live of the same stories, in whatever month it stands."""
    found = Edition.objects.live(now).filter(story__in=editions.values("story"))
    stories: dict[int, list[Edition]] = {}
    for edition in found.only("path", "language", "story_id"):
        stories.setdefault(edition.story_id, []).append(edition)
    return stories


def _in_each_language(name: str, *args, changed: dict[str, dt.datetime | None] | None = None) -> list[dict]:
    """Return the entries of one page: one a language, each naming the others.

    `changed` is when it last did, by language; one that has no moment has no page.
    """
    codes = [code for code in CODES if changed is None or changed[code]]
    urls = hreflang.urls_of(name, *args, codes=codes)
    alternates = hreflang.pairs(urls)
    return [
        {"url": url, "alternates": alternates, "changed": moment(changed[code]) if changed else ""}
        for code, url in urls.items()
    ]


def _pages(now: dt.datetime) -> list[dict]:
    return [entry for name in PLAIN for entry in _in_each_language(name)]


def _lists(now: dt.datetime) -> list[dict]:
    """Return the lists of sections, tags and authors in each language in which they hold a story, else they are 404."""
    entries = (
        entry
        for name, (model, column, order) in LISTS.items()
        for slug, *changes in _changes(model, column, order, now)[:MOST]
        for entry in _in_each_language(name, slug, changed=dict(zip(CODES, changes, strict=True)))
    )
    return list(islice(entries, MOST))


def _changes(model, column: str, order: tuple[str, str], now: dt.datetime) -> QuerySet:
    """Return the slugs, and when the newest story in each language's list went live as it is, if there is one.

    The list of a language holds what is in it, and originals.
    """
    live = Edition.objects.live(now).filter(**{column: OuterRef("pk")}).order_by(*order)
    newest = {
        f"in_{code.replace('-', '_')}": Subquery(
            live.filter(Q(language=code) | Q(article=F("story"))).values("live_from")[:1]
        )
        for code in CODES
    }
    owners = model.objects.annotate(**newest)
    printed = Q(*((f"{name}__isnull", False) for name in newest), _connector=Q.OR)
    return owners.filter(printed).order_by("pk").values_list("slug", *newest)


def _firms(now: dt.datetime) -> list[dict]:
    """Return organizations and series. Their records keep no time of their last change."""
    firms = Organization.objects.public(now).order_by("pk").values_list("slug", flat=True)[:MOST]
    groups = FigureGroup.objects.public(now).order_by("pk").values_list("slug", flat=True)[:MOST]
    entries = (
        entry
        for name, slugs in (("series", groups), ("firm", firms))
        for slug in slugs
        for entry in _in_each_language(name, slug)
    )
    return list(islice(entries, MOST))


PARTS = {"pages": _pages, "lists": _lists, "firms": _firms, "news": _news}
LISTS = {
    "section": (Section, "section", ("-published_at", "-pk")),
    "tag": (Tag, "tag_rows__tag", ("-tag_rows__published_at", "-tag_rows__edition_id")),
    "author": (Author, "bylines__author", ("-bylines__published_at", "-bylines__edition_id")),
}


@marks.public
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Allow: /",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
