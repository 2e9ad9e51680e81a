"""RSS, Atom and JSON Feed, in full text: of everything, and below each list. A feed holds one language only.

An unchanged feed answers 304 by its ETag, a hash of its bytes. There is no Last-Modified: a withdrawal or a new name
changes a feed without any entry being newer.
"""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.articles.feed_entries import Entry, printed
from spacenews.articles.feed_formats import Atom, Rss, as_json, generated
from spacenews.articles.full_text import in_full
from spacenews.articles.lists import OWNERS, find, has_moved
from spacenews.articles.models import Edition
from spacenews.firms import slugs
from spacenews.firms.models import Organization
from spacenews.languages import HTML_LANG
from spacenews.markup import tidy
from spacenews.pagecache import clock, marks

NEWEST = 30
CONDITIONS = {
    "section": "section",
    "tag": "tag_rows__tag",
    "author": "bylines__author",
    "firm": "coverage__organization",
}
PAGES = {"all": "front"}  # a feed's page has the name of its kind, but for this one


class Feed:
    """What one feed says: its names and addresses, and its entries, newest first.

    A list that has a page has a feed, be it empty: the page may hold originals of other languages.
    """

    def __init__(self, kind: str, owner, form: str):
        self.kind, self.language, self.now = kind, get_language(), clock.now()
        self.html_lang = HTML_LANG[self.language]
        args = [owner.slug] if owner else []
        self.title = tidy(f"{settings.SITE_NAME}: {name_of(owner)}" if kind != "all" else settings.SITE_NAME)
        self.description = _("Commercial space, every figure with its source")
        self.home_url = in_full(reverse(PAGES.get(kind, kind), args=args))
        self.feed_url = in_full(reverse(f"{kind}-{form}", args=args))
        self.entries = self.corrections() if kind == "corrections" else self.newest(owner)

    def newest(self, owner) -> list[Entry]:
        where = {CONDITIONS[self.kind]: owner} if owner else {}
        if self.kind in OWNERS and not Edition.objects.listed(self.language, self.now, **where).exists():
            raise Http404
        editions = Edition.objects.in_language(self.language, self.now, **where)
        return [Entry(*found) for found in printed(editions.newest()[:NEWEST])]

    def corrections(self) -> list[Entry]:
        """Return one entry a correction: what was put right, and the article as it is live by now.

        The text that was printed then may have been put right again, for a reason.
        """
        rows = Edition.objects.corrected(self.now).filter(language=self.language).newest("live_from")
        rows = list(rows.only("article", "correction", "live_from", "language")[:NEWEST])
        live = Edition.objects.in_language(
            self.language, self.now, article__in=[row.article_id for row in rows]
        )
        by_article = {found[0].article_id: found for found in printed(live)}
        return [Entry(*by_article[row.article_id], row) for row in rows if row.article_id in by_article]


def name_of(owner) -> str:
    return str(owner) if owner else _("Corrections")


def owner_of(kind: str, slug: str | None):
    """Return whose feed it is; the slug may be one that it had."""
    if slug is None:
        return None
    if kind in OWNERS:
        return find(kind, slug)
    return slugs.find(Organization.objects.public(clock.now()), slug)


def followed(kind: str, slug: str | None, form: str, write: Callable[[Feed], HttpResponse]) -> HttpResponse:
    """Answer with the feed, or lead whoever follows an old slug to the new one."""
    owner = owner_of(kind, slug)
    if has_moved(owner, slug) if kind in OWNERS else owner and owner.slug != slug:
        return redirect(f"{kind}-{form}", owner.slug, permanent=True)
    return write(Feed(kind, owner, form))


@marks.public
def rss(request: HttpRequest, kind: str, slug: str | None = None) -> HttpResponse:
    return followed(kind, slug, "rss", partial(generated, Rss))


@marks.public
def atom(request: HttpRequest, kind: str, slug: str | None = None) -> HttpResponse:
    return followed(kind, slug, "atom", partial(generated, Atom))


@marks.public
def json_feed(request: HttpRequest, kind: str, slug: str | None = None) -> HttpResponse:
    return followed(kind, slug, "json", as_json)
