"""What was read most, on every public page: whole days that are over, one card a story."""

import datetime as dt
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from spacenews.pagecache import clock as site_clock
from spacenews.pagecache import fragments
from spacenews.stats.popular import popular
from tests import make

TODAY = dt.date(2026, 8, 20)
DAY = dt.timedelta(days=1)
WIDGET = re.compile(r'<section class="widget w-popular".*?</section>', re.DOTALL)
pytestmark = pytest.mark.django_db


def read(article, times: int, day: dt.date = TODAY - DAY):
    make.views(article, day=day, times=times)
    return article


@pytest.fixture
def stories() -> list:
    """Return three stories, the most read first."""
    return [read(make.published(headline=f"Story {times}"), times) for times in (30, 20, 10)]


def headlines(language: str = "en") -> list[str]:
    return [edition.headline for edition in popular(language, site_clock.now())]


def shown(client, path: str = "/") -> list[str]:
    return re.findall(r"<a [^>]*>(.*?)</a>", "".join(WIDGET.findall(client.get(path).text)))


def test_the_most_read_stories_stand_on_every_public_page(client, stories):
    expected = ["Story 30", "Story 20", "Story 10"]

    assert shown(client) == shown(client, "/archive/") == expected
    assert shown(client, "/id/") == expected


def test_how_often_they_were_read_is_told_to_nobody(client, stories):
    [widget] = WIDGET.findall(client.get("/").text)

    assert re.findall(r"\d+", re.sub(r"<[^>]*>|Story \d+", "", widget)) == []


def test_five_stand_there_at_most(stories):
    for times in (40, 50, 60):
        read(make.published(headline=f"Story {times}"), times)

    assert headlines() == ["Story 60", "Story 50", "Story 40", "Story 30", "Story 20"]


@pytest.mark.parametrize("views", [1, 2])
def test_too_few_stories_or_views_are_no_list(client, views):
    for number in range(2):
        read(make.published(headline=f"Story {number}"), 30)
    read(make.published(), views)

    assert headlines() == []
    assert "w-popular" not in client.get("/").text


def test_the_week_is_the_seven_days_before_today(stories, clock):
    read(stories[2], 100, TODAY)
    read(stories[1], 25, TODAY - 7 * DAY)
    read(stories[2], 100, TODAY - 8 * DAY)

    assert headlines() == ["Story 20", "Story 30", "Story 10"]

    clock.forward(days=1)
    assert headlines() == ["Story 10", "Story 30", "Story 20"]


def test_the_day_is_that_of_the_sites_zone(stories, clock, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    read(stories[2], 100, TODAY)
    clock.set(dt.datetime(2026, 8, 20, 16, 59, tzinfo=dt.UTC))
    assert headlines()[0] == "Story 30"

    clock.set(dt.datetime(2026, 8, 20, 17, tzinfo=dt.UTC))
    assert headlines()[0] == "Story 10"


def test_views_of_all_languages_count_for_the_story_which_is_listed_once(stories):
    translated = make.published(headline="Cerita", language="id", original=stories[2])
    read(translated, 100)

    assert headlines("en") == ["Story 10", "Story 30", "Story 20"]
    assert headlines("id") == ["Cerita", "Story 30", "Story 20"]


def test_what_readers_cannot_see_is_not_listed(stories):
    withdrawn, _draft, scheduled = (
        read(make.published(), 90),
        read(make.article(), 80),
        read(make.article(), 70),
    )
    withdrawn.withdraw(by=None, public_reason="It was not so.")
    scheduled.publish(by=None, at=site_clock.now() + DAY)

    assert headlines() == ["Story 30", "Story 20", "Story 10"]


def test_a_name_in_another_language_says_so(client, stories):
    read(make.published(headline="火箭", language="zh-hans"), 100)

    [widget] = WIDGET.findall(client.get("/").text)

    assert re.search(r'<a href="/2026/08/[^"]*" lang="zh-Hans">火箭</a>', widget)


def test_views_of_a_day_change_no_byte_of_a_page_until_midnight(client, stories, clock):
    before = client.get("/").content

    read(stories[2], 500, TODAY)
    clock.forward(hours=14)
    assert client.get("/").content == before
    fragments.clear()
    assert client.get("/").content == before

    clock.forward(hours=1)
    assert shown(client) == ["Story 10", "Story 30", "Story 20"]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_however_many_were_read(stories, rows):
    for _row in range(rows):
        read(make.published(), 40)
    now = site_clock.now()

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        popular("en", now)

    assert len(queries) == 3
