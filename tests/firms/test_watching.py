"""What the desk is to look at again, and what it does about it."""

import datetime as dt

import pytest
from django.urls import reverse

from spacenews.editors.roles import EDITOR
from spacenews.firms import watching
from spacenews.firms.models import Dispute, Figure, FigureGroup, Milestone
from spacenews.firms.partial_dates import has_ended
from spacenews.pagecache import clock as site_clock
from tests import make

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 8, 20, 9, tzinfo=dt.UTC)
PUBLIC = {"public_from": NOW - dt.timedelta(days=9)}
LAST_DAYS = {
    "2026": "2026-12-31",
    "2026?": "2026-12-31",
    "2026-H1": "2026-06-30",
    "2026-Q2": "2026-06-30",
    "2026-Q4": "2026-12-31",
    "2026-04": "2026-04-30",
    "2026-12?": "2026-12-31",
    "2026-04-02": "2026-04-02",
}


@pytest.fixture(autouse=True)
def a_day(clock):
    clock.set(NOW)


@pytest.fixture
def editor(client):
    client.force_login(make.user(EDITOR))
    return client


def test_a_promise_is_due_when_all_of_its_date_has_passed():
    firm = make.organization()
    for date in LAST_DAYS:
        make.milestone(firm, date=date, title=date, outcome="", promise="announced", **PUBLIC)

    for date, last in LAST_DAYS.items():
        last_day = dt.date.fromisoformat(last)
        for day, due in ((last_day, False), (last_day + dt.timedelta(days=1), True)):
            found = watching.promises_due(site_clock.now(), day).filter(title=date).exists()
            assert (found, has_ended(date, day)) == (due, due), (date, day)


def test_a_promise_that_slipped_is_due_at_its_new_date_and_one_that_came_true_never():
    firm = make.organization()
    for title, columns in {
        "slipped": {"promise": "slipped", "now_expected": "2026-Q1"},
        "slipped on": {"promise": "slipped", "now_expected": "2027"},
        "met": {"promise": "met"},
        "the desk's": {"promise": "announced", "public_from": None},
    }.items():
        make.milestone(firm, **{"date": "2025", "title": title, "outcome": "", **PUBLIC, **columns})

    found = watching.promises_due(NOW, NOW.date())

    assert list(found.values_list("title", flat=True)) == ["slipped"]


def test_values_of_one_thing_and_time_are_in_conflict_beyond_the_tolerance():
    group = FigureGroup.objects.create(slug="group")
    first = {"group": group, "period": "2024", "value": 100, **PUBLIC}
    figure, far = make.figure(**first), make.figure(**{**first, "value": 94})
    for other in ({"value": 96}, {"value": 105}, {"period": "2023"}, {"scope": "China"}, {"unit": "firms"}):
        make.figure(**{**first, "value": 200, **other})
    make.figure(**{**first, "value": 200, "kind": "projection"})
    make.figure(**{**first, "value": 200, "public_from": None})

    others = watching.others_in_conflict(list(watching.in_conflict(NOW)), NOW)

    told = {pk: [one.value for one in those] for pk, those in others.items() if pk in (figure.pk, far.pk)}
    assert told == {figure.pk: [94], far.pk: [105]}


def test_where_nothing_is_to_be_checked_one_line_says_so(editor):
    page = editor.get(reverse("admin:articles_stale"))

    assert page.context["lists"] == []
    assert page.context["clear"] == [
        *("Promises due", "Values that differ", "Projections whose time has passed"),
        *("Superseded, and printed still", "Stories that rest on one publisher"),
        "Unchecked for a year: organizations, cooperations, figures, milestones, funding rounds, claims",
    ]


def test_a_dispute_is_made_of_values_in_conflict_for_the_desk_alone(editor):
    group = FigureGroup.objects.create(slug="group", title="Launches")
    pair = [make.figure(group=group, period="2024", value=value, **PUBLIC) for value in (64, 70)]
    address = reverse("admin:articles_stale_dispute", args=[pair[0].pk])
    begun = editor.get(address).context["form"].initial

    led_to = editor.post(address, begun).url

    made = Dispute.objects.get()
    assert led_to == reverse("admin:firms_dispute_change", args=[made.pk])
    assert ([answer.figure for answer in made.answers.all()], made.public_from) == (pair, None)
    assert not watching.in_conflict(NOW).exists()
    assert editor.get(address).status_code == 404


def test_what_nobody_checked_for_a_year_is_listed_until_somebody_did(editor):
    old = NOW - dt.timedelta(days=400)
    never = make.figure(public_from=old)
    before = make.figure(public_from=old, checked_on=old.date())
    make.figure(public_from=old, checked_on=NOW.date() - dt.timedelta(days=300))
    make.figure(**PUBLIC)
    make.figure(public_from=old, superseded_by=before)
    assert list(watching.unchecked(Figure, NOW, NOW.date()).order_by("pk")) == [never, before]

    page, ticked = reverse("admin:articles_stale"), {"model": "figure", "ticked": [never.pk]}
    shown = editor.get(page)
    assert [(one.key, one.count) for one in shown.context["lists"]] == [("unchecked-figure", "2")]
    kinds = "organizations, cooperations, milestones, funding rounds, claims"
    assert shown.context["clear"][-1] == f"Unchecked for a year: {kinds}"
    assert "Nothing." not in shown.text
    assert f"{reverse('admin:firms_figure_add')}?supersedes={never.pk}" in shown.text
    checked = reverse("admin:articles_stale_checked")
    assert editor.post(checked, ticked).url == f"{page}#unchecked-figure"
    assert editor.post(checked, {**ticked, "only": "1"}).url == f"{page}?list=unchecked-figure"
    assert "Nothing." in editor.get(page, {"list": "promises"}).text

    assert list(watching.unchecked(Figure, NOW, NOW.date())) == [before]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"came": "met"}, ["source"]),
        ({"came": "slipped", "source": "1"}, ["now_expected"]),
        ({"came": "slipped", "source": "1", "now_expected": "2026-Q2"}, ["now_expected"]),
        ({"came": "slipped", "source": "1", "now_expected": "2026-Q3"}, []),
        ({"came": "met", "source": "1"}, []),
        ({"came": "missed"}, []),
    ],
)
def test_what_came_of_a_promise_is_recorded_with_its_source(editor, given, wrong):
    promise = make.milestone(make.organization(), date="2025-Q2", outcome="", promise="announced", **PUBLIC)
    source = make.source()
    given = {**given, **({"source": source.pk} if "source" in given else {})}

    page = editor.post(reverse("admin:articles_stale_promise", args=[promise.pk]), given)

    if wrong:
        assert (list(page.context["form"].errors), "due Q2 2025" in page.text) == (wrong, True)
        return
    promise = Milestone.objects.get()
    assert (promise.promise, promise.now_expected, promise.checked_on) == (
        *(given["came"], given.get("now_expected", "")),
        NOW.date(),
    )
    assert list(promise.further_sources.all()) == ([source] if "source" in given else [])
