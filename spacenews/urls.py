"""The one map of addresses. Below /id/ and /zh-hans/ the public ones are the same."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from spacenews.articles import feeds, sitemaps
from spacenews.articles import views as articles
from spacenews.articles.desk import shared
from spacenews.contact import views as contact
from spacenews.firms import views as firms
from spacenews.images import views as images
from spacenews.pagecache import health
from spacenews.pages import views as pages
from spacenews.search import feeds as search_feeds
from spacenews.search import suggest
from spacenews.search import views as search


class Digits:
    """ASCII digits of bounded length: `\\d` and int() know many more."""

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value) -> str:
        return f"{int(value):0{self.width}d}"


class Year(Digits):
    regex, width = "(?:19[7-9][0-9]|2[01][0-9][0-9])", 4


class Month(Digits):
    regex, width = "(?:0[1-9]|1[0-2])", 2


register_converter(Year, "yyyy")
register_converter(Month, "mm")

FEEDS = [
    path("feed/rss/", feeds.rss, name="rss"),
    path("feed/atom/", feeds.atom, name="atom"),
    path("feed.json", feeds.json_feed, name="json"),
]


def feeds_of(kind: str):
    """Return the three feeds below a list, named `section-rss` and so on."""
    return include([path(f"{p.pattern}", p.callback, {"kind": kind}, name=f"{kind}-{p.name}") for p in FEEDS])


public = [
    path("", articles.front, name="front"),
    path("<yyyy:year>/<mm:month>/<slug:slug>/", articles.article, name="article"),
    path("<yyyy:year>/<mm:month>/", articles.month, name="month"),
    path("<yyyy:year>/", articles.year, name="year"),
    path("archive/", articles.archive, name="archive"),
    path("corrections/", articles.corrections, name="corrections"),
    path("corrections/", feeds_of("corrections")),
    path("section/<slug:slug>/", articles.section, name="section"),
    path("section/<slug:slug>/", feeds_of("section")),
    path("tag/<slug:slug>/", articles.tag, name="tag"),
    path("tag/<slug:slug>/", feeds_of("tag")),
    path("author/<slug:slug>/", articles.author, name="author"),
    path("author/<slug:slug>/", feeds_of("author")),
    path("firms/", firms.directory, name="firms"),
    path("firms/<slug:slug>/", firms.firm, name="firm"),
    path("firms/<slug:slug>/", feeds_of("firm")),
    path("figures/", firms.figures, name="figures"),
    path("figures/<slug:slug>/", firms.series, name="series"),
    path("claims/", firms.claims, name="claims"),
    path("draft/<slug:token>/", shared.draft, name="draft"),
    path("search/", search.results, name="search"),
    path("search/suggest/", suggest.suggest, name="search-suggest"),
    path("search/help/", search.help_page, name="search-help"),
    path("search/feed/rss/", search_feeds.rss, name="search-feed"),
    path("search/label/<path:label>", search.label, name="label"),
    path("contact/", contact.contact, name="contact"),
    path("contact/thanks/", contact.thanks, name="contact-thanks"),
    path("", feeds_of("all")),
    *(
        path(f"{key}/", pages.page, {"key": key}, name=key)
        for key in ("about", "ethics", "corrections-policy", "privacy")
    ),
]

urlpatterns = [
    path("admin/", include("spacenews.editors.urls")),
    path("admin/", admin.site.urls),
    path("media/<path:name>", images.media, name="media"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:part>.xml", sitemaps.part, name="sitemap-part"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("opensearch.xml", search.opensearch, name="opensearch"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    *i18n_patterns(*public, prefix_default_language=False),
]

handler404 = "spacenews.widgets.not_found"
handler500 = "spacenews.widgets.server_error"
