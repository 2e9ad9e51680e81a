"""What articles and their lists tell search engines and other sites."""

import datetime as dt

import pytest

from spacenews.articles import json_ld
from tests import found, make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
EARLIER = NOW - dt.timedelta(days=1)
SITE = "https://news.example"
HOSTILE = '</script><script>alert(1)</script>"><b>&<!--\u2028\\'
PUBLISHER = {
    "@type": "NewsMediaOrganization",
    "@id": f"{SITE}/#publisher",
    "name": "Space News",
    "url": f"{SITE}/",
    "logo": {"@type": "ImageObject", "url": f"{SITE}/static/icon-512.png", "width": "512", "height": "512"},
    "publishingPrinciples": f"{SITE}/ethics/",
    "ethicsPolicy": f"{SITE}/ethics/",
    "correctionsPolicy": f"{SITE}/corrections-policy/",
    "contactPoint": {"@type": "ContactPoint", "contactType": "newsroom", "url": f"{SITE}/contact/"},
}
WEB_SITE = {"@type": "WebSite", "name": "Space News", "url": f"{SITE}/"}
DECK = "Commercial space, every figure with its source"


@pytest.fixture(autouse=True)
def noon(clock, settings):
    clock.set(NOW)
    settings.SITE_URL = SITE


def told(**columns) -> dict:
    """Return the columns of an article of which every term can be told."""
    given = {
        "section": lambda: make.section(name="Launch", slug="launch"),
        "authors": lambda: [make.author(name="The desk", slug="desk")],
        "tags": lambda: [make.tag("methane", name_id="metana")],
        "about": lambda: [make.organization("LandSpace", slug="landspace", public_from=EARLIER)],
    }
    return {
        **{name: made() for name, made in given.items() if name not in columns},
        "headline": "A rocket flies",
        "slug": "story",
        "deck": "It landed too.",
        "kind": "analysis",
        "sources": [make.source(url="https://example.org/a", title="A report", published="2026-H1")],
        "source_line": "Example Press, 19 August",
        "source_line_source": make.source(url="https://example.org/b"),
        "body": "<p>One two three.</p>",
        **columns,
    }


def test_an_article_is_told_in_the_terms_of_schema_org(client):
    article = make.published(**told(), at=EARLIER)
    agency = make.organization("IAF", slug="iaf", kind="agency", public_from=EARLIER)
    article.coverage.create(organization=agency, role="mentioned", position=1)
    changed = json_ld.moment(article.publish(by=None, correction="It flew on Tuesday.").live_from)

    assert found.structured(client.get("/2026/08/story/")) == [
        {
            "@type": "NewsArticle",
            "additionalType": "https://schema.org/AnalysisNewsArticle",
            "mainEntityOfPage": f"{SITE}/2026/08/story/",
            "url": f"{SITE}/2026/08/story/",
            "headline": "A rocket flies",
            "description": "It landed too.",
            "inLanguage": "en",
            "datePublished": "2026-08-19T12:00:00+00:00",
            "dateModified": changed,
            "articleSection": "Launch",
            "wordCount": 3,
            "isAccessibleForFree": True,
            "author": [{"@type": "Organization", "name": "The desk", "url": f"{SITE}/author/desk/"}],
            "publisher": PUBLISHER,
            "about": [{"@type": "Corporation", "name": "LandSpace", "url": f"{SITE}/firms/landspace/"}],
            "mentions": [{"@type": "GovernmentOrganization", "name": "IAF", "url": f"{SITE}/firms/iaf/"}],
            "keywords": ["methane"],
            "isBasedOn": {
                "@type": "CreativeWork",
                "name": "Example Press, 19 August",
                "url": "https://example.org/b",
            },
            "citation": [
                {
                    "@type": "CreativeWork",
                    "name": "A report",
                    "url": "https://example.org/a",
                    "publisher": {"@type": "Organization", "name": "Example Press"},
                    "datePublished": "2026",
                }
            ],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": "It flew on Tuesday.",
                    "datePublished": changed,
                }
            ],
        },
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Home", "item": f"{SITE}/"},
                {"@type": "ListItem", "position": 2, "name": "Launch", "item": f"{SITE}/section/launch/"},
                {"@type": "ListItem", "position": 3, "name": "A rocket flies"},
            ],
        },
    ]


@pytest.mark.parametrize(
    ("kind", "term"),
    [
        ("news", "ReportageNewsArticle"),
        ("round-up", "ReportageNewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("data", "AnalysisNewsArticle"),
        ("explainer", "BackgroundNewsArticle"),
        ("profile", "BackgroundNewsArticle"),
    ],
)
def test_each_kind_of_story_is_a_news_article_and_says_of_what_kind(client, kind, term):
    make.published(slug="story", kind=kind)

    article, _crumbs = found.structured(client.get("/2026/08/story/"))

    assert article["@type"] == "NewsArticle"
    assert article["additionalType"] == f"https://schema.org/{term}"


def test_translations_are_told_as_works_of_their_original(client):
    original = make.published(slug="story", headline="A story")
    make.published(slug="cerita", headline="Cerita", language="id", original=original)
    make.article(slug="draft", language="zh-hans", original=original)
    english, indonesian = f"{SITE}/2026/08/story/", f"{SITE}/id/2026/08/cerita/"

    first, second = (client.get(url.removeprefix(SITE)) for url in (english, indonesian))

    assert found.structured(first)[0]["workTranslation"] == [
        {"@type": "NewsArticle", "headline": "Cerita", "url": indonesian, "inLanguage": "id"}
    ]
    assert found.structured(second)[0]["translationOfWork"] == {
        **{"@type": "NewsArticle", "headline": "A story", "url": english, "inLanguage": "en"}
    }
    for page in (first, second):
        assert found.languages(page) == {"en": english, "id": indonesian, "x-default": english}


def test_an_article_under_another_prefix_is_canonical_in_its_own_language(client):
    make.published(slug="story", headline="A story")

    page = client.get("/zh-hans/2026/08/story/")

    assert found.canonical(page) == f"{SITE}/2026/08/story/"
    assert found.structured(page)[0]["url"] == f"{SITE}/2026/08/story/"
    assert found.languages(page) == {}


def test_the_lead_picture_is_told_with_its_sizes(client):
    picture = make.image(alt="A rocket.", caption="At dawn.", credit="A. Photographer")
    for shape, width, height in (("wide", 1600, 900), ("square", 480, 480), ("card", 1200, 630)):
        picture.renditions.create(
            shape=shape, format="jpeg", width=width, height=height, file=f"renditions/{shape}.jpg"
        )
    make.published(slug="story", lead=picture)

    page = client.get("/2026/08/story/")

    assert found.structured(page)[0]["image"] == [
        {
            "@type": "ImageObject",
            "url": f"{SITE}/media/renditions/{shape}.jpg",
            "width": width,
            "height": height,
            "caption": "At dawn.",
            "creditText": "A. Photographer",
        }
        for shape, width, height in (
            ("card", "1200", "630"),
            ("wide", "1600", "900"),
            ("square", "480", "480"),
        )
    ]
    assert [pair for pair in found.properties(page) if pair[0].startswith("og:image")] == [
        ("og:image", f"{SITE}/media/renditions/card.jpg"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "A rocket."),
    ]


def test_other_sites_are_told_what_a_link_to_an_article_shows(client):
    original = make.published(**told(), at=EARLIER)
    make.published(slug="cerita", language="id", original=original)
    changed = json_ld.moment(original.publish(by=None).live_from)

    page = client.get("/2026/08/story/")

    assert found.properties(page) == [
        ("og:type", "article"),
        ("og:title", "A rocket flies"),
        ("og:url", f"{SITE}/2026/08/story/"),
        ("og:description", "It landed too."),
        ("og:site_name", "Space News"),
        ("og:locale", "en_GB"),
        ("og:locale:alternate", "id_ID"),
        ("og:image", f"{SITE}/static/share.png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "Space News"),
        ("article:published_time", "2026-08-19T12:00:00+00:00"),
        ("article:modified_time", changed),
        ("article:section", "Launch"),
        ("article:author", f"{SITE}/author/desk/"),
        ("article:tag", "methane"),
    ]
    assert '<meta name="twitter:card" content="summary_large_image">' in found.head(page)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"deck": "A deck.", "points": ["One."]}, "A deck."),
        ({"points": ["One.", "Two."]}, "One. Two."),
        ({"body": "<h2>A part</h2><p>It <em>flew</em> &amp; landed.</p>"}, "A part It flew & landed."),
        ({"deck": "word " * 100}, "word " * 59 + "word…"),
    ],
)
def test_an_article_is_described_by_its_deck_else_its_points_else_its_beginning(client, columns, words):
    make.published(slug="story", **columns)

    page = client.get("/2026/08/story/")

    assert found.description(page) == words
    assert dict(found.properties(page))["og:description"] == words
    assert found.structured(page)[0]["description"] == words


def test_hostile_words_stay_words_wherever_they_are_told(client):
    article = make.published(
        **told(
            **dict.fromkeys(("headline", "deck", "source_line"), HOSTILE),
            section=make.section(name=HOSTILE, slug="launch"),
            authors=[make.author(name=HOSTILE, slug="desk")],
            tags=[make.tag(HOSTILE, slug="tag")],
            about=[make.organization(HOSTILE, slug="firm", public_from=EARLIER)],
            sources=[make.source(title=HOSTILE, publisher=HOSTILE)],
        )
    )
    article.publish(by=None, correction=HOSTILE)

    for address in ("/2026/08/story/", "/section/launch/", "/tag/tag/", "/author/desk/", "/corrections/"):
        page = client.get(address)
        head = found.head(page)
        assert "alert(1)</script>" not in head.replace("&lt;", "<").partition("ld+json")[2]
        assert head.count("<script") == head.count("</script>")
        assert "<b>" not in head
        assert len(found.structured(page)) == 2
    node = found.structured(client.get("/2026/08/story/"))[0]
    assert node["correction"][0]["text"].startswith("</script><script>alert(1)")


def test_the_front_page_is_the_site_with_its_search_and_its_publisher(client):
    for address, language in (("/", "en"), ("/id/", "id")):
        page = client.get(address)
        prefix = address.rstrip("/")
        [node] = found.structured(page)

        assert found.canonical(page) == f"{SITE}{address}"
        assert {**node, "publisher": node["publisher"]["@id"]} == {
            **WEB_SITE,
            "inLanguage": language,
            "publisher": f"{SITE}/#publisher",
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{SITE}{prefix}/search/?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            },
        }
        assert found.languages(page) == {
            "en": f"{SITE}/",
            "id": f"{SITE}/id/",
            "zh-Hans": f"{SITE}/zh-hans/",
            "x-default": f"{SITE}/",
        }


def test_a_section_lists_its_stories_and_stands_under_the_front_page(client):
    section = make.section(name="Launch", slug="launch", deck="What leaves.")
    for number in range(2):
        make.published(slug=f"story-{number}", section=section, at=EARLIER + number * dt.timedelta(hours=1))

    page = client.get("/section/launch/")

    assert found.structured(page) == [
        {
            "@type": "CollectionPage",
            "name": "Launch",
            "url": f"{SITE}/section/launch/",
            "description": "What leaves.",
            "inLanguage": "en",
            "isPartOf": WEB_SITE,
            "mainEntity": {
                "@type": "ItemList",
                "itemListElement": [
                    {"@type": "ListItem", "position": 1, "url": f"{SITE}/2026/08/story-1/"},
                    {"@type": "ListItem", "position": 2, "url": f"{SITE}/2026/08/story-0/"},
                ],
            },
        },
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Home", "item": f"{SITE}/"},
                {"@type": "ListItem", "position": 2, "name": "Launch"},
            ],
        },
    ]
    assert found.description(page) == "What leaves."
    assert dict(found.properties(page))["og:title"] == "Launch"


def test_an_author_with_a_portrait_is_a_person_with_a_profile(client):
    portrait = make.image()
    make.published(authors=[make.author(name="A. Writer", slug="writer", bio="Writes.", portrait=portrait)])

    profile = found.structured(client.get("/author/writer/"))[0]

    assert profile == {
        "@type": "ProfilePage",
        "name": "A. Writer",
        "url": f"{SITE}/author/writer/",
        "description": "Writes.",
        "inLanguage": "en",
        "isPartOf": WEB_SITE,
        "mainEntity": {
            "@type": "Person",
            "name": "A. Writer",
            "url": f"{SITE}/author/writer/",
            "description": "Writes.",
            "image": [
                {"@type": "ImageObject", "url": f"{SITE}{portrait.url}", "width": "1200", "height": "800"}
            ],
        },
    }


def test_a_month_is_a_collection_below_its_year(client):
    make.published(slug="story", at=EARLIER)

    collection, crumbs = found.structured(client.get("/2026/08/"))

    assert (collection["@type"], collection["name"]) == ("CollectionPage", "August 2026")
    assert collection["mainEntity"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "url": f"{SITE}/2026/08/story/"}
    ]
    assert [step["name"] for step in crumbs["itemListElement"]] == ["Archive", "2026", "August 2026"]


def test_a_page_within_a_list_is_canonical_by_itself_and_names_no_counterpart(client):
    section = make.section(slug="launch")
    for number in range(31):
        make.published(section=section, at=EARLIER - number * dt.timedelta(minutes=1))
    first = client.get("/section/launch/")

    second = client.get(first.context["older_url"])

    assert found.canonical(second) == SITE + first.context["older_url"]
    assert found.languages(second) == {}
    assert set(found.languages(first)) == {"en", "id", "zh-Hans", "x-default"}


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/about/", "AboutPage"),
        ("/ethics/", "WebPage"),
        ("/contact/", "ContactPage"),
        ("/archive/", "CollectionPage"),
        ("/search/", "WebPage"),
        ("/search/help/", "WebPage"),
        ("/claims/", "WebPage"),
    ],
)
def test_other_pages_say_what_they_are(client, address, kind):
    for key in ("about", "ethics"):
        make.page(key, en="<p>Who we are.</p>", id="<p>Siapa kami.</p>", zh_hans="<p>我们。</p>")

    page = client.get(address)
    node = found.structured(page)[0]

    assert (node["@type"], node["url"]) == (kind, SITE + address)
    assert node["description"] == found.description(page)
    assert found.canonical(page) == SITE + address
    assert dict(found.properties(page)).keys() >= {"og:title", "og:type", "og:url", "og:image", "og:locale"}
    assert set(found.languages(page)) == {"en", "id", "zh-Hans", "x-default"}


def test_a_page_that_is_not_written_in_a_language_names_none_there(client):
    make.page("about", en="<p>Who we are.</p>", id="<p>Siapa kami.</p>")

    pages = [client.get(f"{prefix}/about/") for prefix in ("", "/id", "/zh-hans")]

    assert [found.canonical(page) for page in pages] == [
        f"{SITE}/about/",
        f"{SITE}/id/about/",
        f"{SITE}/about/",
    ]
    for page in pages:
        assert set(found.languages(page)) == {"en", "id", "x-default"}
    assert found.description(pages[1]) == "Siapa kami."


@pytest.mark.parametrize("address", ["/search/?q=moon", "/firms/?name=land", "/contact/thanks/", "/nowhere/"])
def test_results_and_pages_that_are_none_ask_not_to_be_indexed(client, address):
    assert found.is_unindexed(client.get(address))


@pytest.mark.parametrize("address", ["/", "/search/", "/firms/", "/firms/?kind=firm", "/contact/"])
def test_other_pages_do_not(client, address):
    assert not found.is_unindexed(client.get(address))
