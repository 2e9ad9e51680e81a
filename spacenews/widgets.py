"""What stands on every public page around its content: names, languages, and parts that are kept as fragments."""

import re
from datetime import datetime
from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from spacenews.api.problems import problem
from spacenews.articles import months
from spacenews.articles import widgets as articles
from spacenews.articles.models import Edition, Section
from spacenews.contact.forms import widget_context
from spacenews.languages import CODES, HTML_LANG, OWN_NAMES
from spacenews.pagecache import clock, marks
from spacenews.pagecache.fragments import Fragments
from spacenews.pagecache.headers import Kind, kind_of
from spacenews.prepared import prepared
from spacenews.stats.popular import popular

KEPT_IN_A_SWITCH = {"contact": ("about",)}  # what views read that are not stored
LINK = re.compile(r'<a href="([^"]+)"')


def site(request: HttpRequest) -> dict:
    """Context of every template; what queries is lazy, so the desk and error pages pay nothing."""
    language, now = translation.get_language(), clock.now()
    kept = Kept(language, now)
    return {
        **names(language, now),
        "site_url": settings.SITE_URL,
        "html_lang": HTML_LANG[language],
        "kept": kept,
        "navigation": SimpleLazyObject(lambda: marked(kept["navigation"], request.path)),
        "languages": SimpleLazyObject(partial(languages, request)),
        "twin_url": SimpleLazyObject(partial(twin_of, request)),
    }


class Kept:
    """The parts of a page that are the same on all: rendered once a language, until the content or the day changes."""

    def __init__(self, language: str, now):
        self.language, self.now = language, now
        self.fragments = Fragments(language, now)

    def __getitem__(self, part: str) -> SafeString:
        """Return a part by name, as a template asks for it: `kept.footer`."""
        if part not in PARTS:
            raise KeyError(part)
        return mark_safe(self.fragments.get(part, partial(self.draw, part)))

    def draw(self, part: str) -> str:
        template, context = PARTS[part]
        return render_to_string(template, context(self.language, self.now)).strip()


def names(language: str, now) -> dict:
    first, _space, last = settings.SITE_NAME.rpartition(" ")
    return {
        "site_name": settings.SITE_NAME,
        "site_name_first": first,
        "site_name_last": last,
        "today": months.day_of(now),
    }


def marked(navigation: str, path: str) -> SafeString:
    """Say in the kept navigation which of its places the reader is at, or below."""

    def mark(link: re.Match) -> str:
        here = "page" if link[1] == path else "true" if path.startswith(link[1]) else ""
        return f'{link[0]} aria-current="{here}"' if here else link[0]

    return mark_safe(LINK.sub(mark, navigation))


def languages(request: HttpRequest) -> list[dict]:
    """Return the language switch: the same page under each prefix, unless the view knows better.

    The desk has no prefixes: where it refuses something, the switch leads to the front pages.
    """
    path = "/" if request.path.startswith("/admin/") else request.path
    asked = query(request)
    urls = getattr(request, "language_urls", None) or {code: under(code, path) + asked for code in CODES}
    here = translation.get_language()
    return [
        {
            "code": code,
            "html": HTML_LANG[code],
            "label": OWN_NAMES[code],
            "url": urls[code],
            "current": code == here,
        }
        for code in CODES
    ]


def twin_of(request: HttpRequest) -> str:
    """Return the address of a page in Markdown, if it has one; further pages of a list have none."""
    match = request.resolver_match
    try:
        return "" if request.GET else reverse(f"{match.view_name}-md", kwargs=match.captured_kwargs)
    except NoReverseMatch:
        return ""


def query(request: HttpRequest) -> str:
    """Return of a page's query what its view reads; what leads nowhere reads nothing."""
    if not request.resolver_match:
        return ""
    names = KEPT_IN_A_SWITCH.get(request.resolver_match.url_name)
    names = names or getattr(request.resolver_match.func, "parameters", ())
    found = marks.canonical(request.META["QUERY_STRING"], names)
    return f"?{found}" if found else ""


def under(code: str, path: str) -> str:
    """Return a path with the prefix of a language instead of its own; what begins with two slashes is another site."""
    prefix = translation.get_language_from_path(path)
    bare = "/" + (path[len(prefix) + 1 :] if prefix else path).lstrip("/\\")
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


def sections(language: str, now) -> dict:
    """Return the sections that have a live story in this language's lists."""
    return {"sections": _sections(language, now=now)}


@prepared
def _sections(language: str, *, now: datetime) -> QuerySet:
    live = Edition.objects.listed(language, now)
    return Section.objects.filter(Exists(live.filter(section=OuterRef("pk"))))


def widgets(language: str, now, *, with_contact: bool = True) -> dict:
    editions = articles.newest_stories(language, now)
    return {
        "firms": articles.top_firms(editions, now),
        "popular": popular(language, now),
        "months": months.newest_months(language, now),
        "tags": articles.top_tags(editions),
        "with_contact": with_contact,
        **widget_context(language, now),
    }


PARTS = {
    "modules": ("parts/modules.html", names),
    "icons": ("parts/icons.html", names),
    "feeds": ("parts/feeds.html", names),
    "date": ("parts/date.html", names),
    "choices": ("parts/theme.html", names),
    "nameplate": ("parts/nameplate.html", names),
    "navigation": ("parts/navigation.html", sections),
    "footer": ("parts/footer.html", names),
    "widgets": ("parts/widgets.html", widgets),
    "widgets_but_contact": ("parts/widgets.html", partial(widgets, with_contact=False)),
}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with a page that says nothing of what was asked for."""
    language, now = translation.get_language(), clock.now()
    latest = Edition.objects.listed(language, now).newest().for_cards(language)[:3]
    return render(request, "404.html", {"latest": [card.html for card in latest]}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database for anything."""
    if kind_of(request.path) is Kind.API:
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here. It has been noted.")
    return HttpResponse(render_to_string("500.html", {"site_name": settings.SITE_NAME}), status=500)
