"""The sitemap index and its parts, and robots.txt. By edition: each article under its own language."""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from spacenews.articles import months
from spacenews.articles.models import Author, Edition, Section, Tag
from spacenews.firms.models import FigureGroup, Organization
from spacenews.languages import CODES, HTML_LANG
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


@marks.public
def index(request: HttpRequest) -> HttpResponse:
    """Name the parts that hold anything."""
    now = clock.now()
    years = [f"articles-{year}" for year in months.years_with_editions(now)]
    parts = [name for name, entries in PARTS.items() if entries(now)] + years
    urls = [settings.SITE_URL + reverse("sitemap-part", args=[part]) for part in parts]
    return render(request, "sitemap_index.xml", {"urls": urls}, content_type=XML)


@marks.public
def part(request: HttpRequest, part: str) -> HttpResponse:
    """Answer one part: pages, lists, firms, or the articles of a year."""
    now = clock.now()
    if part.startswith("articles-"):
        entries = _articles(part.removeprefix("articles-"), now)
    else:
        entries = PARTS[part](now) if part in PARTS else []
    if not entries:
        raise Http404
    return render(request, "sitemap.xml", {"entries": entries}, content_type=XML)


def _articles(year: str, now: dt.datetime) -> list[dict]:
    if not (year.isascii() and year.isdigit() and len(year) == 4 and 1970 <= int(year) <= 2199):
        return []
    editions = Edition.objects.live(now).filter(**months.span(int(year))).newest()
    editions = editions.only("pk", "path", "language", "story_id", "live_from", "published_at")[:MOST]
    stories: dict[int, list[Edition]] = {}
    for edition in editions:
        stories.setdefault(edition.story_id, []).append(edition)
    return [
        {
            "url": edition.canonical,
            "changed": edition.live_from.replace(microsecond=0).isoformat(),
            "alternates": _alternates(stories[edition.story_id]),
        }
        for edition in editions
    ]


def _alternates(editions: list[Edition]) -> list[tuple[str, str]]:
    return [(edition.html_lang, edition.canonical) for edition in editions] if len(editions) > 1 else []


def _in_each_language(name: str, *args) -> list[dict]:
    """Return the entries of one page: one a language, each naming the others."""
    urls = {}
    for code in CODES:
        with translation.override(code):
            urls[code] = settings.SITE_URL + reverse(name, args=args)
    alternates = [(HTML_LANG[code], url) for code, url in urls.items()]
    return [{"url": url, "alternates": alternates} for url in urls.values()]


def _pages(now: dt.datetime) -> list[dict]:
    return [entry for name in PLAIN for entry in _in_each_language(name)]


def _lists(now: dt.datetime) -> list[dict]:
    """Sections, tags and authors that have a live edition in English or as an original; without one they are 404."""
    live = Edition.objects.live(now)
    rows = (
        ("section", Section.objects.filter(Exists(live.filter(section=OuterRef("pk"))))),
        ("tag", Tag.objects.filter(Exists(live.filter(tag_rows__tag=OuterRef("pk"))))),
        ("author", Author.objects.filter(Exists(live.filter(bylines__author=OuterRef("pk"))))),
    )
    return [
        entry
        for name, owners in rows
        for slug in owners.order_by("pk").values_list("slug", flat=True)[:MOST]
        for entry in _in_each_language(name, slug)
    ]


def _firms(now: dt.datetime) -> list[dict]:
    slugs = Organization.objects.public(now).order_by("pk").values_list("slug", flat=True)
    groups = FigureGroup.objects.filter(figures__public_from__lte=now).order_by("pk").distinct()
    entries = [entry for slug in slugs[:MOST] for entry in _in_each_language("firm", slug)]
    return entries + [
        entry for slug in groups.values_list("slug", flat=True) for entry in _in_each_language("series", slug)
    ]


PARTS = {"pages": _pages, "lists": _lists, "firms": _firms}


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
