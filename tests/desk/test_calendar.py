"""The calendar and the story budget: what stands on which day and at which stage, and who may move it."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.desk.days import Month
from spacenews.articles.models import Article
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from tests import make
from tests.desk.pages import START, change, save, typed

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 9, 20, tzinfo=dt.UTC)  # a Thursday
CALENDAR, IDEA = reverse("admin:articles_article_calendar"), reverse("admin:articles_article_idea")
STAGES = ("idea", "draft", "review", "scheduled", "live")


def plan(article) -> str:
    return reverse("admin:articles_article_plan", args=[article.pk])


@pytest.fixture(autouse=True)
def a_thursday(clock):
    clock.set(NOW)


def at(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, 8, day, hour, tzinfo=dt.UTC)


def planned(day: int, **columns) -> Article:
    return make.article(planned_for=dt.date(2026, 8, day), **columns)


def a_month(by=None, **columns) -> None:
    """One story at each stage, on days of their own."""
    planned(24, headline="Only an idea", body="", by=by, **columns)
    planned(25, headline="Written", by=by, **columns)
    policy.submit(planned(26, headline="To read", by=by, **columns), by=by)
    make.article(headline="To come", by=by, **columns).publish(by=by, at=at(27))
    make.published(headline="Out", by=by, at=at(3), **columns)


ALL = {
    "2026-08-03": [("Out", "live")],
    "2026-08-24": [("Only an idea", "idea")],
    "2026-08-25": [("Written", "draft")],
    "2026-08-26": [("To read", "review")],
    "2026-08-27": [("To come", "scheduled")],
}


def days(client, **asked) -> dict[str, list[tuple[str, str]]]:
    """Return what a calendar shows of the days that have something."""
    found = client.get(CALENDAR, asked).context["days"]
    return {
        str(day.date): [(story.title, story.mark) for story in (*day.rows, *day.rest)]
        for day in found
        if day.rows
    }


def budget(client, **asked) -> dict[str, list[list[str]]]:
    """Return the headlines of each section, one list a stage."""
    lines = client.get(CALENDAR, asked).context["budget"]
    return {
        str(line.section): [[story.title for story in cell.rows] for cell in line.cells] for line in lines
    }


@pytest.mark.parametrize("role", [EDITOR, CHIEF])
def test_a_month_shows_each_story_on_its_day_with_its_stage(sign_in, role):
    a_month()

    assert days(sign_in(role)) == ALL


def test_a_contributor_sees_his_own_stories_alone(sign_in):
    client = sign_in(CONTRIBUTOR)
    a_month(by=make.user(CONTRIBUTOR))
    assert days(client) == {}
    assert {title for line in budget(client).values() for cell in line for title in cell} == set()
    assert "To come" not in client.get(CALENDAR).text

    a_month(by=client.person)
    assert days(client) == ALL


@pytest.mark.parametrize("role", [DESK, None])
def test_who_sees_no_articles_sees_no_calendar(sign_in, role):
    client = sign_in(role)

    assert client.get(CALENDAR).status_code == 403
    assert "Calendar" not in client.get(START).text


def test_the_calendar_is_reached_from_the_sidebar_and_marked_there(sign_in):
    client = sign_in(CONTRIBUTOR)

    assert f'<a href="{CALENDAR}">Calendar</a>' in client.get(START).text
    page = client.get(CALENDAR).text
    assert f'<a href="{CALENDAR}" aria-current="page">Calendar</a>' in page
    assert page.count('aria-current="page"') == 1


def test_days_are_those_of_the_sites_zone(sign_in, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    make.published(headline="Late on the first", at=dt.datetime(2026, 8, 1, 16, 59, tzinfo=dt.UTC))
    make.published(headline="Early on the second", at=dt.datetime(2026, 8, 1, 17, tzinfo=dt.UTC))
    make.published(headline="Too early to show", at=dt.datetime(2026, 7, 26, 16, 59, tzinfo=dt.UTC))

    assert days(sign_in(EDITOR)) == {
        "2026-08-01": [("Late on the first", "live")],
        "2026-08-02": [("Early on the second", "live")],
    }


def test_a_month_is_shown_in_whole_weeks_with_today_marked(sign_in):
    found = sign_in(EDITOR).get(CALENDAR).context["days"]

    assert (str(found[0].date), str(found[-1].date), len(found)) == ("2026-07-27", "2026-09-06", 42)
    assert [str(day.date) for day in found if day.today] == ["2026-08-20"]
    assert sum(day.outside for day in found) == 42 - 31


def test_the_months_before_and_after_are_one_click_away(sign_in):
    a_month()
    client, section = sign_in(EDITOR), make.section()
    near = client.get(CALENDAR, {"month": "2026-09", "only": section.pk}).context["neighbours"]

    assert {name: address for name, (_day, address) in near.items()} == {
        "before": f"{CALENDAR}?month=2026-08&only={section.pk}",
        "after": f"{CALENDAR}?month=2026-10&only={section.pk}",
        "today": f"{CALENDAR}?only={section.pk}",
    }
    assert days(client, month="2026-10") == {}
    assert days(client, month="2026-08") == ALL


@pytest.mark.parametrize("asked", ["", "2026-13", "nonsense", "0001-01", "9999-12", "2026-08-01", "\x00"])
def test_what_is_no_month_shows_this_one(asked):
    today = NOW.date()

    assert Month.written(asked, today) == Month(dt.date(2026, 8, 1))


def test_the_first_and_the_last_month_have_no_neighbour_beyond(sign_in):
    client = sign_in(EDITOR)

    assert "before" not in client.get(CALENDAR, {"month": "1971-01"}).context["neighbours"]
    assert "after" not in client.get(CALENDAR, {"month": "2199-12"}).context["neighbours"]


def test_a_section_narrows_the_calendar_and_the_budget(sign_in):
    launch, other = make.section(name="Launch"), make.section(name="Other")
    planned(25, headline="Methane", section=launch)
    planned(25, headline="Lawyers", section=other)
    client = sign_in(EDITOR)

    assert days(client, only=launch.pk) == {"2026-08-25": [("Methane", "draft")]}
    assert budget(client, only=launch.pk) == {"Launch": [[], ["Methane"], [], [], []]}
    assert budget(client) == {
        "Launch": [[], ["Methane"], [], [], []],
        "Other": [[], ["Lawyers"], [], [], []],
    }


@pytest.mark.parametrize("only", ["0", "x", "1 OR 1=1", "\x00"])
def test_what_is_no_section_narrows_nothing(sign_in, only):
    planned(25, headline="Written")

    assert days(sign_in(EDITOR), only=only) == {"2026-08-25": [("Written", "draft")]}


def test_the_budget_has_a_story_at_each_stage(sign_in):
    a_month(section=make.section(name="Launch"))
    make.article(headline="No day yet", section=Article.objects.first().section)

    page = sign_in(EDITOR).get(CALENDAR)

    assert [(stage.mark, count) for stage, count in page.context["stages"]] == [
        ("idea", 1),
        ("draft", 2),
        ("review", 1),
        ("scheduled", 1),
        ("live", 1),
    ]
    cells = page.context["budget"][0].cells
    assert [[story.title for story in cell.rows] for cell in cells] == [
        ["Only an idea"],
        ["No day yet", "Written"],
        ["To read"],
        ["To come"],
        ["Out"],
    ]


def test_a_full_cell_shows_three_and_leads_to_the_list(sign_in):
    section = make.section()
    for _number in range(5):
        make.article(section=section)
    client = sign_in(EDITOR)

    cell = client.get(CALENDAR).context["budget"][0].cells[1]

    assert (cell.count, len(cell.rows), cell.more) == (5, 3, 2)
    assert client.get(cell.url).context["cl"].result_count == 5


def test_what_is_filed_nowhere_has_a_line_of_its_own_and_its_list(sign_in):
    client = sign_in(EDITOR)
    client.post(IDEA, {"headline": "Filed nowhere"})

    line = client.get(CALENDAR).context["budget"][-1]

    assert (line.section, line.cells[0].count) == (None, 1)
    assert client.get(line.cells[0].url).context["cl"].result_count == 1


def test_a_full_day_shows_five_and_the_rest_folded(sign_in):
    for number in range(8):
        planned(25, headline=f"Story {number}")

    page = sign_in(EDITOR).get(CALENDAR)

    day = next(day for day in page.context["days"] if day.rows)
    assert (len(day.rows), len(day.rest)) == (5, 3)
    assert "and 3 more" in page.text


def test_a_story_that_went_out_stands_on_its_day_alone(sign_in, clock):
    article = planned(25, headline="Written")
    article.publish(by=None, at=at(26))
    assert days(sign_in(EDITOR)) == {"2026-08-26": [("Written", "scheduled")]}

    clock.set(at(28))
    article.publish(by=None, correction="The year.")
    assert days(sign_in(EDITOR)) == {"2026-08-26": [("Written", "live")]}

    article.withdraw(by=None, public_reason="It was not so.")
    assert days(sign_in(EDITOR)) == {"2026-08-26": [("Written", "withdrawn")]}


def test_a_change_of_what_is_live_can_be_planned_and_scheduled(sign_in):
    article = make.published(headline="Out", at=at(3))
    Article.objects.filter(pk=article.pk).update(planned_for=dt.date(2026, 8, 22))
    client = sign_in(EDITOR)
    assert days(client) == {"2026-08-03": [("Out", "live")], "2026-08-22": [("Out", "live")]}

    article.publish(by=None, at=at(23))
    assert days(client) == {"2026-08-03": [("Out", "live")], "2026-08-23": [("Out", "change-scheduled")]}


def test_an_idea_is_a_draft_without_a_text(sign_in):
    client, section = sign_in(CONTRIBUTOR), make.section()
    sent = {"headline": "Methane first?", "section": section.pk, "planned_for": "2026-08-28"}

    answer = client.post(IDEA, {**sent, "month": "2026-08", "only": section.pk})

    assert answer.url == f"{CALENDAR}?month=2026-08&only={section.pk}"
    article = Article.objects.get()
    assert (article.headline, article.section, article.body, article.slug) == (
        "Methane first?",
        section,
        "",
        "methane-first",
    )
    assert (article.created_by, article.version, article.revisions.count()) == (client.person, 1, 1)
    assert days(client) == {"2026-08-28": [("Methane first?", "idea")]}


def test_an_idea_may_be_about_a_firm_that_was_not_covered_lately(sign_in):
    client, firm = sign_in(EDITOR), make.organization()

    client.post(f"{IDEA}?about={firm.pk}", {"headline": "LandSpace"})

    assert [row.organization for row in Article.objects.get().coverage.all()] == [firm]


def test_an_idea_may_lack_all_but_its_headline(sign_in):
    client = sign_in(EDITOR)

    client.post(IDEA, {"headline": "甲烷"})

    article = Article.objects.get()
    assert (article.headline, article.section, article.planned_for, article.slug) == ("甲烷", None, None, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"headline": ""},
        {"headline": "x" * 201},
        {"section": "0"},
        {"planned_for": "soon"},
        {"planned_for": "1815-06-18"},
    ],
)
def test_an_idea_that_cannot_be_begun_stays_in_its_fields(sign_in, wrong):
    sent = {"headline": "Methane first?", "section": make.section().pk, "planned_for": "2026-08-28", **wrong}

    page = sign_in(EDITOR).post(IDEA, sent)

    assert page.status_code == 422
    assert {name: page.context["form"][name].value() for name in sent} == {
        name: str(value) for name, value in sent.items()
    }
    assert Article.objects.count() == 0


def test_moving_a_story_makes_no_version(sign_in):
    client, article = sign_in(EDITOR), planned(25, headline="Written")

    answer = client.post(plan(article), {"day": "2026-08-31", "month": "2026-08"})

    assert answer.url == f"{CALENDAR}?month=2026-08"
    article.refresh_from_db()
    assert (str(article.planned_for), article.version, article.revisions.count()) == ("2026-08-31", 1, 1)

    log = LogEntry.objects.get()
    assert (log.user, log.object_id, log.change_message) == (
        client.person,
        str(article.pk),
        "planned for 2026-08-31",
    )

    client.post(plan(article), {"day": ""})
    article.refresh_from_db()
    assert article.planned_for is None


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "1815-06-18", "9999-01-01"])
def test_a_story_is_not_moved_to_what_is_no_day_of_the_calendar(sign_in, day):
    client, article = sign_in(EDITOR), planned(25)

    page = client.post(plan(article), {"day": day}, follow=True)

    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    article.refresh_from_db()
    assert str(article.planned_for) == "2026-08-25"


def test_who_may_not_change_a_story_may_not_move_it(sign_in):
    client = sign_in(CONTRIBUTOR)
    other = planned(25, headline="Another's")
    live = make.published(by=client.person, at=at(3))
    Article.objects.update(planned_for=dt.date(2026, 8, 25))

    assert client.post(plan(other), {"day": "2026-08-26"}).status_code == 404
    assert client.post(plan(live), {"day": "2026-08-26"}).status_code == 403
    assert set(Article.objects.values_list("planned_for", flat=True)) == {dt.date(2026, 8, 25)}
    assert plan(live) not in client.get(CALENDAR).text


def test_the_day_is_set_in_the_form_without_a_new_version(sign_in):
    client, article = sign_in(EDITOR), make.article()

    save(client, article, planned_for="2026-08-25")

    article.refresh_from_db()
    assert (str(article.planned_for), article.version) == ("2026-08-25", 1)


def test_a_form_that_was_open_while_a_story_moved_leaves_it_where_it_is(sign_in):
    client, article = sign_in(EDITOR), planned(25)
    page = client.get(change(article))
    sent = {**typed(page), "initial-planned_for": "2026-08-25", "deck": "New words."}
    client.post(plan(article), {"day": "2026-08-31"})

    client.post(change(article), {**sent, "_continue": "1"})

    article.refresh_from_db()
    assert (article.deck, str(article.planned_for)) == ("New words.", "2026-08-31")
    assert 'name="initial-planned_for" value="2026-08-25"' in page.text


def test_the_week_of_the_start_page_has_what_is_planned(sign_in):
    planned(21, headline="Written")

    week = sign_in(EDITOR).get(START).context["days"]

    assert [(story.title, story.mark) for story in week[4].rows] == [("Written", "draft")]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR])
def test_the_calendar_costs_the_same_however_much_there_is_in_it(sign_in, role, rows):
    client = sign_in(role)
    for _row in range(rows):
        a_month(by=client.person)

    with CaptureQueriesContext(connection) as queries:
        client.get(CALENDAR)

    assert len(queries) == 10
