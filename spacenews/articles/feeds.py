"""RSS, Atom and JSON Feed: of everything, and below each list. A feed holds one language only."""

import datetime as dt
import json
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.articles.json_ld import moment
from spacenews.articles.models import Author, Edition, Section, Tag
from spacenews.articles.views import corrected, has_moved
from spacenews.firms import slugs
from spacenews.firms.models import Organization
from spacenews.languages import HTML_LANG
from spacenews.pagecache import clock, marks

NEWEST = 30
LISTS = {"section": Section, "tag": Tag, "author": Author}
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
        args = [owner.slug] if owner else []
        self.title = (
            f"{settings.SITE_NAME}: {self._name(kind, owner)}" if kind != "all" else settings.SITE_NAME
        )
        self.home_url = settings.SITE_URL + reverse(PAGES.get(kind, kind), args=args)
        self.feed_url = settings.SITE_URL + reverse(f"{kind}-{form}", args=args)
        self.editions = list(self._editions(kind, owner).for_leads()[:NEWEST])

    def _name(self, kind: str, owner) -> str:
        return str(owner) if owner else _("Corrections")

    def _editions(self, kind: str, owner):
        if kind == "corrections":
            return corrected(self.now).filter(language=self.language).newest("live_from")
        where = {CONDITIONS[kind]: owner} if owner else {}
        if kind in LISTS and not Edition.objects.listed(self.language, self.now, **where).exists():
            raise Http404
        return Edition.objects.in_language(self.language, self.now, **where).newest()


def owner_of(kind: str, slug: str | None):
    """Return whose feed it is; the slug may be one that it had."""
    if slug is None:
        return None
    owners = LISTS[kind].objects.all() if kind in LISTS else Organization.objects.public(clock.now())
    return slugs.find(owners, slug)


def followed(kind: str, slug: str | None, form: str, write: Callable[[Feed], HttpResponse]) -> HttpResponse:
    """Answer with the feed, or lead whoever follows an old slug to the new one."""
    owner = owner_of(kind, slug)
    if has_moved(owner, slug) if kind in LISTS else owner and owner.slug != slug:
        return redirect(f"{kind}-{form}", owner.slug, permanent=True)
    return write(Feed(kind, owner, form))


def summary(edition: Edition) -> str:
    """Return deck, correction and main points as the feed's HTML."""
    return render_to_string("articles/entry.html", {"edition": edition}).strip()


def entry_id(edition: Edition, feed: Feed) -> str:
    """Return an id that outlives every change of address; in the log of corrections each has its own."""
    host = urlsplit(settings.SITE_URL).hostname
    one_of_several = f":corrected:{edition.pk}" if feed.kind == "corrections" else ""
    return f"tag:{host},{edition.published_at:%Y-%m-%d}:article:{edition.article_id}{one_of_several}"


def generated(generator: type, feed: Feed) -> HttpResponse:
    out = generator(
        title=feed.title,
        link=feed.home_url,
        description=_("Commercial space, every figure with its source"),
        language=HTML_LANG[feed.language],
        feed_url=feed.feed_url,
        feed_guid=feed.home_url,
    )
    for edition in feed.editions:
        out.add_item(
            title=edition.headline,
            link=edition.canonical,
            description=summary(edition),
            unique_id=entry_id(edition, feed),
            unique_id_is_permalink=False,
            pubdate=edition.published_at.replace(microsecond=0),
            updateddate=edition.live_from.replace(microsecond=0),
            author_name=", ".join(author.name for author in edition.writers),
            categories=[str(edition.section)],
        )
    response = HttpResponse(content_type=out.content_type)
    out.write(response, "utf-8")
    return response


class Rss(feedgenerator.Rss201rev2Feed):
    """RSS 2.0; `author` there must be a mail address, so names go into dc:creator as Django does it."""

    content_type = "application/rss+xml; charset=utf-8"

    def latest_post_date(self) -> dt.datetime:
        """The newest entry's date; an empty feed says the epoch, not the time of asking, so that it can answer 304."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))


class Atom(feedgenerator.Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"
    latest_post_date = Rss.latest_post_date


@marks.public
def rss(request: HttpRequest, kind: str, slug: str | None = None) -> HttpResponse:
    return followed(kind, slug, "rss", partial(generated, Rss))


@marks.public
def atom(request: HttpRequest, kind: str, slug: str | None = None) -> HttpResponse:
    return followed(kind, slug, "atom", partial(generated, Atom))


@marks.public
def json_feed(request: HttpRequest, kind: str, slug: str | None = None) -> HttpResponse:
    return followed(kind, slug, "json", _as_json)


def _as_json(feed: Feed) -> HttpResponse:
    """Write a JSON Feed 1.1 (jsonfeed.org)."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.feed_url,
        "language": HTML_LANG[feed.language],
        "items": [_item(edition, feed) for edition in feed.editions],
    }
    return HttpResponse(
        json.dumps(data, ensure_ascii=False), content_type="application/feed+json; charset=utf-8"
    )


def _item(edition: Edition, feed: Feed) -> dict:
    item = {
        "id": entry_id(edition, feed),
        "url": edition.canonical,
        "title": edition.headline,
        "content_html": summary(edition),
        "date_published": moment(edition.published_at),
        "date_modified": moment(edition.live_from),
        "authors": [{"name": author.name} for author in edition.writers],
        "tags": [str(edition.section)],
        "language": edition.html_lang,
    }
    if edition.lead:
        item["image"] = settings.SITE_URL + edition.lead.og_url()
    return item
