"""The start page: what needs doing, each person's part of it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.desk import notes
from spacenews.articles.models import Article, Note
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from spacenews.firms.models import FactChange, Figure
from tests import make
from tests.articles.states import write
from tests.desk.pages import START, change

NOW = dt.datetime(2026, 8, 20, 9, 20, tzinfo=dt.UTC)  # a Thursday
QUERIES = {CHIEF: 25, EDITOR: 22, CONTRIBUTOR: 22, DESK: 6}


def lists(client) -> dict[str, list[str]]:
    return {
        listing.name: [row.title for row in listing.rows] for listing in client.get(START).context["lists"]
    }


def listing(client, name: str):
    return next(found for found in client.get(START).context["lists"] if found.name == name)


def busy_desk(by) -> None:
    """Something for each list, all of it written by one person."""
    policy.submit(make.article(headline="To review", by=by), by=by)
    make.article(headline="To come", by=by).publish(by=by, at=NOW + dt.timedelta(days=1))
    figure = make.figure(as_printed="64 launches")
    body = f'<p><mark data-figure="{figure.pk}">64</mark></p>'
    corrected = make.published(headline="Put right", by=by, at=NOW - dt.timedelta(days=3), body=body)
    corrected.publish(by=by, correction="The year was wrong.")
    reprint(figure)
    make.views(corrected, day=NOW.date(), times=12)
    notes.add(corrected, None, f"@{by.username}, look.")
    make.letter("What about the launch?")


def reprint(figure: Figure) -> None:
    """Change what the record says."""
    figure.refresh_from_db()
    figure.as_printed = "67 launches"
    figure.save()


@pytest.fixture(autouse=True)
def a_thursday(clock):
    clock.set(NOW)


ALL = {
    "In review": ["To review"],
    "Scheduled next": ["To come"],
    "New messages": ["What about the launch?"],
    "Facts that moved": ["World, launches, –: 67 launches"],
    "Corrections this week": ["Put right"],
    "My work": [],
    "Read this week": ["Put right"],
}


def test_a_chief_sees_all_that_needs_doing(sign_in):
    busy_desk(make.user(CONTRIBUTOR))

    assert lists(sign_in(CHIEF)) == ALL


def test_an_editor_sees_all_but_the_letters(sign_in):
    busy_desk(make.user(CONTRIBUTOR))

    assert lists(sign_in(EDITOR)) == {name: rows for name, rows in ALL.items() if name != "New messages"}


def test_a_contributor_sees_what_is_his_own(sign_in):
    client = sign_in(CONTRIBUTOR)
    busy_desk(client.person)

    assert lists(client) == {
        "In review": ["To review"],
        "Scheduled next": ["To come"],
        "Facts that moved": ["World, launches, –: 67 launches"],
        "Corrections this week": ["Put right"],
        "My work": ["Put right", "To review"],
        "Read this week": ["Put right"],
    }


def test_a_contributor_sees_nothing_of_others(sign_in):
    busy_desk(make.user(EDITOR))
    client = sign_in(CONTRIBUTOR)

    page = client.get(START)

    assert {title for rows in lists(client).values() for title in rows} == set()
    assert all(day.rows == [] for day in page.context["days"])
    for canary in ("To review", "To come", "Put right", "67 launches", "What about"):
        assert canary not in page.text


def test_who_answers_letters_sees_letters_alone(sign_in):
    busy_desk(make.user(EDITOR))
    client = sign_in(DESK)

    assert lists(client) == {"New messages": ["What about the launch?"]}
    assert client.get(START).context["days"] == []


def test_who_has_no_role_is_told_so(sign_in):
    page = sign_in(None).get(START)

    assert page.context["lists"] == []
    assert "No role has been given to this account yet" in page.text


def test_an_empty_list_says_what_would_be_there(sign_in):
    page = sign_in(CHIEF).get(START)

    assert all(found.count == "0" and found.empty in page.text for found in page.context["lists"])
    assert page.text.count('<span class="count none">0</span>') == len(page.context["lists"])


def test_each_list_has_its_count_and_the_first_five(sign_in):
    contributor = make.user(CONTRIBUTOR)
    for number in range(7):
        policy.submit(make.article(headline=f"Story {number}", by=contributor), by=contributor)

    found = listing(sign_in(EDITOR), "In review")

    assert (found.count, len(found.rows)) == ("7", 5)
    assert found.rows[0].title == "Story 0"


def test_a_long_list_is_not_counted_to_its_end(sign_in, monkeypatch):
    monkeypatch.setattr("spacenews.start.COUNTED", 3)
    client = sign_in(EDITOR)
    for _number in range(4):
        make.article(by=client.person)

    assert listing(client, "My work").count == "2+"


def test_what_is_scheduled_says_when_with_the_zone_and_what_it_lacks(sign_in, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    article = make.article(headline="To come")
    article.publish(by=None, at=NOW + dt.timedelta(days=1))
    write(article, "Better")

    row = listing(sign_in(EDITOR), "Scheduled next").rows[0]

    assert (row.title, row.when, row.url) == ("To come", "21 August 2026, 16:20 WIB", change(article))
    assert row.warning == "The latest changes are not in it."


def test_a_fact_that_moved_says_what_live_articles_print(sign_in):
    figure = make.figure(as_printed="64 launches")
    body = f'<p><mark data-figure="{figure.pk}">64</mark></p>'
    make.published(body=body)
    make.published(body=body)
    reprint(figure)

    row = listing(sign_in(EDITOR), "Facts that moved").rows[0]

    assert row.note == "2 live articles to look at, since 20 August 2026, 09:20 UTC"
    assert row.url == reverse("admin:articles_fact_change", args=[FactChange.objects.get().pk])


def test_a_figure_that_nobody_can_read_any_more_did_not_move(sign_in):
    figure = make.figure(as_printed="64 launches")
    article = make.published(body=f'<p><mark data-figure="{figure.pk}">64</mark></p>')
    reprint(figure)

    article.withdraw(by=None, public_reason="It was not so.")

    assert listing(sign_in(EDITOR), "Facts that moved").rows == []


def test_corrections_of_the_last_seven_days_stand_there_with_their_words(sign_in, clock):
    article = make.published(headline="Put right")
    article.publish(by=None, correction="The year was wrong.")

    row = listing(sign_in(EDITOR), "Corrections this week").rows[0]
    assert row.note == "20 August 2026, 09:20 UTC: The year was wrong."

    clock.forward(days=7, minutes=1)
    assert listing(sign_in(EDITOR), "Corrections this week").rows == []


def test_the_week_runs_from_monday_in_the_sites_zone(sign_in, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    make.published(headline="Sunday evening", at=dt.datetime(2026, 8, 16, 16, 59, tzinfo=dt.UTC))
    make.published(headline="Monday morning", at=dt.datetime(2026, 8, 16, 17, tzinfo=dt.UTC))
    make.article(headline="Next Sunday").publish(by=None, at=dt.datetime(2026, 8, 23, 16, 59, tzinfo=dt.UTC))

    days = sign_in(EDITOR).get(START).context["days"]

    assert [(str(day.date), day.today, [(row.title, row.mark) for row in day.rows]) for day in days] == [
        ("2026-08-17", False, [("Monday morning", "live")]),
        ("2026-08-18", False, []),
        ("2026-08-19", False, []),
        ("2026-08-20", True, []),
        ("2026-08-21", False, []),
        ("2026-08-22", False, []),
        ("2026-08-23", False, [("Next Sunday", "scheduled")]),
    ]


def test_the_time_is_given_in_the_sites_zone_and_in_utc(sign_in, settings):
    settings.TIME_ZONE = "Asia/Jakarta"

    assert "Thursday 20 August 2026 · 16:20 WIB, 09:20 UTC" in sign_in(EDITOR).get(START).text


def test_without_mail_who_reads_letters_is_told_that_they_are_stored_only(sign_in, settings):
    assert "letters are stored only" in sign_in(DESK).get(START).text
    assert "letters are stored only" not in sign_in(EDITOR).get(START).text

    settings.EMAIL_URL, settings.DESK_EMAIL = "smtp://localhost", "desk@example.org"
    assert "letters are stored only" not in sign_in(DESK).get(START).text


def mine(client) -> list[tuple[str, str]]:
    return [(row.title, row.note or row.warning) for row in listing(client, "My work").rows]


def test_my_work_is_what_others_ask_of_a_person_and_what_he_has_begun(sign_in, clock):
    anna = make.user(EDITOR, username="anna", display_name="Anna")
    client, bert = sign_in(EDITOR, anna), make.user(EDITOR, display_name="Bert")
    make.article(headline="Begun", by=anna)
    notes.add(make.article(headline="Talked about"), bert, "Is this so, @anna?")
    policy.submit(make.article(headline="To read"), by=bert, to=anna)
    sent_back = make.article(headline="Sent back", by=anna)
    policy.submit(sent_back, by=anna)
    policy.send_back(sent_back)
    notes.add(sent_back, bert, "The year is wrong.", step=Note.Step.RETURNED)
    coming = make.article(headline="To come", by=bert)
    coming.publish(by=bert, at=NOW + dt.timedelta(days=1))
    coming.keep(by=anna)

    assert mine(client) == [
        ("Talked about", "Bert to you: Is this so, @anna?"),
        ("To read", "For you to read, submitted 20 August 2026, 09:20 UTC"),
        ("Sent back", "Sent back: The year is wrong."),
        ("To come", "Goes out 21 August 2026, 09:20 UTC without your latest changes"),
        ("Begun", "Draft, saved 20 August 2026, 09:20 UTC"),
    ]
    assert listing(client, "My work").count == "5"


def test_my_work_is_not_what_another_is_asked(sign_in):
    anna, bert = make.user(EDITOR, username="anna"), make.user(EDITOR)
    notes.add(make.article(by=bert), bert, "Is this so, @anna?")
    policy.submit(make.article(by=bert), by=bert, to=anna)
    coming = make.article(by=bert)
    coming.publish(by=bert, at=NOW + dt.timedelta(days=1))
    coming.keep(by=anna)

    assert mine(sign_in(EDITOR)) == []


def test_a_mention_leads_to_the_note_until_it_is_seen(sign_in):
    client = sign_in(EDITOR, make.user(EDITOR, username="anna"))
    article = make.article(headline="Talked about")
    note = notes.add(article, None, "@anna")

    thread = reverse("admin:articles_article_notes", args=[article.pk])
    assert [row.url for row in listing(client, "My work").rows] == [f"{thread}#note-{note.pk}"]

    client.post(reverse("admin:articles_article_notes_seen", args=[article.pk]))
    assert mine(client) == []


def test_who_may_not_see_an_article_any_more_is_not_told_what_was_said(sign_in):
    client = sign_in(CONTRIBUTOR, make.user(CONTRIBUTOR, username="anna"))
    article = make.article(headline="Canary", by=client.person)
    notes.add(article, None, "@anna")
    assert mine(client)[0][0] == "Canary"

    Article.objects.update(created_by=make.user(CONTRIBUTOR))

    assert "Canary" not in client.get(START).text


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("role", QUERIES)
def test_the_start_page_costs_the_same_however_much_there_is_to_do(sign_in, role, rows):
    client = sign_in(role)
    for _row in range(rows):
        busy_desk(client.person)

    with CaptureQueriesContext(connection) as queries:
        client.get(START)

    assert len(queries) == QUERIES[role]


def test_the_start_page_has_no_log_of_what_others_did(sign_in):
    make.article(headline="Canary", by=make.user(EDITOR))

    page = sign_in(CONTRIBUTOR).get(START)

    assert "Recent actions" not in page.text
