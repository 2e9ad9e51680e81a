"""The list of articles: what it shows, whom it shows it to, and what it costs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.articles import policy
from spacenews.articles.models import Article
from spacenews.desk import BoundedPaginator
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from tests import make
from tests.articles.states import IN_STATE, live, write
from tests.desk.pages import LIST

QUERIES = 8  # session, person, his rights in two, count, rows, their firms, the sections to choose from


def headlines(response) -> list[str]:
    return [article.headline for article in response.context["cl"].result_list]


def cells(response, column: str) -> list[str]:
    admin = response.context["cl"].model_admin
    return [str(getattr(admin, column)(article)) for article in response.context["cl"].result_list]


def test_the_list_is_called_articles(sign_in):
    page = sign_in(EDITOR).get(LIST)

    assert "<h1>Articles</h1>" in page.text
    assert "<title>Articles | Desk | Space News</title>" in page.text


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("draft", '<span class="state draft">Draft</span>'),
        ("scheduled", '<span class="state scheduled">Scheduled</span>'),
        ("live", '<span class="state live">Live</span>'),
        ("change-scheduled", '<span class="state change-scheduled">Live, change scheduled</span>'),
        ("withdrawn", '<span class="state withdrawn">Withdrawn</span>'),
        ("withdrawn-scheduled", '<span class="state withdrawn-scheduled">Withdrawn, scheduled again</span>'),
    ],
)
def test_each_state_has_a_mark_and_a_word(sign_in, clock, state, mark):
    IN_STATE[state](clock)

    assert mark in sign_in(EDITOR).get(LIST).text


def test_changes_and_review_have_a_mark_and_a_word(sign_in, clock):
    article = live(clock)
    write(article, "B")
    policy.submit(article, by=make.user(CONTRIBUTOR))

    page = sign_in(EDITOR).get(LIST)

    assert '<span class="state changes">Live, with changes</span>' in page.text
    assert '<span class="state review">In review</span>' in page.text


def test_changes_of_what_is_still_to_come_are_said_beside_its_own_mark(sign_in, clock):
    write(IN_STATE["scheduled"](clock), "C")

    assert '<span class="state scheduled">Scheduled, with changes</span>' in sign_in(EDITOR).get(LIST).text


def test_two_firms_are_named_and_the_others_counted(sign_in):
    make.article(about=[make.organization(name) for name in ("LandSpace", "CASC", "HIT", "i-Space")])

    assert cells(sign_in(EDITOR).get(LIST), "firms") == ["LandSpace, CASC and 2 more"]


def test_the_time_of_a_change_has_its_zone(sign_in, clock, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    clock.set(dt.datetime(2026, 8, 20, 1, 0, 30, tzinfo=dt.UTC))
    make.article()

    assert cells(sign_in(EDITOR).get(LIST), "changed") == ["20 August 2026, 08:00 WIB"]


@pytest.mark.parametrize("state", IN_STATE)
def test_the_filter_finds_each_state(sign_in, clock, state):
    articles = {name: made(clock) for name, made in IN_STATE.items()}
    for name, article in articles.items():
        Article.objects.filter(pk=article.pk).update(headline=name)

    assert headlines(sign_in(EDITOR).get(LIST, {"state": state})) == [state]


def test_the_filter_finds_changes_and_reviews(sign_in, clock):
    changed, reviewed = live(clock), make.article(headline="reviewed")
    write(changed, "changed")
    policy.submit(reviewed, by=make.user(CONTRIBUTOR))
    client = sign_in(EDITOR)

    assert headlines(client.get(LIST, {"state": "changes"})) == ["changed"]
    assert headlines(client.get(LIST, {"state": "review"})) == ["reviewed"]


def test_search_finds_a_headline(sign_in):
    make.article(headline="Methane first")
    make.article(headline="Two companies")

    assert headlines(sign_in(EDITOR).get(LIST, {"q": "methane"})) == ["Methane first"]


@pytest.mark.parametrize("role", [EDITOR, CHIEF])
def test_an_editor_sees_the_articles_of_all(sign_in, role):
    make.article(headline="Mine", by=make.user(CONTRIBUTOR))

    assert headlines(sign_in(role).get(LIST)) == ["Mine"]


def test_a_contributor_sees_his_own_articles_alone(sign_in):
    client = sign_in(CONTRIBUTOR)
    make.article(headline="Somebody else's", by=make.user(CONTRIBUTOR))
    make.article(headline="His own", by=client.person)

    assert headlines(client.get(LIST)) == ["His own"]


@pytest.mark.parametrize("role", [DESK, None])
def test_whoever_writes_no_articles_has_no_list_of_them(sign_in, role):
    assert sign_in(role).get(LIST).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_length(sign_in, clock, rows):
    client = sign_in(EDITOR)
    for _row in range(rows):
        make.published(about=[make.organization() for _firm in range(rows)])

    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get(LIST)

    assert len(headlines(page)) == rows
    assert len(queries) == QUERIES
    assert not any('articles_article"."body"' in query["sql"] for query in queries)


def test_a_long_list_is_not_counted_to_its_end(sign_in, monkeypatch):
    monkeypatch.setattr(BoundedPaginator, "MOST", 2)
    client = sign_in(EDITOR)
    for _row in range(2):
        make.article()

    assert "2 articles" in client.get(LIST).text

    make.article()
    assert "More than 2 articles: filters and search reach the others" in client.get(LIST).text
