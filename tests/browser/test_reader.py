"""What a reader keeps in the browser: what is new since the last visit, firms followed, a reading list."""

import datetime as dt
import json

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.axe import violations

NOON = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
FIRM, STORY = "/firms/landspace/", "/2026/08/landing-at-sea/"
FORBIDDEN = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError") } });
"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') };"
HOSTILE = [
    "not json",
    "null",
    '"text"',
    "{}",
    "[null, 1, [], {}]",
    '[{"path": "javascript:alert(1)", "title": "x"}]',
    '[{"path": "//evil.example/", "title": "x"}]',
    '[{"path": "firms/../../evil/", "title": "x"}]',
    '[{"path": "firms/landspace/", "title": {"toString": 1}}]',
    '[{"path": ["firms/landspace/"]}]',
    f'"{"x" * 1_000_000}"',
]


@pytest.fixture(autouse=True)
def noon(clock, settings, site):
    clock.set(NOON)
    settings.SITE_URL = site


@pytest.fixture(autouse=True)
@transaction.atomic
def published(noon) -> None:
    section = make.section(slug="launch", name="Launch")
    firm = make.organization("LandSpace", slug="landspace", public_from=NOON)
    other = make.organization("CAS Space", slug="cas-space", public_from=NOON)
    make.published(headline="Landing at sea", slug="landing-at-sea", section=section, about=[firm], at=NOON)
    make.published(headline="Older", slug="older", section=section, about=[other], at=NOON - 48 * HOUR)


def at(page: Page, moment: dt.datetime, path: str) -> None:
    """Open an address while the reader's clock shows this."""
    page.clock.set_fixed_time(moment)
    page.goto(path)
    page.wait_for_load_state()


def stored(page: Page, name: str):
    return json.loads(page.evaluate(f"localStorage.getItem('reader:{name}')") or "null")


def new_ones(page: Page) -> list[str]:
    marked = page.locator("main article:has(time)").filter(has=page.locator(".meta b", has_text="New"))
    for word in marked.locator(".meta b").all():
        expect(word).to_have_css("color", "rgb(185, 52, 8)")  # --signal
    return [found.inner_text() for found in marked.locator("h2, h3").all()]


@pytest.fixture
def reader(visit) -> Page:
    """A reader who was last here between the two stories."""
    page = visit("/")
    page.evaluate("localStorage.clear()")
    at(page, NOON - HOUR, "/")
    assert (new_ones(page), page.locator("[data-since]").is_visible()) == ([], False), "the first visit"
    return page


@pytest.mark.parametrize("path", ["/", "/section/launch/", FIRM, "/2026/08/"])
def test_what_was_published_since_the_last_visit_says_so(reader, path):
    at(reader, NOON + HOUR, path)

    assert new_ones(reader) == ["Landing at sea"]
    assert reader.faults == []


def test_the_front_page_counts_it_and_leads_to_the_first(reader):
    at(reader, NOON + HOUR, "/")
    line = reader.locator("[data-since]")

    assert line.inner_text().startswith("New on this page since your last visit, 20 August 2026")
    assert line.inner_text().endswith(": 1")
    line.get_by_role("link").click()
    assert reader.evaluate("document.activeElement.textContent") == "Landing at sea"
    assert violations(reader) == []


def test_a_visit_lasts_until_half_an_hour_without_a_page(reader):
    seen = []
    for minutes in (60, 85, 110, 141):
        at(reader, NOON + dt.timedelta(minutes=minutes), "/")
        seen.append(new_ones(reader))

    assert seen == [["Landing at sea"]] * 3 + [[]]


def test_a_firm_is_followed_and_only_its_stories_are_listed(reader):
    reader.goto(FIRM)
    reader.get_by_role("button", name="Follow in this browser").click()
    expect(reader.get_by_role("button", name="Stop following")).to_be_visible()
    assert reader.locator("[data-yours]").count() == 0

    at(reader, NOON + HOUR, "/")
    reader.get_by_role("link", name="Firms you follow and your reading list").click()
    reader.wait_for_url("**/reading-list/")

    firms = reader.locator("[data-fill=firms] li")
    assert firms.locator("a").inner_text() == "LandSpace"
    stories = reader.locator("[data-stories] > li:visible")
    assert stories.locator("a.firm").all_inner_texts() == ["Landing at sea"]
    assert "New" in stories.inner_text()
    firms.get_by_role("button", name="Remove: LandSpace").click()
    expect(reader.locator("[data-stories] > li:visible")).to_have_count(2)
    assert reader.evaluate("document.activeElement.textContent").startswith("None yet.")
    assert stored(reader, "firms") == []


def test_an_article_is_saved_and_found_in_each_language(reader):
    reader.goto(STORY)
    button = reader.locator("[data-keep=list]")
    button.click()
    expect(button).to_have_text("Saved: take it off the list")

    for prefix, day in (("", "20 August 2026"), ("/id", "20 Agustus 2026"), ("/zh-hans", "2026年8月20日")):
        at(reader, NOON + HOUR, f"{prefix}/reading-list/")
        row = reader.locator("[data-fill=list] li")
        link = row.get_by_role("link", name="Landing at sea")
        assert link.get_attribute("href") == f"{prefix}{STORY}"
        assert link.get_attribute("lang") == "en"
        assert row.locator("p").inner_text() == day
        reader.goto(f"{prefix}{STORY}")
        assert button.inner_text() == button.get_attribute("data-kept")
    button.click()
    assert stored(reader, "list") == []
    assert reader.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_somebody_out_of_the_page(visit, scheme):
    page = visit(STORY, color_scheme=scheme, viewport={"width": 360, "height": 800})
    page.locator("[data-keep=list]").click()
    page.goto(FIRM)
    page.locator("[data-keep=firms]").click()
    page.goto("/reading-list/")
    expect(page.locator("[data-fill] li")).to_have_count(2)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_all_of_it_can_be_forgotten(reader):
    reader.goto(STORY)
    reader.locator("[data-keep=list]").click()
    reader.goto("/reading-list/")
    reader.once("dialog", lambda dialog: dialog.dismiss())
    reader.get_by_role("button", name="Forget all of this").click()
    assert len(stored(reader, "list")) == 1
    reader.once("dialog", lambda dialog: dialog.accept())
    reader.get_by_role("button", name="Forget all of this").click()

    expect(reader.locator("[data-fill] li")).to_have_count(0)
    assert reader.evaluate("Object.keys(localStorage)") == []


def test_another_tab_is_kept_in_step(visit):
    page = visit("/reading-list/")
    other = page.context.new_page()
    other.goto(STORY)
    other.locator("[data-keep=list]").click()

    expect(page.locator("[data-fill=list] li")).to_have_count(1)


def test_no_more_than_two_hundred_are_kept(visit):
    page = visit("/reading-list/")
    many = [{"path": f"2026/01/story-{number}/", "title": f"Story {number}"} for number in range(500)]
    page.evaluate("many => localStorage.setItem('reader:list', JSON.stringify(many))", many)
    page.reload()
    expect(page.locator("[data-fill=list] li")).to_have_count(200)
    page.goto(STORY)
    page.locator("[data-keep=list]").click()

    assert [len(stored(page, "list")), stored(page, "list")[0]["title"]] == [200, "Landing at sea"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_others_wrote_there_is_passed_over(visit, text):
    page = visit("/")
    for name in ("seen", "firms", "list"):
        page.evaluate("([name, text]) => localStorage.setItem(name, text)", [f"reader:{name}", text])
    page.goto("/reading-list/")

    assert page.locator("[data-fill] li").count() == 0
    assert page.locator("[data-stories] > li:visible").count() == 2
    assert page.get_by_role("button", name="Forget all of this").is_visible()
    assert page.faults == []


@pytest.mark.parametrize("seen", ['{"at": "0x1f", "since": -1e300}', '{"at": 1e300, "since": "x"}', "[]"])
def test_a_time_that_cannot_be_is_no_visit(visit, seen):
    page = visit("/")
    page.evaluate("seen => localStorage.setItem('reader:seen', seen)", seen)
    page.goto("/")

    assert page.faults == []
    assert stored(page, "seen")["at"] > 0


@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_where_nothing_can_be_kept_nothing_is_offered(visit, script):
    page = visit("/")
    page.add_init_script(script)
    for path in (STORY, FIRM, "/", "/reading-list/"):
        page.goto(path)
        page.wait_for_load_state()
        assert page.locator("[data-own]:visible, [data-since]:visible").count() == 0
    assert page.locator("[data-without]").is_visible()
    assert page.faults == []


def test_storage_that_fills_up_later_takes_the_buttons_away(visit):
    page = visit(STORY)
    page.evaluate(f"() => {{ {FULL} }}")
    page.locator("[data-keep=list]").click()

    expect(page.locator("[data-own]:visible")).to_have_count(0)
    assert page.faults == []


def test_without_script_the_page_says_so_and_lists_stories_with_their_firms(visit):
    page = visit("/reading-list/", java_script_enabled=False)

    assert page.locator("[data-without] a").all_inner_texts() == ["RSS feed", "Firms"]
    assert page.locator("[data-own]:visible").count() == 0
    assert page.locator("[data-stories] a.firm").all_inner_texts() == ["Landing at sea", "Older"]
    for path in (STORY, FIRM, "/"):
        page.goto(path)
        assert page.locator("[data-own]:visible, [data-since]:visible, [data-yours]:visible").count() == 0


def test_it_asks_the_server_for_nothing(reader):
    asked = []
    reader.on("request", lambda sent: asked.append(sent.resource_type))
    reader.goto(FIRM)
    reader.locator("[data-keep=firms]").click()
    reader.goto("/reading-list/")
    reader.wait_for_load_state("networkidle")

    assert {"fetch", "xhr", "beacon", "ping"} & set(asked) == set()
    assert reader.context.cookies() == []
