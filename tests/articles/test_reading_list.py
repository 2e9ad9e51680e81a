"""The page that a reader's own browser fills; what the server gives to it are the newest stories with their firms."""

import datetime as dt
import re

import pytest

from spacenews.articles import named
from spacenews.pagecache import clock
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
STORY = re.compile(r'<li><a class="firm" href="([^"]*)"[^>]*>(.*?)</a>\n<p class="meta">.*?</p></li>')
FIRM = re.compile(r'<a href="(/[^"]*firms/[^"]*)">([^<]*)</a>')


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def listed(client, prefix: str = "") -> list[tuple]:
    stories = STORY.finditer(client.get(f"{prefix}/reading-list/").text)
    return [(story[1], story[2], FIRM.findall(story[0])) for story in stories]


def test_the_newest_stories_stand_there_with_the_firms_that_readers_may_see(client):
    seen = make.organization("LandSpace", slug="landspace", short_name="LS", public_from=NOW - HOUR)
    hidden = make.organization("Secret", slug="secret")
    make.published(slug="old", headline="Old", about=[seen], at=NOW - HOUR)
    make.published(slug="new", headline="New", about=[seen, hidden], at=NOW)
    make.published(slug="other", headline="Of no firm", at=NOW)
    make.article(slug="draft", about=[seen])
    hidden.public_from = None  # publishing showed it
    hidden.save()
    firms = [("/firms/landspace/", "LS")]

    assert listed(client) == [("/2026/08/new/", "New", firms), ("/2026/08/old/", "Old", firms)]


def test_a_story_stands_there_once_in_the_readers_language(client):
    firm = make.organization("LandSpace", slug="landspace", public_from=NOW - HOUR)
    original = make.published(slug="story", headline="English", about=[firm])
    make.published(slug="story-id", headline="Indonesia", language="id", original=original, about=[firm])

    firms = [("/id/firms/landspace/", "LandSpace")]
    assert listed(client, "/id") == [("/id/2026/08/story-id/", "Indonesia", firms)]


@pytest.mark.parametrize("stories", [1, 3])
def test_it_asks_the_same_number_of_queries_at_any_length(django_assert_num_queries, stories):
    for _ in range(stories):
        make.published(about=[make.organization(public_from=NOW - HOUR)])

    with django_assert_num_queries(2):
        assert len(named.newest_with_firms("en", clock.now())) == stories
