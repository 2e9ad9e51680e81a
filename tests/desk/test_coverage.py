"""The page for Mondays: who was left out, how stories are spread, what was searched in vain, what names no firm."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles.models import Article
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, EDITOR
from spacenews.search.models import Asked
from tests import make

NOW = dt.datetime(2026, 8, 20, 9, 20, tzinfo=dt.UTC)
PAGE = reverse("admin:coverage")
QUERIES = {CHIEF: 18, CONTRIBUTOR: 16}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_drawn")]


@pytest.fixture(autouse=True)
def a_thursday(clock):
    clock.set(NOW)


@pytest.fixture
def sign_in(client):
    def signed_in(role, **kwargs):
        person = make.user(role, **kwargs)
        client.force_login(person)
        return person

    return signed_in


def days_ago(number: int) -> dt.datetime:
    return NOW - dt.timedelta(days=number)


def lists(client, **asked) -> dict[str, list[str]]:
    return {
        listing.name: [row.title for row in listing.rows]
        for listing in client.get(PAGE, asked).context["lists"]
    }


def shares(client, name: str, **asked) -> dict[str, tuple[int, int]]:
    context = client.get(PAGE, asked).context
    table = next(table for table in context["shares"] if table.name == name)
    return {line.name: (line.stories, line.firms) for line in table.lines if line.stories or line.firms}


def asked(text: str, times: int, nothing: int, month: int = 8) -> Asked:
    return Asked.objects.create(
        month=dt.date(2026, month, 1), key=text, text=text, times=times, empty=nothing
    )


def fill(number: int, by=None) -> None:
    """Make one thing for each list of the page."""
    make.published(at=days_ago(100), about=[make.organization(f"Stale {number}")], by=by)
    make.organization(f"Never {number}", sectors=["launch"])
    make.published(at=days_ago(3), about=[make.organization(f"Fresh {number}", sectors=["launch"])], by=by)
    make.published(at=days_ago(2), headline=f"Firmless {number}", by=by)
    make.article(headline=f"Draft {number}", by=by)
    asked(f"query {number}", 5, 3)


def test_who_is_not_covered_is_listed_the_longest_ago_first(client, sign_in):
    sign_in(EDITOR)
    old, older, fresh, never = (make.organization(name) for name in ("Old", "Older", "Fresh", "Never"))
    make.published(at=days_ago(100), about=[old])
    make.published(at=days_ago(200), about=[older])
    make.published(at=days_ago(200), about=[fresh])
    make.published(at=days_ago(3), about=[fresh])
    make.article(about=[never]).publish(by=None, at=NOW + dt.timedelta(days=1))
    make.published(at=days_ago(1), about=[never]).withdraw(by=None, public_reason="Wrong.")
    make.organization("Closed", status="closed")
    make.organization("University", kind="university")

    found = lists(client)
    assert (found["Not covered lately"], found["Never covered"]) == (["Older", "Old"], ["Never"])
    assert lists(client, days=180)["Not covered lately"] == ["Older"]
    assert lists(client, days=365)["Not covered lately"] == []
    assert lists(client, kind="university")["Never covered"] == ["University"]
    assert lists(client, kind="any")["Never covered"] == ["Never", "University"]
    assert lists(client, days="x", kind="x") == found


def test_shares_are_counts_of_stories_beside_those_on_record(client, sign_in):
    sign_in(EDITOR)
    china = make.organization(country="CN", sectors=["launch", "satellites"])
    japan = make.organization(country="JP", sectors=["satellites"])
    make.organization(country="CN")
    make.published(at=days_ago(2), about=[china, japan])
    make.published(at=days_ago(2), about=[china])
    make.published(at=days_ago(60), about=[japan])
    make.article(about=[japan]).publish(by=None, at=NOW + dt.timedelta(days=1))

    assert shares(client, "By country") == {"China": (2, 2), "Japan": (1, 1)}
    assert shares(client, "By sector") == {"satellites": (2, 2), "launch": (2, 1)}
    assert shares(client, "By country", days=90) == {"China": (2, 2), "Japan": (2, 1)}


def test_searches_without_result_are_added_up_over_the_months_of_the_time(client, sign_in):
    sign_in(EDITOR)
    asked("methane", 5, 2), asked("found", 9, 0), asked("", 9, 9), asked("long ago", 9, 9, month=3)
    Asked.objects.create(month=dt.date(2026, 7, 1), key="methane", text="methane", times=4, empty=4)
    asked("kuaizhou", 3, 3)

    html = client.get(PAGE).content.decode()

    assert lists(client)["Searched without result"] == ["methane", "kuaizhou"]
    assert "6 times of 9" in html
    assert f"{reverse('admin:search_synonym_add')}?query=methane" in html


def test_a_list_that_is_cut_says_of_how_many(client, sign_in, monkeypatch):
    monkeypatch.setattr("spacenews.monday.SHOWN", 2)
    sign_in(EDITOR)
    for name in ("A", "B"):
        make.organization(name)
    assert "The first" not in client.get(PAGE).text

    make.organization("C")

    assert "The first 2 of 3." in client.get(PAGE).text


def test_an_idea_is_one_step_away(client, sign_in):
    sign_in(CONTRIBUTOR)
    fill(1)
    html = client.get(PAGE).content.decode()
    assert f'action="{reverse("admin:articles_article_idea")}"' in html
    assert 'name="headline" value="Never 1"' in html

    assert f'name="next" value="{PAGE}?days=30&amp;kind=firm"' in html

    here = {"headline": "Never 1", "next": f"{PAGE}?days=90&kind=any"}
    answer = client.post(reverse("admin:articles_article_idea"), here)
    away = client.post(reverse("admin:articles_article_idea"), here | {"next": "//example.org/"})

    assert answer.url == here["next"]
    assert away.url.startswith(reverse("admin:articles_article_calendar"))
    assert Article.objects.filter(headline="Never 1").count() == 2


def test_articles_without_a_firm_are_those_that_a_person_may_see(client, sign_in):
    fill(1)
    person = sign_in(CONTRIBUTOR)
    fill(2, by=person)
    make.article(headline="Idea", body="", by=person)

    found = lists(client)

    assert found["Live without a firm"] == ["Firmless 2"]
    assert found["Drafts without a firm"] == ["Draft 2"]
    assert "Searched without result" not in found
    sign_in(EDITOR)
    assert lists(client)["Drafts without a firm"] == ["Draft 2", "Draft 1"]


@pytest.mark.parametrize("role", QUERIES)
def test_the_page_asks_the_same_questions_at_one_row_and_at_three(client, sign_in, role):
    person = sign_in(role)
    fill(1, by=person)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as at_one:
        client.get(PAGE)
    fill(2, by=person), fill(3, by=person)

    with CaptureQueriesContext(connection) as at_three:
        rows = lists(client, kind="firm")

    assert all(len(titles) == 3 for titles in rows.values())
    assert len(at_one) == len(at_three) == QUERIES[role]
