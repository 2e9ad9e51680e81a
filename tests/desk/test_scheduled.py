"""The list of what is scheduled, the next first."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from tests import make
from tests.articles.states import BEGAN, NOW, write
from tests.desk.pages import START, step

SCHEDULED = reverse("admin:articles_article_scheduled")


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def to_come(headline: str, days: int, **columns):
    article = make.article(headline=headline, **columns)
    article.publish(by=columns.get("by"), at=NOW + dt.timedelta(days=days))
    return article


def headlines(client) -> list[str]:
    return [edition.headline for edition in client.get(SCHEDULED).context["editions"]]


def test_the_next_stands_first_and_what_is_live_or_a_draft_not_at_all(sign_in):
    to_come("Later", 3)
    to_come("Next", 1)
    make.published(at=BEGAN)
    make.article()

    assert headlines(sign_in(EDITOR)) == ["Next", "Later"]


def test_a_row_says_when_by_whom_and_whether_the_latest_changes_are_in_it(sign_in):
    client = sign_in(EDITOR, make.user(EDITOR, username="rina"))
    article = to_come("Next", 1, by=client.person)
    page = client.get(SCHEDULED).text

    assert '<time datetime="2026-03-11T12:00:00+00:00" data-local>11 March 2026, 12:00 UTC</time>' in page
    assert "<td>rina</td>" in page
    assert "The latest changes are not in it." not in page

    write(article, "Better")
    assert "The latest changes are not in it." in client.get(SCHEDULED).text


def test_a_scheduled_change_of_a_live_article_is_told_from_a_first_publication(sign_in):
    to_come("First", 1)
    changed = make.published(at=BEGAN, headline="Before")
    write(changed, "Change")
    client = sign_in(EDITOR)
    assert "(a change)" not in client.get(SCHEDULED).text

    changed.publish(by=None, at=NOW + dt.timedelta(days=2))
    assert client.get(SCHEDULED).text.count("(a change)") == 1


@pytest.mark.parametrize("role", [EDITOR, CHIEF])
def test_who_publishes_can_unschedule_from_there(sign_in, role):
    article = to_come("Next", 1)

    page = sign_in(role).get(SCHEDULED).text

    assert step(article, "unschedule") in page
    assert step(article, "schedule") in page


def test_a_contributor_sees_what_is_his_and_no_button(sign_in):
    client = sign_in(CONTRIBUTOR)
    own = to_come("Mine", 2, by=client.person)
    to_come("Another's", 1, by=make.user(EDITOR))

    assert headlines(client) == ["Mine"]
    assert step(own, "unschedule") not in client.get(SCHEDULED).text


def test_who_reads_letters_alone_is_refused(sign_in):
    assert sign_in(DESK).get(SCHEDULED).status_code == 403


def test_the_start_page_leads_there(sign_in):
    assert f'<a href="{SCHEDULED}">Scheduled next</a>' in sign_in(EDITOR).get(START).text


def test_an_empty_list_says_so(sign_in):
    assert "Nothing is scheduled." in sign_in(EDITOR).get(SCHEDULED).text


def test_the_list_costs_the_same_however_much_is_scheduled(sign_in):
    client, counts = sign_in(CHIEF), []
    for days in (1, 2, 3):
        to_come("Story", days, by=make.user(EDITOR))
        with CaptureQueriesContext(connection) as queries:
            client.get(SCHEDULED)
        counts.append(len(queries))

    assert counts == [6, 6, 6]
