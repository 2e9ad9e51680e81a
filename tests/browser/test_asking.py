"""The pages that ask before something is done with many, or with what others name: in both lights, at both widths."""

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from spacenews.articles.models import Article, Section, Tag
from tests import make
from tests.browser.axe import violations
from tests.desk.pages import LIST

TAGS = reverse("admin:articles_tag_changelist")


@pytest.fixture
@transaction.atomic
def articles(transactional_db):
    tag = make.tag("reusable rocket", name_id="roket pakai ulang")
    make.tag("reuse"), make.tag("unused")
    return [make.article(headline=headline, tags=[tag]) for headline in ("First", "Second", "Third")]


def choose(page, action: str, *names: str) -> None:
    """Tick rows of a list, choose what to do with them, and go."""
    for name in names:
        page.locator("#result_list tbody tr", has_text=name).locator("input.action-select").check()
    page.get_by_label("Action:").select_option(label=action)
    page.get_by_role("button", name="Go", exact=True).click()
    page.wait_for_load_state("networkidle")


def faults(page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*violations(page), *(["wider than the window"] if wide else [])]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_that_ask_keep_nobody_out(visit, articles, scheme, width):
    page = visit(LIST, make.user("Chief"), color_scheme=scheme, viewport={"width": width, "height": 900})
    assert (faults(page), page.faults) == ([], [])

    choose(page, "Add a tag", "First", "Second")
    assert faults(page) == []

    page.goto(TAGS)
    choose(page, "Delete what is unused", "unused", "reusable rocket")
    assert faults(page) == []

    page.goto(reverse("admin:articles_tag_merge", args=[Tag.objects.get(name="reusable rocket").pk]))
    page.wait_for_load_state("networkidle")
    assert faults(page) == []


def test_a_section_is_set_for_two_of_three(visit, editor, articles):
    with transaction.atomic():
        section = make.section(name="Launch")
    page = visit(LIST, editor)

    choose(page, "Set the section", "First", "Third")
    expect(page.get_by_role("heading", name="It is done with 2 articles")).to_be_visible()
    page.get_by_label("Section").select_option(label="Launch")
    page.get_by_role("button", name="Set the section").click()

    expect(page.locator(".messagelist")).to_contain_text("Done with 2 articles:")
    assert set(Article.objects.filter(section=section).values_list("headline", flat=True)) == {
        "First",
        "Third",
    }
    assert Section.objects.count() == 4
    assert page.faults == []


def test_a_tag_is_merged_into_another(visit, editor, articles):
    old = Tag.objects.get(name="reusable rocket")
    page = visit(reverse("admin:articles_tag_change", args=[old.pk]), editor)
    page.wait_for_load_state("networkidle")

    page.get_by_role("link", name="Merge into another").click()
    page.locator(".select2-selection").click()
    page.keyboard.type("reuse", delay=5)
    page.get_by_role("option", name="reuse", exact=True).click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("3 articles name “reusable rocket”")).to_be_visible()
    page.get_by_role("button", name="Merge", exact=True).click()

    expect(page.locator(".messagelist")).to_contain_text("Merged: 3 articles.")
    assert [row.name for row in articles[0].tags.all()] == ["reuse"]
    assert Tag.objects.get(name="reuse").name_id == "roket pakai ulang"
    assert page.faults == []
