"""What other sites are told of one of our addresses."""

import datetime as dt
from itertools import product
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile

from spacenews.images import library
from spacenews.pagecache.headers import Kind, kind_of
from tests import make
from tests.images.files import encoded

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SITE = "https://news.example"


@pytest.fixture(autouse=True)
def noon(clock, settings):
    clock.set(NOW)
    settings.SITE_URL = SITE


def asked(client, path: str, **more):
    return client.get("/oembed/", {"url": f"{SITE}{path}", **more})


def test_an_article_is_told_with_the_frame_of_its_card(client):
    make.published(
        slug="story", headline='A "<story>"', authors=[make.author(name="Ann"), make.author(name="Bo")]
    )

    answer = asked(client, "/id/2026/08/story/?utm=x#part")

    src, title = f"{SITE}/id/embed/article/2026/08/story/", "A &quot;&lt;story&gt;&quot;"
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == {
        "version": "1.0",
        "type": "rich",
        "title": 'A "<story>"',
        "author_name": "Ann, Bo",
        "provider_name": "Space News",
        "provider_url": f"{SITE}/",
        "cache_age": 3600,
        "html": f'<iframe src="{src}" title="{title}" width="550" height="360" '
        'style="border:0;max-width:100%" loading="lazy"></iframe>',
        "width": 550,
        "height": 360,
    }


def test_a_firm_and_figures_are_told(client):
    make.organization("LandSpace", slug="landspace", public_from=NOW)
    group = make.figure(public_from=NOW).group
    group.title = "Launches"
    group.save()
    for period, unit in product(("2023", "2024"), ("count", "satellites")):
        make.figure(period=period, unit=unit, metric=unit, group=group, scope="World", public_from=NOW)

    firm, figures = asked(client, "/firms/landspace/").json(), asked(client, group.url).json()

    assert (firm["title"], figures["title"]) == ("LandSpace", "Launches")
    assert f'src="{SITE}/embed/firm/landspace/"' in firm["html"]
    assert f'src="{SITE}/embed/figure/{group.slug}/"' in figures["html"]
    assert (firm["height"], figures["height"]) == (360, 580 + 430)  # two drawings


def test_an_old_address_is_told_by_the_new_one(client):
    article = make.published(slug="old")
    article.slug = "new"
    article.save()
    article.publish(by=None)
    firm = make.organization(slug="before", public_from=NOW)
    firm.slug = "after"
    firm.save()

    told = [asked(client, path).json()["html"] for path in ("/2026/08/old/", "/firms/before")]

    assert "/embed/article/2026/08/new/" in told[0] and "/embed/firm/after/" in told[1]


def test_it_is_told_in_xml_too(client):
    make.published(slug="story", headline="A <story> & more")

    answer = asked(client, "/2026/08/story/", format="xml")

    root = ElementTree.fromstring(answer.content)
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert (root.tag, root.findtext("title"), root.findtext("width")) == ("oembed", "A <story> & more", "550")
    assert root.findtext("html").startswith("<iframe ")


def test_xml_holds_no_sign_that_xml_cannot(client):
    make.organization("Land\x0bSpace\ufffe", slug="landspace", public_from=NOW)

    answer = asked(client, "/firms/landspace/", format="xml")

    assert ElementTree.fromstring(answer.content).findtext("title") == "LandSpace"


@pytest.mark.parametrize(
    ("most", "size"),
    [
        ({"maxwidth": "300"}, (300, 580)),
        ({"maxwidth": "9999", "maxheight": "100"}, (550, 100)),
        ({"maxwidth": "0", "maxheight": "-1"}, (550, 360)),
        ({"maxwidth": "x" * 9, "maxheight": "٣"}, (550, 360)),
    ],
)
def test_the_frame_is_no_larger_than_the_other_site_wants(client, most, size):
    make.published(slug="story")

    told = asked(client, "/2026/08/story/", **most).json()

    assert (told["width"], told["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in told["html"]


def test_the_picture_is_no_larger_than_the_other_site_wants(client):
    picture = library.add(ContentFile(encoded(), name="a.jpg"), by=None, alt="A rocket.")
    make.published(slug="story", lead=picture)

    told = [
        asked(client, "/2026/08/story/", **most).json()
        for most in ({}, {"maxwidth": "500"}, {"maxheight": "9"})
    ]

    assert [story.get("thumbnail_width") for story in told] == [600, 480, None]
    assert told[1]["thumbnail_height"] == 320
    assert told[1]["thumbnail_url"].startswith(f"{SITE}/media/")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_is_hidden_answers_byte_for_byte_as_what_never_was(client, form):
    make.article(slug="draft")
    make.article(slug="soon").publish(by=None, at=NOW + HOUR)
    make.published(slug="gone").withdraw(by=None, public_reason="It was not so.")
    make.organization(slug="secret")
    hidden_group = make.figure().group
    paths = [
        *("/2026/08/draft/", "/2026/08/soon/", "/2026/08/gone/", "/firms/secret/", hidden_group.url),
        *("/2026/08/never/", "/firms/never/", "/figures/never/", "/", "/search/", "/admin/", "/no such\x00/"),
    ]

    answers = [asked(client, path, format=form) for path in paths]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/2026/08/story/",
        "https://other.example/2026/08/story/",
        "https://news.example@other.example/2026/08/story/",
        "https://news.example:444/2026/08/story/",
        "ftp://news.example/2026/08/story/",
        "https://[/2026/08/story/",
    ],
)
def test_only_our_own_host_is_told_of(client, url):
    make.published(slug="story")

    assert client.get("/oembed/", {"url": url}).status_code == 404


def test_a_format_that_is_not_made_is_refused(client):
    make.published(slug="story")

    assert asked(client, "/2026/08/story/", format="yaml").status_code == 501


def test_other_sites_may_ask_by_script():
    assert [kind_of(path) for path in ("/oembed/", "/id/oembed/x/", "/oembed/x/")] == [
        Kind.SHARED,
        Kind.PUBLIC,
        Kind.PUBLIC,
    ]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_pages_lead_to_what_is_told_of_them(client, form):
    firm = make.organization(public_from=NOW)
    article, group = make.published(about=[firm]), make.figure(public_from=NOW).group

    for url in (article.editions.get().url, firm.url, group.url):
        page = client.get(url).text
        kind = {"json": "application/json+oembed", "xml": "text/xml+oembed"}[form]
        link = (
            page.partition(f'<link rel="alternate" type="{kind}"')[2].partition('href="')[2].partition('"')[0]
        )
        told = client.get(link.replace("&amp;", "&").removeprefix(SITE))
        assert told.status_code == 200 and b"&lt;iframe" in told.content.replace(b"<iframe", b"&lt;iframe")


def test_readers_can_copy_the_code_as_code(client):
    make.published(slug="story", headline='</textarea><script>"')

    page = client.get("/2026/08/story/").text

    title = "&amp;lt;/textarea&amp;gt;&amp;lt;script&amp;gt;&amp;quot;"
    src = f"{SITE}/embed/article/2026/08/story/"
    assert f"&lt;iframe src=&quot;{src}&quot; title=&quot;{title}&quot; width=&quot;550&quot;" in page


@pytest.mark.parametrize(("path", "queries"), [("/2026/08/story/", 4), ("/firms/landspace/", 1)])
def test_it_asks_few_questions(client, django_assert_num_queries, path, queries):
    make.organization(slug="landspace", public_from=NOW)
    make.published(slug="story", lead=make.image())

    with django_assert_num_queries(queries):
        asked(client, path)
