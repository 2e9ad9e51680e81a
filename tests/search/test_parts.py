"""PostgreSQL looks at the newest part first; what is found is the same as if it looked at all."""

import datetime as dt

import pytest
from django.db import connection

from spacenews.search import find, parts
from spacenews.search.query import Query, group_of
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
MONTHS = 8


@pytest.fixture(autouse=True)
def stories(monkeypatch):
    """A story a month, every other one of rockets; one entry is looked at first."""
    for month in range(1, MONTHS + 1):
        headline = f"{'Rocket' if month % 2 else 'Moon'} {month}"
        make.published(headline=headline, at=dt.datetime(2026, month, 1, tzinfo=dt.UTC))
    monkeypatch.setattr(parts, "FIRST", 1)
    parts.counted.cache_clear()
    yield
    parts.counted.cache_clear()


def found(most: int, **how) -> list[str]:
    query = Query(words=(group_of("rocket"),))
    return [row.title.split()[-1] for row in find.found(query, query.condition(), NOW, most, **how)]


def test_the_newest_are_found_whatever_part_they_lie_in():
    assert [found(most) for most in (1, 2, 4, 9)] == [
        ["7"],
        ["7", "5"],
        ["7", "5", "3", "1"],
        ["7", "5", "3", "1"],
    ]


def test_only_as_much_is_looked_at_as_is_needed(django_assert_num_queries):
    parts.counted(NOW)

    with django_assert_num_queries(2):
        found(1)
    with django_assert_num_queries(1):
        found(1, is_rare=True)


def test_what_is_new_this_hour_is_found():
    parts.counted(NOW)
    make.published(headline="Rocket 9", at=NOW)

    assert found(1) == ["9"]


def test_words_of_titles_are_found_below_a_key():
    query = Query(words=(group_of("rocket"),))
    newest = find.newest(query, NOW)

    older = find.older(query, NOW, newest[1].key)

    assert [row.title.split()[-1] for row in older] == ["3", "1"]


def test_every_entry_is_in_a_bucket():
    assert sum(parts.counted(NOW).values()) == MONTHS
    assert connection.vendor == "postgresql"


def test_parts_begin_where_the_span_of_time_ends(django_assert_num_queries):
    may = dt.datetime(2026, 5, 2, tzinfo=dt.UTC)
    query = Query(words=(group_of("rocket"),), before=may)
    parts.counted(NOW)

    with django_assert_num_queries(1):
        assert [row.title.split()[-1] for row in find.found(query, query.condition(), NOW, 1)] == ["5"]
