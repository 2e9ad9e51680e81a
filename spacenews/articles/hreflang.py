"""The same content in other languages, as pages and sitemaps tell search engines: pairs of language and address."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from spacenews.articles.models import Edition
from spacenews.languages import CODES, HTML_LANG

Pairs = list[tuple[str, str]]


def of_story(editions: Iterable[Edition]) -> Pairs:
    """Return where a story stands in each language; nothing where it stands in one alone."""
    return pairs({edition.language: edition.canonical for edition in editions})


def urls_of(name: str, *args, codes: Iterable[str] = CODES) -> dict[str, str]:
    """Return the addresses of a page of the interface, by language."""
    urls = {}
    for code in codes:
        with translation.override(code):
            urls[code] = settings.SITE_URL + reverse(name, args=args)
    return urls


def pairs(urls: dict[str, str]) -> Pairs:
    """Return them in the order of the site's languages; who reads none of them is led to the first."""
    ordered = [(HTML_LANG[code], urls[code]) for code in CODES if code in urls]
    return [*ordered, ("x-default", ordered[0][1])] if len(ordered) > 1 else []
