"""What is new in a search, as a feed."""

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.articles import feeds
from spacenews.articles.feed_entries import Entry, printed
from spacenews.articles.full_text import in_full
from spacenews.articles.models import Edition
from spacenews.languages import HTML_LANG
from spacenews.limits import pace
from spacenews.pagecache import clock, marks
from spacenews.search import database, reading
from spacenews.search.choice import PARAMETERS, Choice

RETRY_S = 10


class SearchFeed:
    """The newest articles that hold all that was asked, as articles/feed_formats.py writes a feed from it."""

    def __init__(self, choice: Choice, now: dt.datetime):
        self.html_lang, self.now = HTML_LANG[get_language()], now
        name = _("Results for “%(q)s”") % {"q": choice.typed} if choice.typed else _("Search results")
        self.title = f"{settings.SITE_NAME}: {name}"
        self.description = _("Commercial space, every figure with its source")
        self.home_url = in_full(choice.by_relevance.url())
        self.feed_url = in_full(choice.by_relevance.url("search-feed"))
        self.entries = self.newest(replace(choice, by_date=True))

    def newest(self, choice: Choice) -> list[Entry]:
        query = reading.read(choice.typed, self.now, as_typed=choice.as_typed)
        found = choice.found(query, self.now).full[: feeds.NEWEST]
        live = Edition.objects.live(self.now).filter(pk__in=[row.edition for row in found])
        return [Entry(*found) for found in printed(live.newest())]


@marks.public_by(*PARAMETERS)
def rss(request: HttpRequest) -> HttpResponse:
    """Answer with an RSS feed of the same words and filters as the page; it counts as a search."""
    now = clock.now()
    if seconds := pace.wait_s(request, now):
        return later(429, seconds)
    try:
        feed = SearchFeed(Choice.of(request.GET, now), now)
    except database.TooLong:
        return later(503, RETRY_S)
    response = feeds.generated(feeds.Rss, feed)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def later(status: int, seconds: int) -> HttpResponse:
    return HttpResponse(status=status, content_type="text/plain", headers={"Retry-After": str(seconds)})
