"""Reading in Chromium: the reader's own choices, and what an article's page does for its text."""

import pytest
from playwright.sync_api import expect

from tests import make

ROOT_PX = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


def test_the_size_of_the_text_is_the_readers_choice_and_stays(visit):
    page = visit("/")
    assert page.evaluate(ROOT_PX) == 16

    page.get_by_label("Text size").select_option("130 %")
    page.get_by_label("Theme").select_option("Dark")
    page.goto("/archive/")

    assert page.evaluate(ROOT_PX) == pytest.approx(20.8)
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    expect(page.get_by_label("Text size")).to_have_value("130")
    assert page.context.cookies() == []
    page.get_by_label("Text size").select_option("100 %")
    assert page.evaluate("[document.documentElement.dataset.size, localStorage.size]") == [None, None]
    assert page.faults == []


def test_what_is_no_choice_here_counts_as_none(visit):
    page = visit("/")
    page.evaluate("Object.assign(localStorage, { theme: 'auto', size: '7' })")

    page.reload()

    expect(page.get_by_label("Theme")).to_have_value("")
    assert page.evaluate("({ ...document.documentElement.dataset })") == {}


def test_without_script_the_choices_are_not_offered(visit):
    page = visit("/", java_script_enabled=False)

    assert page.locator(".choice select").count() == 2
    for choice in page.locator(".choice").all():
        expect(choice).to_be_hidden()
