"""Arranging the front page as an editor does: drag a pin, look at it before it changes, let one end."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from spacenews.articles.models import Pin
from spacenews.pagecache import clock
from tests import make
from tests.browser.axe import violations

FRONT = reverse("admin:articles_pin_changelist")
NAMES = ("Alpha", "Bravo", "Charlie")


@pytest.fixture
@transaction.atomic
def stories(transactional_db):
    """Three live stories, of which the first two are pinned: the older as the lead."""
    now = clock.now()
    stories = [
        make.published(headline=name, at=now - dt.timedelta(hours=3 - number))
        for number, name in enumerate(NAMES)
    ]
    for place, article in enumerate(stories[:2]):
        Pin.objects.create(place=place, article=article)
    return stories


def places(page) -> list[str]:
    """Return what stands in each place, in the order in which it is seen."""
    return [
        slot.locator(".pin .what").inner_text() if slot.locator(".pin").count() else "–"
        for slot in page.locator("[data-places] > li").all()
    ]


def pin_of(page, name: str):
    return page.locator(".pin", has_text=name)


def test_a_pin_is_dragged_looked_at_and_saved(visit, editor, stories):
    page = visit(FRONT, editor)
    page.wait_for_load_state("networkidle")

    pin_of(page, "Bravo").locator(".what").drag_to(page.locator("[data-place='0']"))
    assert places(page)[:3] == ["Bravo", "Alpha", "–"]
    expect(page.locator("[data-unsaved]")).to_be_visible()

    page.get_by_role("button", name="English").click()
    lead = page.frame_locator("iframe[name='front-preview']").locator(".lead h2")
    expect(lead).to_have_text("Bravo")
    assert Pin.objects.get(place=0).article == stories[0]

    page.get_by_role("button", name="Save the front page").click()
    expect(page.get_by_text("Readers see this front page now.")).to_be_visible()
    assert dict(Pin.objects.values_list("place", "article__headline")) == {0: "Bravo", 1: "Alpha"}
    assert page.faults == []


def test_a_place_is_chosen_by_its_number(visit, editor, stories):
    page = visit(FRONT, editor)
    page.wait_for_load_state("networkidle")

    pin_of(page, "Alpha").get_by_label("Place").select_option("4")

    assert places(page)[:5] == ["–", "Bravo", "–", "–", "Alpha"]
    expect(page.locator("[data-said]")).to_have_text("“Alpha” stands here now: Place 4")
    assert page.evaluate("document.activeElement.name.endsWith('-place')")


def test_one_is_found_and_pinned_without_a_script(visit, editor, stories):
    page = visit(FRONT, editor, java_script_enabled=False)

    page.get_by_label("Pin an article").fill("Charlie")
    page.get_by_label("Pin an article").press("Enter")
    page.locator(".offered li", has_text="Charlie").get_by_role("button", name="Pin").click()
    pin_of(page, "Charlie").get_by_label("Place").select_option("0")
    page.get_by_role("button", name="Put in order").click()
    assert places(page)[:3] == ["Charlie", "Alpha", "Bravo"]

    page.get_by_role("button", name="Save the front page").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Pin.objects.get(place=0).article == stories[2]


def test_when_a_pin_ends_the_newest_leads_again_by_itself(visit, editor, stories):
    page = visit(FRONT, editor)
    page.wait_for_load_state("networkidle")
    soon = clock.now() + dt.timedelta(minutes=90)
    pin = pin_of(page, "Alpha")

    pin.get_by_label("Ends on").fill(f"{soon:%Y-%m-%d}")
    pin.get_by_label("Ends at").fill(f"{soon:%H:%M}")
    page.get_by_role("button", name="Save the front page").click()
    expect(page.get_by_text("Readers see this front page now.")).to_be_visible()
    page.goto("/")
    assert page.locator(".lead h2").inner_text() == "Alpha"

    clock.offset += dt.timedelta(hours=2)
    try:
        page.goto("/")
        assert page.locator(".lead h2").inner_text() == "Charlie"
        page.goto(FRONT)
        assert "Ended" in pin_of(page, "Alpha").inner_text()
    finally:
        clock.offset -= dt.timedelta(hours=2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_page_keeps_nobody_out(visit, editor, stories, scheme, width):
    page = visit(FRONT, editor, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.get_by_role("button", name="Find").click()
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.faults == []
    assert violations(page) == []
