"""The preview in a browser: what is typed stands on the readers' page at once, at each width, light and dark."""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import FrameLocator, Page, expect

from spacenews.articles.models import Article, SharedLink
from tests import make
from tests.browser.axe import violations
from tests.desk.pages import ADD, change

WIDTHS = {"Phone": 390, "Tablet": 768, "Desktop": 1280}
PAPER = {"Light": "rgb(251, 249, 244)", "Dark": "rgb(14, 19, 27)"}


@pytest.fixture
@transaction.atomic
def article(transactional_db) -> Article:
    body = "".join(f"<p>Paragraph {number} of a text that is long.</p>" for number in range(60))
    return make.article(headline="Words that are saved", deck="A deck.", body=body, tags=[make.tag()])


@pytest.fixture
def desk(visit, editor, article) -> Page:
    page = visit(change(article), editor, viewport={"width": 1440, "height": 900})
    page.wait_for_load_state("networkidle")
    return page


def tool(page: Page, name: str):
    return page.locator("#preview").get_by_role("button", name=name, exact=True)


def open_pane(page: Page) -> FrameLocator:
    page.locator(".tools").get_by_role("button", name="Preview").click()
    shown = frame_of(page)
    expect(shown.locator("h1")).to_be_visible()
    return shown


def frame_of(page: Page) -> FrameLocator:
    return page.frame_locator("#preview iframe:not([hidden])")


def type_headline(page: Page, words: str) -> None:
    page.locator("#id_headline").fill(words)


def test_what_is_typed_is_in_the_preview_at_each_width_light_and_dark(desk):
    shown = open_pane(desk)
    expect(shown.locator("h1")).to_have_text("Words that are saved")

    type_headline(desk, "Words that are typed")
    desk.locator(".tiptap.ProseMirror").focus()
    desk.evaluate("document.querySelector('.tiptap').editor.commands.setTextSelection(1)")
    desk.keyboard.type("Typed too. ")

    expect(shown.locator("h1")).to_have_text("Words that are typed")
    expect(shown.locator(".text p").first).to_have_text("Typed too. Paragraph 0 of a text that is long.")
    for theme, colour in PAPER.items():
        tool(desk, theme).click()
        expect(shown.locator("html")).to_have_css("background-color", colour)
        for name, width in WIDTHS.items():
            tool(desk, name).click()
            expect(shown.locator("html")).to_have_js_property("clientWidth", width)
            assert comes_to_fit(desk)
            expect(shown.locator("h1")).to_have_text("Words that are typed")
    assert desk.faults == []
    assert Article.objects.get().headline == "Words that are saved"


def comes_to_fit(page: Page) -> bool:
    """Whether it does so within seconds: another frame may just take the place of the one that was there."""
    for _tenth in range(50):
        if fits(page):
            return True
        page.wait_for_timeout(100)
    return False


def fits(page: Page) -> bool:
    """Whether the frame, as it is drawn, stands within its screen."""
    screen = page.locator(".preview-screen").bounding_box()
    drawn = page.locator("#preview iframe:not([hidden])").bounding_box()
    sides = drawn["x"] >= screen["x"] and drawn["x"] + drawn["width"] <= screen["x"] + screen["width"] + 1
    return sides and abs(drawn["height"] - screen["height"]) <= 3


def test_a_refresh_keeps_the_place_and_the_browsers_way_back(desk):
    shown = open_pane(desk)
    length = desk.evaluate("history.length")
    shown.locator("html").evaluate("root => root.ownerDocument.defaultView.scrollTo(0, 700)")

    for number in range(3):
        type_headline(desk, f"Typed {number}")
        expect(shown.locator("h1")).to_have_text(f"Typed {number}")

    assert shown.locator("html").evaluate("root => root.ownerDocument.defaultView.scrollY") == 700
    assert desk.evaluate("history.length") == length
    assert desk.faults == []


def test_the_last_words_win_however_fast_they_are_typed(desk):
    shown = open_pane(desk)

    for number in range(12):
        type_headline(desk, f"Typed {number}")
        desk.wait_for_timeout(150)

    expect(shown.locator("h1")).to_have_text("Typed 11")


def test_it_is_shown_as_search_result_feed_entry_and_shared_card(desk):
    shown = open_pane(desk)
    type_headline(desk, "Words that are typed")

    for name, selector in (
        ("Search result", ".result h3"),
        ("Feed entry", ".feed-entry h1"),
        ("Shared card", ".shared-card h2"),
        ("Page", "h1#start"),
    ):
        tool(desk, name).click()
        expect(shown.locator(selector)).to_have_text("Words that are typed")
    assert desk.faults == []


def test_nothing_in_the_pane_runs_or_leads_away(desk):
    shown = open_pane(desk)

    assert desk.locator("#preview iframe").first.get_attribute("sandbox").split() == [
        *("allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox")
    ]
    links = shown.locator("a[href]:not([href^='#'])")
    expect(links.first).to_have_attribute("target", "_blank")
    with desk.context.expect_page() as opened:
        shown.locator(".wordmark").first.click()
    assert opened.value.url.endswith("/")
    expect(shown.locator("h1")).to_have_text("Words that are saved")


def test_a_new_article_is_previewed_in_a_tab_and_is_not_saved_by_it(visit, editor):
    page = visit(ADD, editor, viewport={"width": 1440, "height": 900})
    page.wait_for_load_state("networkidle")
    type_headline(page, "Just begun")
    page.locator(".tools").get_by_role("button", name="Preview").click()

    with page.context.expect_page() as opened:
        tool(page, "In a new tab").click()

    expect(opened.value.locator("h1")).to_have_text("Just begun")
    expect(page.locator("#id_headline")).to_have_value("Just begun")
    assert Article.objects.count() == 0
    assert page.url.endswith(ADD)


def test_without_script_it_opens_in_a_tab(visit, editor, article):
    page = visit(change(article), editor, java_script_enabled=False)
    page.locator("#id_headline").fill("Words that are typed")

    with page.context.expect_page() as opened:
        page.locator(".tools").get_by_role("button", name="Preview").click()

    expect(opened.value.locator("h1")).to_have_text("Words that are typed")
    assert not page.locator("#preview").is_visible()


def test_on_a_telephone_the_pane_stands_below_the_text_and_widens_nothing(visit, editor, article):
    page = visit(change(article), editor, viewport={"width": 360, "height": 800})
    page.wait_for_load_state("networkidle")
    open_pane(page)

    pane, text = page.locator("#preview").bounding_box(), page.locator(".pane").bounding_box()

    assert pane["y"] >= text["y"] + text["height"]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert fits(page)


def test_without_a_connection_the_last_preview_stays_and_that_is_said(desk):
    shown = open_pane(desk)
    desk.context.set_offline(True)

    type_headline(desk, "Words that are typed")

    expect(desk.locator("[data-preview-said]")).to_contain_text("could not be made just now")
    expect(shown.locator("h1")).to_have_text("Words that are saved")
    desk.context.set_offline(False)
    type_headline(desk, "Words that are typed later")
    expect(shown.locator("h1")).to_have_text("Words that are typed later")


def test_closing_gives_the_form_its_place_again(desk):
    open_pane(desk)

    tool(desk, "Close").click()

    expect(desk.locator("#preview")).to_be_hidden()
    expect(desk.locator(".tools").get_by_role("button", name="Preview")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pane_and_list_of_links_keep_nobody_out(visit, editor, article, scheme):
    page = visit(change(article), editor, viewport={"width": 1440, "height": 900}, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    open_pane(page)
    found = {"pane": [*page.faults, *violations(page)]}

    page.faults.clear()
    page.goto(reverse("admin:articles_article_share", args=[article.pk]))
    page.get_by_label("For whom").fill("A physicist")
    page.get_by_role("button", name="Make a link").click()
    page.get_by_role("button", name="Copy link").wait_for()
    found["links"] = [*page.faults, *violations(page)]

    assert found == {"pane": [], "links": []}


def test_a_shared_link_opens_the_draft_signed_out_until_it_is_revoked(visit, editor, article, settings, site):
    settings.SITE_URL = site
    desk = visit(reverse("admin:articles_article_share", args=[article.pk]), editor)
    desk.get_by_label("For whom").fill("A physicist")
    desk.get_by_role("button", name="Make a link").click()
    address = desk.get_by_label("Address").input_value()

    outside = visit(address)

    expect(outside.locator("h1")).to_have_text("Words that are saved")
    expect(outside.locator(".notice").first).to_contain_text("Draft, not published. Shared until")
    assert outside.context.cookies() == []
    assert outside.faults == []
    assert re.fullmatch(rf"{site}/draft/[\w-]{{43}}/", address)

    desk.get_by_role("button", name="Revoke A physicist").click()
    assert outside.reload().status == 404
    assert SharedLink.objects.get().uses == 1
