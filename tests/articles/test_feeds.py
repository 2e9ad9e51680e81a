"""Feeds: of everything and below each list, in one language each, and nothing that readers may not see."""

import datetime as dt
import json
import xml.etree.ElementTree as ET

import pytest

from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"


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


def test_no_text_breaks_a_feed(client):
    make.published(headline="]]> & </title> \u2028 🚀 蓝箭", deck="<b>no</b> \x0b\x00")

    assert titles(client, "/feed/rss/") == ["]]> & </title> \u2028 🚀 蓝箭"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_feed_asks_the_same_number_of_queries_at_any_length(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make.published(lead=make.image())

    with django_assert_num_queries(5):
        client.get("/feed/atom/")
