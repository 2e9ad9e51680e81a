"""The one map of addresses. Below /id/ and /zh-hans/ the public ones are the same."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from spacenews import blogger, wellknown
from spacenews.articles import embeds as article_embeds
from spacenews.articles import feeds, llms, oembed, sitemaps
from spacenews.articles import twins as article_twins
from spacenews.articles import views as articles
from spacenews.articles.desk import shared
from spacenews.contact import views as contact
from spacenews.firms import embeds as firm_embeds
from spacenews.firms import twins as firm_twins
from spacenews.firms import views as firms
from spacenews.firms.directory import views as organizations
from spacenews.firms.export import views as export
from spacenews.firms.network import views as network
from spacenews.images import views as images
from spacenews.pagecache import health
from spacenews.pages import twins as page_twins
from spacenews.pages import views as pages
from spacenews.search import feeds as search_feeds
from spacenews.search import suggest
from spacenews.search import views as search
from spacenews.stats import views as stats


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


PAGES = ("about", "ethics", "corrections-policy", "privacy")

# The same pages in Markdown: `.md` instead of the last slash.
twins = [
    path("index.md", article_twins.front, name="front-md"),
    path("<yyyy:year>/<mm:month>/<slug:slug>.md", article_twins.article, name="article-md"),
    path("corrections.md", article_twins.corrections, name="corrections-md"),
    path("section/<slug:slug>.md", article_twins.section, name="section-md"),
    path("tag/<slug:slug>.md", article_twins.tag, name="tag-md"),
    path("author/<slug:slug>.md", article_twins.author, name="author-md"),
    path("firms.md", firm_twins.directory, name="firms-md"),
    path("firms/<slug:slug>.md", firm_twins.firm, name="firm-md"),
    path("figures.md", firm_twins.figures, name="figures-md"),
    path("figures/<slug:slug>.md", firm_twins.series, name="series-md"),
    path("claims.md", firm_twins.claims, name="claims-md"),
    *(path(f"{key}.md", page_twins.page, {"key": key}, name=f"{key}-md") for key in PAGES),
    path("llms.txt", llms.llms, name="llms"),
]

# Small cards that other sites show in a frame.
embeds = [
    path("embed/article/<yyyy:year>/<mm:month>/<slug:slug>/", article_embeds.article, name="embed-article"),
    path("embed/firm/<slug:slug>/", firm_embeds.firm, name="embed-firm"),
    path("embed/figure/<slug:slug>/", firm_embeds.figure, name="embed-figure"),
]

public = [
    path("", articles.front, name="front"),
    path("<yyyy:year>/<mm:month>/<slug:slug>/", articles.article, name="article"),
    path("<yyyy:year>/<mm:month>/", articles.month, name="month"),
    path("<yyyy:year>/", articles.year, name="year"),
    path("archive/", articles.archive, name="archive"),
    path("corrections/", articles.corrections, name="corrections"),
    path("reading-list/", articles.reading_list, name="reading-list"),
    path("corrections/", feeds_of("corrections")),
    path("section/<slug:slug>/", articles.section, name="section"),
    path("section/<slug:slug>/", feeds_of("section")),
    path("tag/<slug:slug>/", articles.tag, name="tag"),
    path("tag/<slug:slug>/", feeds_of("tag")),
    path("author/<slug:slug>/", articles.author, name="author"),
    path("author/<slug:slug>/", feeds_of("author")),
    path("firms/", organizations.directory, name="firms"),
    path("firms.csv", organizations.directory_csv, name="firms-csv"),
    path("firms.json", organizations.directory_json, name="firms-json"),
    path("firms/compare/", organizations.compare, name="firms-compare"),
    path("firms/<slug:slug>/", firms.firm, name="firm"),
    path("firms/<slug:slug>/", feeds_of("firm")),
    path("firms/<slug:slug>/network/", network.firm, name="firm-network"),
    path("firms/<slug:slug>/network.csv", network.firm_csv, name="firm-network-csv"),
    path("firms/<slug:slug>/network.json", network.firm_json, name="firm-network-json"),
    path("network/", network.network, name="network"),
    path("network.csv", network.network_csv, name="network-csv"),
    path("network.json", network.network_json, name="network-json"),
    path("figures/", firms.figures, name="figures"),
    path("figures/<slug:slug>/", firms.series, name="series"),
    path("figures/<slug:slug>.csv", export.series_file, {"form": "csv"}, name="series-csv"),
    path("figures/<slug:slug>.json", export.series_file, {"form": "json"}, name="series-json"),
    path("data/", export.data, name="data"),
    path("data/<slug:name>.csv", export.data_file, {"form": "csv"}, name="data-csv"),
    path("data/<slug:name>.json", export.data_file, {"form": "json"}, name="data-json"),
    path("claims/", firms.claims, name="claims"),
    path("draft/<slug:token>/", shared.draft, name="draft"),
    path("search/", search.results, name="search"),
    path("search/suggest/", suggest.suggest, name="search-suggest"),
    path("search/help/", search.help_page, name="search-help"),
    path("search/feed/rss/", search_feeds.rss, name="search-feed"),
    path("search/label/<path:label>", blogger.label, name="label"),
    path("contact/", contact.contact, name="contact"),
    path("contact/thanks/", contact.thanks, name="contact-thanks"),
    path("", feeds_of("all")),
    *(path(f"{key}/", pages.page, {"key": key}, name=key) for key in PAGES),
    *twins,
    *embeds,
]

# What a site had on Blogger. It had no languages.
old = [
    path("<yyyy:year>/<mm:month>/<slug:slug>.html", blogger.post, name="blogger-post"),
    path("p/<slug:key>.html", blogger.page, name="blogger-page"),
    path("search", blogger.search, name="blogger-search"),
    path("atom.xml", blogger.feed, {"form": "atom"}, name="blogger-atom"),
    path("rss.xml", blogger.feed, {"form": "rss"}, name="blogger-rss"),
    path("feeds/posts/default", blogger.feed, name="blogger-feed"),
    path("feeds/posts/summary", blogger.feed, name="blogger-summaries"),
    path("feeds/posts/default/-/<path:labels>", blogger.feed, name="blogger-label-feed"),
    path("feeds/comments/default", blogger.comments, name="blogger-comments"),
    path("feeds/<slug:post>/comments/default", blogger.comments, name="blogger-post-comments"),
]

urlpatterns = [
    path("admin/", include("spacenews.editors.urls")),
    path("admin/", admin.site.urls),
    path("media/<path:name>", images.media, name="media"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:part>.xml", sitemaps.part, name="sitemap-part"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("site.webmanifest", wellknown.manifest, name="manifest"),
    path("favicon.ico", wellknown.favicon, name="favicon"),
    path("opensearch.xml", search.opensearch, name="opensearch"),
    path("seen/", stats.seen, name="seen"),
    path("csp-reports/", stats.csp_reports, name="csp-reports"),
    path("api/", include("spacenews.api.urls")),
    path("oembed/", oembed.oembed, name="oembed"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    *old,
    *i18n_patterns(*public, prefix_default_language=False),
]

handler404 = "spacenews.widgets.not_found"
handler500 = "spacenews.widgets.server_error"
