"""Where the links of a body to this site's own pages lead, at a time: there, later, withdrawn, or nowhere.

What a reader is redirected from in one hop is there. All links together cost a fixed number of queries.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import Resolver404, resolve
from django.utils import translation

from spacenews.articles.models.edition import Address, Edition
from spacenews.articles.models.taxonomy import Author, Section, Tag
from spacenews.articles.parts import Part, Parts
from spacenews.firms.models import FigureGroup, Organization


class Leads(StrEnum):
    THERE = "there"
    LATER = "later"  # readers find it there, but not yet
    WITHDRAWN = "withdrawn"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Link:
    """A link to an own page; `at` is when what it leads to goes live, where that is known."""

    href: str
    words: str
    leads: Leads
    at: dt.datetime | None = None


Places = dict[str, tuple[Leads, dt.datetime | None]]
THERE, LATER, WITHDRAWN, NOWHERE = ((leads, None) for leads in Leads)


def dead(body: str, now: dt.datetime) -> list[str]:
    """Return the hrefs of a clean body that lead to no page of this site."""
    return [link.href for link in links(Parts(body).links, now) if link.leads is Leads.NOWHERE]


def links(parts: Iterable[Part], now: dt.datetime, visible: QuerySet | None = None) -> list[Link]:
    """Return the links to own pages.

    `visible` are the articles that whoever asks may know of, else all: what was never live is to others not there.
    """
    asked = [(part, _asked(part.given["href"] or "")) for part in parts]
    own = [(part, page) for part, page in asked if page is not None]
    names: dict[str, set[str]] = {}
    for _part, (kind, name) in own:
        names.setdefault(kind, set()).add(name)
    places = {kind: PLACES[kind](found, now, visible) for kind, found in names.items() if kind in PLACES}
    return [
        Link(part.given["href"], part.words, *places.get(kind, {}).get(name, _others(kind)))
        for part, (kind, name) in own
    ]


def _others(kind: str):
    """What is not looked up is there: it has an address of the site, and is no record."""
    return NOWHERE if kind in PLACES or not kind else THERE


def _asked(href: str) -> tuple[str, str] | None:
    """Return the kind of own page that a link asks for and its name: no kind where there is none such.

    None for a link that leads elsewhere, or to a place on the same page.
    """
    try:
        parts = urlsplit(href.strip())
        if not _is_own(parts) or not (parts.path or parts.netloc):
            return None
    except ValueError:
        return "", ""
    return _page(unquote(parts.path) or "/")


def _is_own(parts: SplitResult) -> bool:
    if parts.scheme not in ("", "http", "https"):
        return False
    site = urlsplit(settings.SITE_URL)
    if not parts.netloc:
        return not parts.scheme
    return parts.netloc.lower() == site.netloc or parts.hostname in _hosts(parts, site)


def _hosts(parts: SplitResult, site: SplitResult) -> list[str]:
    """Other names of the site redirect to it, at the same port."""
    return settings.ALLOWED_HOSTS if parts.port == site.port else []


def _page(path: str) -> tuple[str, str]:
    """Return kind and name of the page at a path; the desk is no page for readers."""
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        found = _resolved(path) or _resolved(f"{path}/")  # to which Django redirects
    if found is None:
        return "", ""
    if path.startswith("/admin/"):
        return "", ""
    kind, given = found.url_name or "other", found.kwargs
    if kind == "article":
        return kind, f"{given['year']:04d}/{given['month']:02d}/{given['slug']}"
    if kind in ("year", "month"):
        return "dated", "/".join(f"{number:02d}" for number in given.values()) + "/"
    return kind.partition("-")[0] if "slug" in given else kind, given.get("slug", "")


def _resolved(path: str):
    try:
        return resolve(path)
    except Resolver404:
        return None


def _articles(paths: set[str], now: dt.datetime, visible: QuerySet | None) -> Places:
    """An address answers once an edition that used it has been live; then it leads to what is live."""
    owners = dict(Address.objects.filter(path__in=paths).values_list("path", "article_id"))
    spans: dict[int, list] = {}
    columns = "article_id", "path", "live_from", "live_until"
    for owner, *span in Edition.objects.filter(article__in=owners.values()).values_list(*columns):
        spans.setdefault(owner, []).append(span)
    known = None if visible is None else set(visible.filter(pk__in=spans).values_list("pk", flat=True))
    hidden = {owner for owner in spans if known is not None and owner not in known}
    return {
        path: _article(path, spans.get(owner, []), owner in hidden, now) for path, owner in owners.items()
    }


def _article(path: str, spans: list, hidden: bool, now: dt.datetime):
    """Return where the address leads: `spans` are path, begin and end of the article's editions."""
    begins = [begin for used, begin, _end in spans if used == path]
    if all(begin > now for begin in begins):
        return (Leads.LATER, min(begins)) if begins and not hidden else NOWHERE
    live = any(begin <= now and (end is None or now < end) for _path, begin, end in spans)
    return THERE if live else WITHDRAWN


def _dated(prefixes: set[str], now: dt.datetime, visible: QuerySet | None) -> Places:
    of_any = Q(*(Q(path__startswith=prefix) for prefix in prefixes), _connector=Q.OR)
    paths = Edition.objects.live(now).filter(of_any).values_list("path", flat=True)
    months = {path[:8] for path in paths.distinct()}
    return {prefix: THERE for prefix in prefixes if any(month.startswith(prefix) for month in months)}


def _named(model, public, slugs: set[str], now: dt.datetime, visible: QuerySet | None) -> Places:
    """A record that has the slug, or had it; readers find it once it is `public`."""
    former = hasattr(model, "former_slugs")
    asked = Q(slug__in=slugs) | (Q(former_slugs__slug__in=slugs) if former else Q())
    shown = set(public(now).filter(asked).values_list("pk", flat=True))
    columns = ("pk", "slug", "former_slugs__slug") if former else ("pk", "slug")
    return {
        slug: THERE if pk in shown else LATER
        for pk, *names in model.objects.filter(asked).values_list(*columns)
        for slug in slugs.intersection(names)
    }


def _printed(model, column: str, now: dt.datetime) -> QuerySet:
    live = Edition.objects.shown_at(now).filter(**{column: OuterRef("pk")})
    return model.objects.filter(Exists(live))


PLACES = {
    "article": _articles,
    "dated": _dated,
    "section": partial(_named, Section, partial(_printed, Section, "section")),
    "author": partial(_named, Author, partial(_printed, Author, "authors")),
    "tag": partial(_named, Tag, partial(_printed, Tag, "tags")),
    "firm": partial(_named, Organization, Organization.objects.public),
    "series": partial(_named, FigureGroup, FigureGroup.objects.public),
}
