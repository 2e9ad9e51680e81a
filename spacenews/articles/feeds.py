"""RSS, Atom and JSON Feed: of everything, and below each list. A feed holds one language only."""

import datetime as dt
import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.articles.json_ld import moment
from spacenews.articles.models import Author, Edition, Section, Tag
from spacenews.articles.views import corrected
from spacenews.firms import slugs
from spacenews.firms.models import Organization
from spacenews.languages import HTML_LANG
from spacenews.pagecache import clock, marks

NEWEST = 30
CONDITIONS = {
    "section": "section",
    "tag": "tag_rows__tag",
    "author": "bylines__author",
    "firm": "coverage__organization",
}


class Feed:
    """What one feed says: its names and addresses, and its entries, newest first."""

    def __init__(self, kind: str, slug: str | None, form: str):
        self.language, self.now = get_language(), clock.now()
        args = [slug] if slug else []
        self.title, self.page_url, self.editions = self._list(kind, slug)
        self.feed_url = settings.SITE_URL + reverse(f"{kind}-{form}", args=args)

    def _list(self, kind: str, slug: str | None):
        if kind == "corrections":
            editions = corrected(self.now).filter(language=self.language).newest("live_from")
            return self._named(_("Corrections")), reverse("corrections"), list(editions.for_leads()[:NEWEST])
        if kind == "all":
            found = Edition.objects.in_language(self.language, self.now)
            return settings.SITE_NAME, reverse("front"), list(found.newest().for_leads()[:NEWEST])
        owner = slugs.find(self._owners(kind), slug)
        found = Edition.objects.in_language(self.language, self.now, **{CONDITIONS[kind]: owner})
        editions = list(found.newest().for_leads()[:NEWEST])
        if owner.slug != slug or not (editions or kind == "firm"):
            raise Http404
        return self._named(str(owner)), owner.url, editions

    def _owners(self, kind: str):
        if kind == "firm":
            return Organization.objects.public(self.now)
        return {"section": Section, "tag": Tag, "author": Author}[kind].objects.all()

    def _named(self, name: str) -> str:
        return f"{settings.SITE_NAME}: {name}"

    @property
    def home_url(self) -> str:
        return settings.SITE_URL + self.page_url


def summary(edition: Edition) -> str:
    """Return deck, correction and main points as the feed's HTML."""
    return render_to_string("articles/entry.html", {"edition": edition}).strip()


def entry_id(edition: Edition) -> str:
    """Return an id that outlives every change of address; a correction's entry is one of its own."""
    host = settings.SITE_URL.split("://")[1].split(":")[0]
    corrected_at = f":corrected:{edition.pk}" if edition.correction and edition.updated_at else ""
    return f"tag:{host},{edition.published_at:%Y-%m-%d}:article:{edition.article_id}{corrected_at}"


def _generated(generator: type, kind: str, slug: str | None, form: str) -> HttpResponse:
    feed = Feed(kind, slug, form)
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
            unique_id=entry_id(edition),
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
    return _generated(Rss, kind, slug, "rss")


@marks.public
def atom(request: HttpRequest, kind: str, slug: str | None = None) -> HttpResponse:
    return _generated(Atom, kind, slug, "atom")


@marks.public
def json_feed(request: HttpRequest, kind: str, slug: str | None = None) -> HttpResponse:
    """JSON Feed 1.1 (jsonfeed.org)."""
    feed = Feed(kind, slug, "json")
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.feed_url,
        "language": HTML_LANG[feed.language],
        "items": [_item(edition) for edition in feed.editions],
    }
    return HttpResponse(
        json.dumps(data, ensure_ascii=False), content_type="application/feed+json; charset=utf-8"
    )


def _item(edition: Edition) -> dict:
    item = {
        "id": entry_id(edition),
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
