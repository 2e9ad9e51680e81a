"""What stands on every public page beside its content: names, navigation, languages, and one stored fragment."""

import json
from functools import partial

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from spacenews.articles import months
from spacenews.articles import widgets as articles
from spacenews.articles.models import Edition, Section
from spacenews.contact.forms import widget_context
from spacenews.languages import CODES, HTML_LANG
from spacenews.pagecache import clock, fragments
from spacenews.stats.popular import popular

LABELS = {"en": "English", "id": "Indonesia", "zh-hans": "中文"}


def site(request: HttpRequest) -> dict:
    """Context of every template; what queries is lazy, so the desk and error pages pay nothing."""
    language, now = translation.get_language(), clock.now()
    first, _space, last = settings.SITE_NAME.rpartition(" ")
    return {
        "site_name": settings.SITE_NAME,
        "site_name_first": first,
        "site_name_last": last,
        "site_url": settings.SITE_URL,
        "html_lang": HTML_LANG[language],
        "today": now.astimezone(months.zone()).date(),
        "languages": SimpleLazyObject(partial(languages, request)),
        "twin_url": SimpleLazyObject(partial(twin_of, request)),
        "sections_nav": SimpleLazyObject(partial(sections, language, now)),
        "widgets": SimpleLazyObject(partial(kept, "widgets", language, now)),
        "widgets_but_contact": SimpleLazyObject(partial(kept, "widgets_but_contact", language, now)),
    }


def languages(request: HttpRequest) -> list[dict]:
    """Return the language switch: the same page under each prefix, unless the view knows better.

    The desk has no prefixes: where it refuses something, the switch leads to the front pages.
    """
    path = "/" if request.path.startswith("/admin/") else request.path
    urls = getattr(request, "language_urls", None) or {code: under(code, path) for code in CODES}
    here = translation.get_language()
    return [
        {
            "code": code,
            "html": HTML_LANG[code],
            "label": LABELS[code],
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


def under(code: str, path: str) -> str:
    """Return a path with the prefix of a language instead of its own; what begins with two slashes is another site."""
    prefix = translation.get_language_from_path(path)
    bare = "/" + (path[len(prefix) + 1 :] if prefix else path).lstrip("/\\")
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


def sections(language: str, now) -> list[dict]:
    """Return the sections that have a live story in this language's lists, kept like the fragments."""
    return json.loads(fragments.get("sections", language, now, partial(sections_as_json, language, now)))


def sections_as_json(language: str, now) -> str:
    live = Edition.objects.listed(language, now)
    found = Section.objects.filter(Exists(live.filter(section=OuterRef("pk"))))
    return json.dumps([{"name": section.name_here, "url": section.url} for section in found])


def kept(name: str, language: str, now) -> str:
    """Return a fragment from its store, which the content stamp and the next edge in time keep true."""
    return mark_safe(fragments.get(name, language, now, partial(draw, name, language, now)))


def draw(name: str, language: str, now) -> str:
    editions = articles.newest_stories(language, now)
    context = {
        "firms": articles.top_firms(editions, now),
        "popular": popular(language, now),
        "months": months.newest_months(language, now),
        "tags": articles.top_tags(editions),
        "with_contact": name == "widgets",
        **widget_context(language, now),
    }
    return render_to_string("parts/widgets.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with a page that says nothing of what was asked for."""
    language, now = translation.get_language(), clock.now()
    latest = Edition.objects.listed(language, now).newest().for_cards(language)[:3]
    return render(request, "404.html", {"latest": [card.html for card in latest]}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database for anything."""
    return HttpResponse(render_to_string("500.html", {"site_name": settings.SITE_NAME}), status=500)
