"""How often something was read, at the desk: for whoever may see it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from spacenews.firms import merging
from spacenews.pagecache import clock as site_clock
from spacenews.stats.models import Violations
from spacenews.stats.readership import Readership
from tests import make
from tests.desk.conftest import sign_in
from tests.desk.pages import START, change

__all__ = ["sign_in"]
TODAY = dt.date(2026, 8, 20)
DAY = dt.timedelta(days=1)
PANEL = re.compile(r'<section class="readers".*?</section>', re.DOTALL)
pytestmark = pytest.mark.django_db


def form_of(firm) -> str:
    return reverse("admin:firms_organization_change", args=[firm.pk])


def panel(client, address: str) -> str:
    return "".join(PANEL.findall(client.get(address).text))


def read_for_a_while(thing) -> None:
    make.views(thing, day=TODAY, times=5, hosts={"example.org": 2, "news.example.com": 3})
    make.views(thing, day=TODAY - 6 * DAY, times=7, hosts={"example.org": 4})
    make.views(thing, day=TODAY - 7 * DAY, times=11)
    make.views(thing, day=TODAY - 30 * DAY, times=13, hosts={"old.example.org": 9})


def test_the_form_of_an_article_says_how_often_it_was_read(sign_in):
    article = make.published()
    read_for_a_while(article)

    said = panel(sign_in(EDITOR), change(article))

    assert "<b>12</b> views in 7 days, 23 in 30" in said
    assert "36 since 21 July 2026" in said
    assert re.findall(r"<li><span>(.*?)</span> (\d+)</li>", said) == [
        ("example.org", "6"),
        ("news.example.com", "3"),
    ]
    assert re.findall(r'<tr><th scope="row">(.*?)</th><td>(\d+)</td>', said) == [
        ("20 August 2026", "5"),
        ("14 August 2026", "7"),
        ("13 August 2026", "11"),
    ]
    assert said.count("<rect") == 30


def test_what_was_read_of_a_merged_firm_counts_for_the_other_until_they_are_parted(django_assert_num_queries):
    firms = [make.organization(name) for name in ("Ash", "Birch", "Cedar")]
    for firm in firms:
        read_for_a_while(firm)
    first = merging.merge(firms[0], firms[1])
    second = merging.merge(firms[1], firms[2])

    with django_assert_num_queries(4):
        read = Readership("firm", firms[2].pk, site_clock.now())
        assert (read.week, read.all["times"], dict(read.hosts)["example.org"]) == (36, 108, 18)

    merging.part(second)
    merging.part(first)
    assert [Readership("firm", firm.pk, site_clock.now()).week for firm in firms] == [12, 12, 12]


def test_numbers_of_the_drawing_are_written_as_svg_takes_them(sign_in):
    article, person = make.published(), make.user(EDITOR, language="id")
    read_for_a_while(article)

    said = panel(sign_in(EDITOR, person), change(article))

    assert re.findall(r'="(\d+,\d+)', said) == []
    assert '<rect x="96.67%" y="17.5" width="2.6%" height="14.5"/>' in said


def test_the_highest_bar_fills_the_drawing_and_the_last_is_today():
    article = make.published()
    read_for_a_while(article)

    days = Readership("article", article.pk, site_clock.now()).days

    assert (days[-1].date, days[-1].times) == (TODAY, 5)
    assert [day.height for day in days if day.times] == [32, 20.4, 14.5]
    assert all(0 <= day.y <= 32 and day.x + 2.6 <= 100 for day in days)


def test_nothing_read_is_told_in_words(sign_in):
    assert "Nobody yet." in panel(sign_in(EDITOR), change(make.published()))


def test_a_draft_has_no_readers(sign_in):
    assert panel(sign_in(EDITOR), change(make.article())) == ""


def test_a_contributor_sees_it_of_his_own_article(sign_in):
    client = sign_in(CONTRIBUTOR)
    own, others = make.published(by=client.person), make.published(by=make.user(EDITOR))
    read_for_a_while(own)
    read_for_a_while(others)

    assert "<b>12</b> views" in panel(client, change(own))
    assert panel(client, change(others)) == ""


def test_the_form_of_a_firm_says_it_to_editors(sign_in):
    firm, contributor = make.organization(), sign_in(CONTRIBUTOR)
    read_for_a_while(firm)

    assert "<b>12</b> views in 7 days, 23 in 30" in panel(sign_in(EDITOR), form_of(firm))
    assert contributor.get(form_of(firm)).status_code == 200
    assert panel(contributor, form_of(firm)) == ""
    assert panel(sign_in(EDITOR), reverse("admin:firms_organization_add")) == ""


def test_an_article_and_a_firm_with_the_same_number_are_two_things():
    article, firm = make.published(), make.organization()
    make.views(article, day=TODAY, times=5)

    assert Readership("firm", article.pk, site_clock.now()).all["times"] == 0
    assert Readership("article", firm.pk, site_clock.now()).views.model is not None


@pytest.mark.parametrize("days", [1, 25])
def test_it_costs_three_queries_however_often_it_was_read(days):
    article = make.published()
    for age in range(days):
        make.views(article, day=TODAY - age * DAY, times=5, hosts={f"{age}.example.org": 1})
    readership = Readership("article", article.pk, site_clock.now())

    with CaptureQueriesContext(connection) as queries:
        _ = readership.all, readership.week, readership.month, readership.days, readership.hosts

    assert len(queries) == 3


def listing(client, name: str):
    return next((found for found in client.get(START).context["lists"] if found.name == name), None)


def test_the_start_page_lists_what_was_read_this_week(sign_in):
    for times in range(1, 8):
        make.views(make.published(headline=f"Story {times}"), day=TODAY - 6 * DAY, times=times)
    make.views(make.published(), day=TODAY - 7 * DAY, times=100)

    found = listing(sign_in(EDITOR), "Read this week")

    assert [(row.title, row.note) for row in found.rows] == [
        ("Story 7", "7 views"),
        ("Story 6", "6 views"),
        ("Story 5", "5 views"),
        ("Story 4", "4 views"),
        ("Story 3", "3 views"),
    ]
    assert found.count == "7"


def test_a_contributor_is_told_of_his_own_articles_alone(sign_in):
    client = sign_in(CONTRIBUTOR)
    own, others = make.published(headline="Own", by=client.person), make.published(headline="Canary")
    make.views(own, day=TODAY)
    make.views(others, day=TODAY, times=100)

    found = listing(client, "Read this week")
    assert [(row.title, row.note) for row in found.rows] == [("Own", "1 view")]
    assert found.count == "1"
    assert listing(sign_in(DESK), "Read this week") is None


def test_chiefs_are_told_what_browsers_stopped_when_there_was_any(sign_in):
    chief, name = sign_in(CHIEF), "Stopped by the pages’ policy"
    Violations.objects.create(day=TODAY - 7 * DAY, directive="img-src", path="/old/", times=9)
    assert listing(chief, name) is None

    for day in (TODAY, TODAY - DAY):
        Violations.objects.create(day=day, directive="img-src", path="/2026/08/a-story/", times=2)
    Violations.objects.create(day=TODAY, directive="script-src-elem", path="/", times=1)

    assert [(row.title, row.note) for row in listing(chief, name).rows] == [
        ("/2026/08/a-story/", "img-src, reported 4 times"),
        ("/", "script-src-elem, reported once"),
    ]
    assert listing(sign_in(EDITOR), name) is None
