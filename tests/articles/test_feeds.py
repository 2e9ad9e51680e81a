"""Feeds: of everything and below each list, in one language each, and nothing that readers may not see."""

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from html import escape

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from spacenews.articles.models import Author, Edition, Section, Tag
from spacenews.images.models import Image, Rendition
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def titles(client, address: str) -> list[str]:
    content = client.get(address).content
    if address.endswith(".json"):
        return [item["title"] for item in json.loads(content)["items"]]
    root = ET.fromstring(content)
    return [
        title.text for title in [*root.iterfind(".//item/title"), *root.iterfind(f"{ATOM}entry/{ATOM}title")]
    ]


@pytest.mark.parametrize("form", ["feed/rss/", "feed/atom/", "feed.json"])
@pytest.mark.parametrize(
    "below", ["", "section/launch/", "tag/methane/", "author/staff/", "firms/landspace/"]
)
def test_a_list_has_its_feed_in_three_forms(client, below, form):
    firm = make.organization("LandSpace", slug="landspace", public_from=NOW - HOUR)
    shared = {
        "section": make.section(slug="launch"),
        "tags": [make.tag("methane")],
        "authors": [make.author(slug="staff")],
        "about": [firm],
    }
    make.published(headline="Older", at=NOW - HOUR, **shared)
    make.published(headline="Newer <&>", at=NOW, **shared)
    make.article(headline="Draft", **shared)

    assert titles(client, f"/{below}{form}") == ["Newer <&>", "Older"]


def test_a_feed_holds_its_own_language_only(client):
    original = make.published(headline="English")
    make.published(headline="Indonesia", language="id", original=original)

    shown = {prefix: titles(client, f"{prefix}/feed/atom/") for prefix in ("", "/id", "/zh-hans")}

    assert shown == {"": ["English"], "/id": ["Indonesia"], "/zh-hans": []}


def test_a_list_of_originals_in_another_language_has_an_empty_feed(client):
    make.published(section=make.section(slug="launch"))

    assert titles(client, "/id/section/launch/feed/rss/") == []


def test_who_follows_an_old_slug_is_led_to_the_new_one(client):
    section = make.section(slug="rockets")
    make.published(section=section)
    section.slug = "launch"
    section.save()

    answer = client.get("/id/section/rockets/feed/atom/")

    assert (answer.status_code, answer["Location"]) == (301, "/id/section/launch/feed/atom/")


def test_a_feed_holds_the_newest_thirty(client):
    for number in range(32):
        make.published(headline=f"{number}", at=NOW - number * HOUR)

    assert titles(client, "/feed.json") == [str(number) for number in range(30)]


def test_an_entry_keeps_its_id_when_its_address_changes(client, clock):
    article = make.published(slug="first")
    before = json.loads(client.get("/feed.json").content)["items"][0]
    clock.set(NOW + HOUR)
    article.slug = "second"
    article.save()
    article.publish(by=None)
    after = json.loads(client.get("/feed.json").content)["items"][0]

    assert before["id"] == after["id"]
    assert before["url"] != after["url"]
    assert before["date_published"] == after["date_published"]


def test_the_feed_of_corrections_says_what_was_put_right(client, clock):
    article = make.published(headline="Story")
    make.published(headline="Never corrected")
    clock.set(NOW + HOUR)
    article.publish(by=None, correction="The unit was wrong.")

    items = json.loads(client.get("/corrections/feed.json").content)["items"]

    assert [item["title"] for item in items] == ["Story"]
    assert "The unit was wrong." in items[0]["content_html"]


@pytest.mark.parametrize("address", ["/feed/rss/", "/feed/atom/", "/feed.json", "/zh-hans/feed/rss/"])
def test_an_unchanged_feed_answers_304(client, clock, address):
    make.published()
    tag = client.get(address)["ETag"]
    clock.forward(minutes=5)

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("kind", ["section/none", "tag/none", "author/none", "firms/none"])
def test_a_feed_below_nothing_is_not_found(client, kind):
    assert client.get(f"/{kind}/feed/rss/").status_code == 404


HOSTILE = "]]> & </title> &amp; <b> \"'\u2028 🚀 蓝箭 \x01\x0b\x1f\x7f\ufffe\uffff"
SAID = "]]> & </title> &amp; <b> \"'\u2028 🚀 蓝箭 "


@pytest.mark.parametrize("form", ["feed/rss/", "feed/atom/", "feed.json"])
def test_no_text_breaks_a_feed(client, form):
    """Written past every form, as a broken import might."""
    lead, source = make.image(), make.source(url="https://example.org/s")
    shared = {"tags": [make.tag("t")], "authors": [make.author(slug="a")], "section": make.section(slug="s")}
    make.published(lead=lead, sources=[source], **shared)
    for rows, column in (
        (Tag, "name"),
        (Author, "name"),
        (Section, "name"),
        (Image, "alt"),
        (Image, "credit"),
    ):
        rows.objects.update(**{column: HOSTILE})
    columns = dict.fromkeys(("headline", "deck", "source_line", "correction"), HOSTILE)
    Edition.objects.update(points=[HOSTILE], body_html=f"<p>{escape(HOSTILE)}</p>", **columns)
    type(source).objects.update(title=HOSTILE, publisher=HOSTILE)

    shown = {below: titles(client, f"/{below}{form}") for below in ("", "section/s/", "tag/t/", "author/a/")}

    assert shown == {list_: [SAID] for list_ in shown}


def printed() -> dict:
    """Return what a feed must print of an article that has a picture, and print the article."""
    lead = make.image(alt="A rocket.", credit="A. Photographer")
    name = default_storage.save("pictures/wide.jpg", ContentFile(b"0123456789"))
    Rendition.objects.create(image=lead, shape="wide", format="jpeg", width=1600, height=900, file=name)
    article = make.published(
        at=NOW - HOUR,
        headline="Rocket",
        deck="A deck.",
        body="<p>The <strong>whole</strong> text.</p>",
        lead=lead,
        section=make.section(slug="launch", name="Launch"),
        tags=[make.tag("methane")],
        authors=[make.author(slug="staff", name="Staff"), make.author(slug="ada", name="Ada")],
    )
    return {"id": f"tag:127.0.0.1,2026-08-20:article:{article.pk}", "picture": f"/media/{name}"}


def test_rss_says_all_of_an_entry(client, settings):
    said, site = printed(), settings.SITE_URL

    item = ET.fromstring(client.get("/feed/rss/").content).find("channel/item")

    def texts(name: str) -> list[str]:
        return [found.text for found in item.findall(name, NAMES)]

    assert (texts("title"), texts("description")) == (["Rocket"], ["A deck."])
    assert texts("link") == [Edition.objects.get().canonical]
    assert [(found.text, found.attrib) for found in item.findall("guid")] == [
        (said["id"], {"isPermaLink": "false"})
    ]
    assert texts("pubDate") == ["Thu, 20 Aug 2026 11:00:00 +0000"]
    assert texts("dc:creator") == ["Staff", "Ada"]
    assert [(found.text, found.get("domain")) for found in item.findall("category")] == [
        ("Launch", f"{site}/section/"),
        ("methane", f"{site}/tag/"),
    ]
    assert "<p>The <strong>whole</strong> text.</p>" in texts("content:encoded")[0]
    file = {"url": site + said["picture"], "type": "image/jpeg"}
    assert item.find("enclosure").attrib == {**file, "length": "10"}
    media = item.find("media:content", NAMES)
    assert media.attrib == {**file, "medium": "image", "width": "1600", "height": "900", "fileSize": "10"}
    assert [found.text for found in media] == ["A rocket.", "A. Photographer"]
    assert item.find("ttl") is None


def test_atom_says_all_of_an_entry(client, settings):
    said, site = printed(), settings.SITE_URL
    url = Edition.objects.get().canonical

    feed = ET.fromstring(client.get("/feed/atom/").content)
    entry = feed.find("a:entry", NAMES)

    assert feed.get(f"{XML}base") == f"{site}/"
    assert (feed.get(f"{XML}lang"), entry.get(f"{XML}lang")) == ("en", "en")
    assert [entry.findtext(f"a:{name}", None, NAMES) for name in ("id", "title", "summary")] == [
        said["id"],
        "Rocket",
        "A deck.",
    ]
    assert [entry.findtext(f"a:{name}", None, NAMES) for name in ("published", "updated")] == [
        "2026-08-20T11:00:00+00:00"
    ] * 2
    assert [[part.text for part in author] for author in entry.findall("a:author", NAMES)] == [
        ["Staff", f"{site}/author/staff/"],
        ["Ada", f"{site}/author/ada/"],
    ]
    assert [found.attrib for found in entry.findall("a:category", NAMES)] == [
        {"term": "launch", "scheme": f"{site}/section/", "label": "Launch"},
        {"term": "methane", "scheme": f"{site}/tag/", "label": "methane"},
    ]
    assert [found.attrib for found in entry.findall("a:link", NAMES)] == [
        {"rel": "alternate", "type": "text/html", "href": url, "hreflang": "en"},
        {"rel": "enclosure", "href": site + said["picture"], "type": "image/jpeg", "length": "10"},
    ]
    content = entry.find("a:content", NAMES)
    assert content.get("type") == "html"
    assert "<p>The <strong>whole</strong> text.</p>" in content.text


def test_json_says_all_of_an_entry(client, settings):
    said, site = printed(), settings.SITE_URL

    item = client.get("/feed.json").json()["items"][0]

    assert "<p>The <strong>whole</strong> text.</p>" in item.pop("content_html")
    assert item == {
        "id": said["id"],
        "url": Edition.objects.get().canonical,
        "title": "Rocket",
        "summary": "A deck.",
        "image": site + said["picture"],
        "banner_image": site + said["picture"],
        "date_published": "2026-08-20T11:00:00+00:00",
        "date_modified": "2026-08-20T11:00:00+00:00",
        "authors": [
            {"name": "Staff", "url": f"{site}/author/staff/"},
            {"name": "Ada", "url": f"{site}/author/ada/"},
        ],
        "tags": ["Launch", "methane"],
        "language": "en",
    }


def test_a_picture_whose_file_is_missing_breaks_no_feed(client):
    make.published(lead=make.image())

    item = ET.fromstring(client.get("/feed/rss/").content).find("channel/item")

    assert item.find("enclosure").get("length") == "0"
    assert "fileSize" not in item.find("media:content", NAMES).attrib


def test_a_corrected_article_begins_with_what_was_put_right(client, clock):
    article = make.published(body="<p>The text.</p>")
    clock.set(NOW + HOUR)
    article.publish(by=None, correction="The unit was <wrong>.")

    content = client.get("/feed.json").json()["items"][0]["content_html"]

    assert content.startswith('<p lang="en"><strong>Correction, ')
    assert content.index("The unit was &lt;wrong&gt;.") < content.index("The text.")


def test_the_feed_of_corrections_prints_no_text_that_was_replaced(client, clock):
    article = make.published(headline="Old headline", body="<p>Replaced twice.</p>")
    for number, body in enumerate(("<p>Not to be printed any more.</p>", "<p>The text of now.</p>")):
        clock.set(NOW + (number + 1) * HOUR)
        article.body, article.headline = body, f"Headline {number}"
        article.save()
        article.publish(by=None, correction=f"Correction {number}.")

    feed = client.get("/corrections/feed.json").json()
    items = feed["items"]

    assert "Not to be printed" not in str(feed)
    assert [item["title"] for item in items] == ["Headline 1", "Headline 1"]
    assert ["Correction 1." in items[0]["content_html"], "Correction 0." in items[1]["content_html"]] == [
        True,
        True,
    ]
    assert [item["date_published"][11:16] for item in items] == ["14:00", "13:00"]
    assert len({item["id"] for item in items}) == 2


@pytest.mark.parametrize("prefix", ["", "/id", "/zh-hans"])
@pytest.mark.parametrize(
    "page", ["/", "/section/launch/", "/tag/methane/", "/author/staff/", "/firms/landspace/", "/corrections/"]
)
def test_a_list_announces_its_feeds(client, prefix, page):
    firm = make.organization("LandSpace", slug="landspace", public_from=NOW - HOUR)
    author = make.author(slug="staff")
    make.published(
        section=make.section(slug="launch"), tags=[make.tag("methane")], authors=[author], about=[firm]
    )

    html = client.get(f"{prefix}{page}").content.decode()

    announced = re.findall(
        r'<link rel="alternate" type="application/(rss|atom|feed)\+\w+" title="[^"]+" href="(.*?)">', html
    )
    own = f"{prefix}{page}feed"
    assert announced == [("rss", f"{own}/rss/"), ("atom", f"{own}/atom/"), ("feed", f"{own}.json")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_feed_of_corrections_asks_the_same_number_of_queries_at_any_length(
    client, clock, django_assert_num_queries, rows
):
    articles = [make.published(lead=make.image()) for _ in range(rows)]
    clock.set(NOW + HOUR)
    for article in articles:
        article.publish(by=None, correction="The unit was wrong.")

    with django_assert_num_queries(3):
        client.get("/corrections/feed/rss/")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_feed_asks_the_same_number_of_queries_at_any_length(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make.published(lead=make.image())

    with django_assert_num_queries(2):
        client.get("/feed/atom/")
