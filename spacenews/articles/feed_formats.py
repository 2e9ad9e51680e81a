"""A feed as RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1."""

import datetime as dt
import json

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.utils import feedgenerator
from django.utils.feedgenerator import rfc2822_date, rfc3339_date

from spacenews.articles.feed_entries import Entry, Picture
from spacenews.articles.full_text import in_full

NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Rss(feedgenerator.Rss201rev2Feed):
    """The whole text is in content:encoded; `author` must be a mail address there, so names are in dc:creator."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self):
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def latest_post_date(self) -> dt.datetime:
        """The newest entry's date; an empty feed says the epoch, not the time of asking, so that it can answer 304."""
        return max((item["entry"].updated_at for item in self.items), default=NEVER)

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for hub in hubs():
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": hub})

    def add_item_elements(self, handler, item):
        add, entry = handler.addQuickElement, item["entry"]
        add("title", entry.title)
        add("link", entry.url)
        add("description", entry.summary)
        add("content:encoded", entry.content)
        for writer in entry.writers:
            add("dc:creator", writer.name)
        add("pubDate", rfc2822_date(entry.published_at))
        add("guid", entry.id, {"isPermaLink": "false"})
        for label in entry.labels:
            add("category", label.name, {"domain": label.of})
        if entry.picture:
            self.add_picture(handler, entry.picture)

    def add_picture(self, handler, picture: Picture) -> None:
        file = {"url": picture.url, "type": picture.type}
        handler.addQuickElement("enclosure", None, {**file, "length": str(picture.bytes)})
        size = {"width": str(picture.width), "height": str(picture.height)}
        size |= {"fileSize": str(picture.bytes)} if picture.bytes else {}
        handler.startElement("media:content", {**file, "medium": "image", **size})
        if picture.alt:
            handler.addQuickElement("media:description", picture.alt, {"type": "plain"})
        if picture.credit:
            handler.addQuickElement("media:credit", picture.credit)
        handler.endElement("media:content")


class Atom(feedgenerator.Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"
    latest_post_date = Rss.latest_post_date

    def root_attributes(self):
        return {**super().root_attributes(), "xml:base": in_full("/")}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        handler.addQuickElement("icon", icon())
        for hub in hubs():
            handler.addQuickElement("link", None, {"rel": "hub", "href": hub})

    def item_attributes(self, item):
        return {"xml:lang": item["entry"].html_lang}

    def add_item_elements(self, handler, item):
        add, entry = handler.addQuickElement, item["entry"]
        add("id", entry.id)
        add("title", entry.title)
        add(
            "link",
            None,
            {"rel": "alternate", "type": "text/html", "href": entry.url, "hreflang": entry.html_lang},
        )
        add("published", rfc3339_date(entry.published_at))
        add("updated", rfc3339_date(entry.updated_at))
        for writer in entry.writers:
            handler.startElement("author", {})
            add("name", writer.name)
            add("uri", writer.url)
            handler.endElement("author")
        for label in entry.labels:
            add("category", None, {"term": label.slug, "scheme": label.of, "label": label.name})
        if picture := entry.picture:
            file = {"href": picture.url, "type": picture.type, "length": str(picture.bytes)}
            add("link", None, {"rel": "enclosure", **file})
        add("summary", entry.summary)
        add("content", entry.content, {"type": "html"})


def generated(generator: type[Rss] | type[Atom], feed) -> HttpResponse:
    out = generator(
        title=feed.title,
        link=feed.home_url,
        description=feed.description,
        subtitle=feed.description,
        language=feed.html_lang,
        author_name=settings.SITE_NAME,
        author_link=in_full("/"),
        feed_url=feed.feed_url,
        feed_guid=feed.home_url,
    )
    for entry in feed.entries:
        out.add_item(entry.title, entry.url, entry.summary, entry=entry)
    response = HttpResponse(content_type=out.content_type)
    out.write(response, "utf-8")
    return announced(response, feed)


def as_json(feed) -> HttpResponse:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.feed_url,
        "description": feed.description,
        "icon": icon(),
        "authors": [{"name": settings.SITE_NAME, "url": in_full("/")}],
        "language": feed.html_lang,
        "hubs": [{"type": "WebSub", "url": hub} for hub in hubs()],
        "items": [item(entry) for entry in feed.entries],
    }
    written = json.dumps({name: value for name, value in data.items() if value != []}, ensure_ascii=False)
    return announced(HttpResponse(written, content_type="application/feed+json; charset=utf-8"), feed)


def item(entry: Entry) -> dict:
    data = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "image": entry.picture and entry.picture.url,
        "banner_image": entry.picture and entry.picture.url,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "authors": [{"name": writer.name, "url": writer.url} for writer in entry.writers],
        "tags": [label.name for label in entry.labels],
        "language": entry.html_lang,
    }
    return {name: value for name, value in data.items() if value}


def announced(response: HttpResponse, feed) -> HttpResponse:
    """Say in the head too which hub tells of changes, and under which address (W3C WebSub, section 4)."""
    if links := [f'<{hub}>; rel="hub"' for hub in hubs()]:
        response.headers["Link"] = ", ".join([*links, f'<{feed.feed_url}>; rel="self"'])
    return response


def hubs() -> list[str]:
    return [settings.WEBSUB_HUB] if settings.WEBSUB_HUB else []


def icon() -> str:
    return in_full(static("apple-touch-icon.png"))
