import datetime as dt

import pytest
from django.db import OperationalError, connection

from spacenews.search import answer, database, find, question
from spacenews.search.conditions import Holds, Sought
from spacenews.search.models import Words
from spacenews.search.text import Phrase
from tests import make
from tests.search.asking import found, nearly_found, search

pytestmark = pytest.mark.django_db
FIRST_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def publish(*headlines: str, **columns) -> None:
    """Publish stories of these headlines, a day apart."""
    for day, headline in enumerate(headlines):
        make.published(headline=headline, at=FIRST_DAY + dt.timedelta(days=day), **columns)


def test_newest_first_is_by_first_publication(clock):
    publish("Rocket one", "Rocket two", "Rocket three")
    first = make.Article.objects.get(headline="Rocket one")
    first.deck = "Corrected."
    first.save()
    first.keep(by=None)

    first.publish(by=None, correction="It was put right.")

    assert found("rocket", by_date=True) == ["Rocket three", "Rocket two", "Rocket one"]


def test_a_window_is_full_of_the_newest_and_says_so(monkeypatch):
    monkeypatch.setattr(find, "WINDOW", 3)
    publish("One", "Two", "Three", "Four", body="<p>Rocket.</p>")

    full = search("rocket", by_date=True)

    assert full.is_cut
    assert found("rocket", by_date=True) == ["Four", "Three", "Two"]


def test_older_ones_with_the_words_in_their_titles_are_looked_for_behind_the_window(monkeypatch):
    monkeypatch.setattr(find, "WINDOW", 2)
    publish("Rocket", "Text", body="<p>Rocket.</p>")
    publish("Later", "Latest", body="<p>Rocket.</p>")

    assert found("rocket")[0] == "Rocket"
    assert len(found("rocket")) == 3


def test_what_lacks_a_word_comes_below_where_few_have_all():
    publish("Moon rocket landing", "Moon rocket", "Moon landing", "Landing", "Nothing")

    assert found("moon rocket landing") == ["Moon rocket landing"]
    assert nearly_found("moon rocket landing") == ["Moon rocket", "Moon landing", "Landing"]


def test_nothing_is_added_where_enough_have_all():
    publish(*(f"Moon rocket {number}" for number in range(answer.PAGE)), "Moon")

    assert nearly_found("moon rocket") == []


def test_filters_phrases_and_exclusions_are_kept_where_words_are_not():
    publish("Moon rocket", "Moon", "Rocket", "Blue moon landing", tags=[make.tag("space")])
    publish("Moon alone")

    assert nearly_found("moon rocket crater tag:space")[0] == "Moon rocket"
    assert "Moon alone" not in nearly_found("moon rocket crater tag:space")
    assert nearly_found('"blue moon" landing crater') == ["Blue moon landing"]
    assert sorted(nearly_found("moon crater -rocket tag:space")) == ["Blue moon landing", "Moon"]


def test_a_long_chinese_run_falls_apart_into_its_pairs():
    publish("蓝箭航天的朱雀三号", "无关", language="zh-hans")

    assert found("蓝箭航天朱雀三号") == []
    assert nearly_found("蓝箭航天朱雀三号") == ["蓝箭航天的朱雀三号"]


def test_a_span_of_time_holds_also_what_lies_behind_its_moment():
    for _ in range(20):
        make.published(headline="Rocket", at=FIRST_DAY)

    assert len(found("rocket before:2026-01-02 after:2026")) == 20
    assert found("rocket before:2026-01-01") == []


@pytest.mark.sqlite
def test_newest_first_needs_no_sort_on_sqlite():
    given = {"now": database.adapted(FIRST_DAY), "held": "rocket"}
    statement, params = question.prepared(frozenset(given), 10)

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", question.filled(params, given))
        plan = str(cursor.fetchall())

    assert "VIRTUAL TABLE INDEX" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("sought", "index"),
    [
        (Sought(Holds(Phrase(("rocket",)))), "search_words_held"),
        (Sought(None, Holds(Phrase(("rocket",)))), "search_words_titled"),
    ],
)
def test_words_are_looked_up_in_an_index_on_postgresql(sought, index):
    publish("Rocket", "Moon")

    with database.in_time():
        plan = Words.objects.filter(vector__match=sought).explain()

    assert f"Bitmap Index Scan on {index}" in plan
    assert "Filter" not in plan


@pytest.mark.sqlite
def test_a_search_ends_in_time_on_sqlite(monkeypatch):
    monkeypatch.setattr(database, "TIMEOUT_S", 0.05)

    with pytest.raises(database.TooLong), database.in_time(), connection.cursor() as cursor:
        cursor.execute(ENDLESS)

    assert found("rocket") == []


@pytest.mark.sqlite
def test_the_time_of_other_statements_is_not_bounded(monkeypatch):
    monkeypatch.setattr(database, "TIMEOUT_S", 0)

    found("rocket")

    with connection.cursor() as cursor:
        cursor.execute(ENDLESS.replace("FROM n)", "FROM n WHERE x < 500000)"))
        assert cursor.fetchone() == (500_000,)


@pytest.mark.postgresql
def test_a_search_ends_in_time_on_postgresql(monkeypatch):
    monkeypatch.setattr(database, "TIMEOUT_S", 0.05)

    with pytest.raises(database.TooLong), database.in_time(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")

    assert found("rocket") == []


@pytest.mark.postgresql
def test_a_transaction_around_a_search_keeps_its_settings_on_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        before = cursor.fetchone()

        found("rocket")

        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == before


def test_another_fault_of_the_database_is_not_taken_for_a_long_search():
    with pytest.raises(OperationalError), database.in_time():
        raise OperationalError("the disk is gone")


def test_pages_end_somewhere():
    publish(*(f"Rocket {number}" for number in range(answer.PAGE + 1)))
    full = search("rocket")

    assert [len(answer.page_of(full, number)) for number in ("1", "2", "3", "0", "-1", "x", "9" * 5000)] == [
        *(10, 1, 1),
        *(1, 1, 10, 10),
    ]


def test_where_nothing_holds_a_phrase_its_words_are_looked_for():
    publish("Owl and hare", "The owl that spreads its wings")

    assert nearly_found('rocket "owl spreads wings"')[0] == "The owl that spreads its wings"


def test_where_nothing_else_is_found_one_word_is_enough():
    publish("Moon", "Nothing")

    assert found("rocket crater moon landing orbit") == []
    assert nearly_found("rocket crater moon landing orbit") == ["Moon"]


@pytest.mark.parametrize("typed", ["moon", '"the moon"'])
def test_beyond_the_window_older_titles_are_looked_through(typed, monkeypatch):
    monkeypatch.setattr(find, "WINDOW", 2)
    publish("The moon, at last", "Mars", "Mars again")
    publish("Rocket", "Rockets", "More rockets", body="<p>To the moon.</p>")

    assert "The moon, at last" in found(typed)
    assert len(found(typed)) == 3
