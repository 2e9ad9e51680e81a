"""What is new in a search, as RSS."""

import datetime as dt
import xml.etree.ElementTree as ET
from html import unescape

import pytest

from spacenews.articles import feeds
from spacenews.pagecache import clock as site_clock
from spacenews.search import database, find
from tests import make

pytestmark = pytest.mark.django_db
FIRST_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def follow(client, prefix: str = "", **asked):
    return client.get(f"{prefix}/search/feed/rss/", asked)


def titles(response) -> list[str]:
    return [item.findtext("title") for item in ET.fromstring(response.content).iter("item")]


def test_it_holds_what_the_search_finds_newest_first(client):
    make.published(headline="Rocket rocket", at=FIRST_DAY)
    make.published(headline="A rocket", at=FIRST_DAY + dt.timedelta(days=2))
    make.published(headline="Moon", at=FIRST_DAY)

    response = follow(client, q="rocket")

    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert titles(response) == ["A rocket", "Rocket rocket"]


def test_it_is_narrowed_as_the_page_is(client):
    firm = make.organization("LandSpace", slug="landspace", public_from=site_clock.now())
    make.published(headline="Rocket one", about=[firm], at=FIRST_DAY)
    make.published(headline="Rocket two", at=FIRST_DAY)
    make.published(headline="Rocket three", about=[firm], at=FIRST_DAY - dt.timedelta(days=1))

    assert titles(follow(client, q="rocket", firm="landspace", year="2026")) == ["Rocket one"]


def test_it_holds_the_newest_alone(client, monkeypatch):
    monkeypatch.setattr(feeds, "NEWEST", 2)
    for day in range(3):
        make.published(headline=f"Rocket {day}", at=FIRST_DAY + dt.timedelta(days=day))

    assert titles(follow(client, q="rocket")) == ["Rocket 2", "Rocket 1"]


def test_the_page_and_the_feed_name_each_other(client, settings):
    make.published(headline="Rocket")
    page = client.get("/id/search/", {"q": "rocket & moon"}).content.decode()

    channel = ET.fromstring(follow(client, "/id", q="rocket & moon").content).find("channel")

    assert channel.findtext("link") == f"{settings.SITE_URL}/id/search/?q=rocket+%26+moon"
    assert 'type="application/rss+xml"' in page
    assert '"/id/search/feed/rss/?q=rocket+&+moon"' not in page
    assert '"/id/search/feed/rss/?q=rocket+%26+moon"' in unescape(page)


def test_what_is_typed_is_escaped(client):
    response = follow(client, q="</title><script>alert(1)</script>")

    assert b"<script" not in response.content
    assert "<script>alert(1)</script>" in ET.fromstring(response.content).findtext("channel/title")


@pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": "nothing"}, {"q": "\x00"}, {"firm": "nobody"}])
def test_a_search_that_finds_nothing_has_an_empty_feed(client, asked):
    make.published(headline="Rocket")

    assert titles(follow(client, **asked)) == []


def test_following_counts_as_searching(client, limits, settings, clock):
    settings.LIMITS = {**settings.LIMITS, "search_minute": 2}
    clock.set(dt.datetime(2026, 5, 1, 12, 0, 20, tzinfo=dt.UTC))

    answers = [follow(client, q="moon"), client.get("/search/", {"q": "moon"}), follow(client, q="moon")]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 30 <= int(answers[2].headers["Retry-After"]) <= 40


def test_a_search_that_takes_too_long_is_put_off(client, monkeypatch):
    def too_long(query, now):
        raise database.TooLong

    monkeypatch.setattr(find, "newest", too_long)

    response = follow(client, q="moon")

    assert response.status_code == 503
    assert "Retry-After" in response.headers


def test_it_never_tells_of_what_is_hidden(client, clock):
    make.article(headline="Rocket draft")
    make.article(headline="Rocket to come").publish(by=None, at=clock.now() + dt.timedelta(days=1))
    make.published(headline="Rocket gone").withdraw(by=None, public_reason="Wrong.")

    assert titles(follow(client, q="rocket")) == []
    clock.forward(days=2)
    assert titles(follow(client, q="rocket")) == ["Rocket to come"]
