"""The writing surface as an editor uses it: what it inserts, by keyboard and by dialogs, and what of it is stored."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from spacenews.articles.models import Article
from spacenews.images import library
from spacenews.images.models import Image
from spacenews.markup import clean
from tests import make
from tests.browser.axe import violations
from tests.browser.test_editor import article_of, body, press
from tests.desk.pages import ADD, change
from tests.images.files import encoded

EARLIER = timezone.now() - dt.timedelta(days=1)
LATER = timezone.now() + dt.timedelta(days=1)


def picture(**words) -> Image:
    return library.add(ContentFile(encoded(), name="a.jpg"), **words)


@pytest.fixture
def records(site):
    with transaction.atomic():
        source = make.source(publisher="The Paper")
        return {
            "figure": make.figure(as_printed="64 launches", scope="China", period="2025", source=source),
            "other figure": make.figure(as_printed="7 rockets"),
            "image": picture(alt="A rocket.", credit="Ann", caption="The library’s."),
            "other image": picture(alt="A satellite."),
            "claim": make.claim(sentence="The market has ten parts."),
            "dispute": make.dispute("Two.", "Three."),
        }


@pytest.fixture
def page(visit, editor):
    page = visit(ADD, editor)
    page.locator(".tiptap.ProseMirror").click()
    return page


def dialog(page, kind: str):
    found = page.get_by_role("dialog", name=kind)
    expect(found).to_be_visible()
    return found


def find(page, kind: str, words: str, name: str) -> None:
    """Type into the dialog's search until a row of this name is the one that Enter takes."""
    asked = dialog(page, kind)
    asked.get_by_role("combobox").fill(words)
    expect(asked.get_by_role("option", selected=True)).to_contain_text(name)


def cards(page) -> list[list[str]]:
    return [card.locator("p").all_inner_texts() for card in page.locator(".tiptap .reference").all()]


# Links


def test_a_link_to_an_article_is_found_and_set_by_the_keyboard(visit, editor):
    with transaction.atomic():
        live = make.published(at=EARLIER, headline="Methane flies")
        make.article(headline="Methane soon").publish(by=None, at=LATER)
        make.organization("Methane Works", slug="methane-works", public_from=EARLIER)
    page = visit(ADD, editor)
    page.locator(".tiptap.ProseMirror").click()
    page.keyboard.type("words")
    page.keyboard.press("Shift+Home")

    page.keyboard.press("Control+k")
    find(page, "Link", "methane", "Methane Works")
    rows = dialog(page, "Link").get_by_role("option").all_inner_texts()
    assert [row.split("\n")[0] for row in rows] == [
        "Firm Methane Works",
        "Article Methane flies",
        "Scheduled Methane soon",
    ]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert body(page) == f'<p><a href="/{live.editions.get().path}/">words</a></p>'
    assert page.locator(":focus").get_attribute("aria-label") == "Text"
    assert page.faults == []


def test_without_chosen_words_the_name_of_the_page_is_linked(page):
    with transaction.atomic():
        make.organization("Methane Works", slug="methane-works", public_from=EARLIER)

    page.keyboard.press("Control+k")
    find(page, "Link", "methane", "Methane Works")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type(" flies")

    assert body(page) == '<p><a href="/firms/methane-works/">Methane Works</a> flies</p>'


def test_an_address_that_is_none_is_not_set(page):
    page.keyboard.type("words")
    page.keyboard.press("Shift+Home")

    page.keyboard.press("Control+k")
    address = dialog(page, "Link").get_by_label("Address")
    address.fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    assert address.evaluate("field => field.validity.customError")
    assert body(page) == "<p>words</p>"
    address.fill("example.org/a")
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert body(page) == '<p><a href="https://example.org/a">words</a></p>'


# Records


def test_the_words_of_a_figure_carry_its_number(records, page):
    figure, other = records["figure"], records["other figure"]
    page.keyboard.type("China had ")

    press(page, "Figure")
    find(page, "Figure", "64 launches", "64 launches")
    page.keyboard.press("Enter")
    page.keyboard.type(" in all.")

    assert body(page) == f'<p>China had <mark data-figure="{figure.pk}">64 launches</mark> in all.</p>'
    assert cards(page) == [["Figure 64 launches", "China, 2025, reported · The Paper"]]

    for _letter in range(len(" in all.") + 3):
        page.keyboard.press("ArrowLeft")
    press(page, "Figure")
    find(page, "Figure", "7 rockets", "7 rockets")
    page.keyboard.press("Enter")
    assert body(page) == f'<p>China had <mark data-figure="{other.pk}">64 launches</mark> in all.</p>'
    assert cards(page)[0][0] == "Figure 7 rockets"

    press(page, "Figure")
    dialog(page, "Figure").get_by_role("button", name="Plain words").click()
    assert body(page) == "<p>China had 64 launches in all.</p>"
    assert cards(page) == []
    assert page.faults == []


def test_a_picture_is_put_in_with_words_for_this_use_and_changed(records, page):
    image, other = records["image"], records["other image"]
    page.keyboard.type("Above.")

    press(page, "Picture")
    find(page, "Picture", "rocket", "A rocket.")
    page.keyboard.press("Enter")
    asked = dialog(page, "Picture")
    expect(asked.get_by_label("Caption")).to_be_focused()
    assert asked.get_by_label("Alternative text").get_attribute("placeholder") == "A rocket."
    page.keyboard.type("On its pad.")
    asked.get_by_label("Alternative text").fill('A “white” & "red" rocket')
    asked.get_by_label("Credit").fill("Ben")
    page.keyboard.press("Enter")
    page.keyboard.type("Below.")

    words = 'data-alt="A “white” &amp; &quot;red&quot; rocket" data-credit="Ben"'
    caption = "<figcaption>On its pad.</figcaption>"
    assert body(page).split("\n") == [
        "<p>Above.</p>",
        f'<figure data-image="{image.pk}" {words}>{caption}</figure>',
        "<p>Below.</p>",
    ]
    assert cards(page) == [["Picture On its pad.", "Ben"]]

    page.locator(".reference").click()
    press(page, "Change")
    asked = dialog(page, "Picture")
    assert asked.get_by_label("Caption").input_value() == "On its pad."
    find(page, "Picture", "satellite", "A satellite.")
    page.keyboard.press("Enter")
    asked.get_by_label("Decorative").check()
    asked.get_by_label("Credit").fill("")
    page.keyboard.press("Enter")
    assert body(page).split("\n")[1] == f'<figure data-image="{other.pk}" data-alt="">{caption}</figure>'
    assert page.faults == []


def test_a_caption_that_is_left_alone_keeps_its_markup(visit, editor, records):
    caption = '<figcaption>On <em>its</em> <a href="/x/">pad</a>.</figcaption>'
    article = article_of(f'<figure data-image="{records["image"].pk}">{caption}</figure>\n<p>Below.</p>')
    page = visit(change(article), editor)

    page.locator(".reference").click()
    page.keyboard.press("Enter")
    dialog(page, "Picture").get_by_label("Credit").fill("Ben")
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert body(page) == (
        f'<figure data-image="{records["image"].pk}" data-credit="Ben">{caption}</figure>\n<p>Below.</p>'
    )


@pytest.mark.parametrize(
    ("tool", "kind", "named"),
    [
        ("Series", "series", "group"),
        ("Sources disagree", "dispute", "question"),
        ("Claim", "claim", "sentence"),
    ],
)
def test_a_block_of_a_record_stands_below_the_block_that_is_written(records, page, tool, kind, named):
    record = records["figure"].group if kind == "series" else records[kind]
    if kind == "series":
        with transaction.atomic():
            type(record).objects.filter(pk=record.pk).update(title="Launches a year")
            record.refresh_from_db()
    page.keyboard.type("- One")

    press(page, tool)
    words = str(record).split(":")[0]
    find(page, tool, words, words)
    page.keyboard.press("Enter")
    page.keyboard.type("Below.")

    assert body(page) == f'<ul>\n<li>One</li>\n</ul>\n<div data-{kind}="{record.pk}"></div>\n<p>Below.</p>'
    assert page.faults == []


# Footnotes and quotes


def test_a_footnote_is_written_where_its_number_stands(page):
    page.keyboard.type("One")
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("See it, ")
    page.keyboard.press("Control+i")
    page.keyboard.type("all")
    page.keyboard.press("Enter")
    page.keyboard.type(" two")

    written = '<p>One<mark data-footnote="1">See it, <em>all</em></mark> two</p>'
    assert body(page) == written
    assert clean(written) == written

    press(page, "Footnote")
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    assert body(page) == '<p>One<mark data-footnote="1">See it, <em>all</em></mark> two' + (
        '<mark data-footnote="1">The words of the footnot</mark></p>'
    )
    assert page.faults == []


def test_chosen_words_become_a_footnote_and_words_again(page):
    page.keyboard.type("One two")
    for _letter in range(3):
        page.keyboard.press("Shift+ArrowLeft")

    press(page, "Footnote")

    assert body(page) == '<p>One <mark data-footnote="1">two</mark></p>'
    page.keyboard.press("Control+z")
    assert body(page) == "<p>One two</p>"


def test_a_reader_goes_to_a_footnote_and_back(visit):
    with transaction.atomic():
        article = make.published(
            at=EARLIER, body='<p>One<mark data-footnote="1">See <em>it</em>.</mark>.</p>'
        )
    page = visit(article.editions.get().url)

    page.get_by_role("link", name="1", exact=True).click()
    assert page.url.endswith("#note-1")
    note = page.get_by_role("region", name="Notes").get_by_role("listitem")
    assert note.inner_text() == "See it. ↩"
    note.get_by_role("link", name="Back to the text").click()
    assert page.url.endswith("#noteref-1")
    assert page.faults == []


def test_a_quote_says_who_said_it(page):
    page.keyboard.type("> Words")
    press(page, "Who said it")
    page.keyboard.type("Ann, ")
    page.keyboard.press("Control+b")
    page.keyboard.type("SHINE")
    page.keyboard.press("Enter")
    page.keyboard.type("Below")

    quote = "<blockquote><p>Words</p><p><cite>Ann, <strong>SHINE</strong></cite></p></blockquote>"
    assert body(page) == f"{quote}\n<p>Below</p>"
    page.locator(".tiptap blockquote p").first.click()
    press(page, "Quote")
    assert body(page) == "<p>Words</p>\n<p>Ann, <strong>SHINE</strong></p>\n<p>Below</p>"


# Typing


def test_what_is_typed_as_markdown_becomes_what_it_means(page):
    for line in ["## Two", "### Three", "**bold** and *emphasis* and `code` it"]:
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    page.keyboard.type("---")
    for line in ["- One", "", "1. First", ""]:
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    page.keyboard.type("> Said")

    assert body(page).split("\n") == [
        "<h2>Two</h2>",
        "<h3>Three</h3>",
        "<p><strong>bold</strong> and <em>emphasis</em> and <code>code</code> it</p>",
        "<hr>",
        *("<ul>", "<li>One</li>", "</ul>"),
        *("<ol>", "<li>First</li>", "</ol>"),
        "<blockquote><p>Said</p></blockquote>",
    ]


def test_each_tool_that_has_keys_names_them_and_obeys_them(page):
    page.keyboard.type("words")
    tools = page.locator(".toolbar [aria-keyshortcuts][aria-pressed]").all()
    named = {tool.inner_text() or tool.text_content(): tool for tool in tools}
    assert {"H2", "Bold", "Italic", "List", "Numbers", "Quote", "Footnote", "Code", "Raised"} <= named.keys()

    for name in sorted(named.keys() - {"Link", "Full screen", "Footnote"}):
        keys = named[name].get_attribute("aria-keyshortcuts")
        page.keyboard.press("Control+a")
        page.keyboard.press(keys)
        assert (name, named[name].get_attribute("aria-pressed")) == (name, "true")
        assert named[name].get_attribute("title") == f"{name} ({keys.replace('Control', 'Ctrl')})"
        page.keyboard.press(keys)
        assert (name, named[name].get_attribute("aria-pressed")) == (name, "false")


def test_the_text_has_the_screen_to_itself_until_escape(page):
    area, bar = page.locator(".prose-editor"), page.locator(".bar")

    page.keyboard.press("Control+Shift+f")
    expect(page.get_by_role("button", name="Full screen")).to_have_attribute("aria-pressed", "true")
    box, below = area.bounding_box(), bar.bounding_box()
    height = page.viewport_size["height"]
    assert (box["x"], box["y"]) == (0, 0)
    assert box["height"] == pytest.approx(height - below["height"], abs=1)
    assert below["y"] + below["height"] == pytest.approx(height, abs=1)
    page.keyboard.type("Words")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Full screen")).to_have_attribute("aria-pressed", "false")

    press(page, "Full screen")
    bar.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Escape")
    assert area.bounding_box()["x"] > 0

    press(page, "Full screen")
    page.locator("#id_headline").focus()
    assert area.bounding_box()["x"] > 0
    assert body(page) == "<p>Words</p>"
    assert page.faults == []


def test_the_words_of_footnotes_are_counted_like_all_others(visit, editor):
    with transaction.atomic():
        article = make.article(
            body='<p>One<mark data-footnote="1">two three</mark>, four.</p>', points=["Five."]
        )
    page = visit(change(article), editor)

    expect(page.locator("[data-length]")).to_contain_text("5 words")
    page.locator(".tiptap p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" six")
    expect(page.locator("[data-length]")).to_contain_text("6 words")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_surface_keeps_nobody_out(records, visit, editor, scheme):
    body = f'<p><mark data-figure="{records["figure"].pk}">64</mark><mark data-footnote="1">Note</mark></p>'
    article = article_of(f'{body}<figure data-image="{records["image"].pk}"></figure>')
    with transaction.atomic():
        make.published(at=EARLIER)
    page = visit(change(article), editor, color_scheme=scheme, viewport={"width": 360, "height": 800})
    page.locator(".reference").first.wait_for()

    assert violations(page) == []
    for tool in ("Link", "Picture", "Figure"):
        press(page, tool)
        dialog(page, tool).get_by_role("option").first.wait_for()
        assert violations(page) == []
        page.keyboard.press("Escape")
    press(page, "Full screen")
    press(page, "More")
    assert violations(page) == []


# Main points


def points(page) -> list[str]:
    return page.locator("#id_points").evaluate("field => field.value").split("\n")


def test_the_main_points_are_a_list_of_their_own(visit, editor):
    with transaction.atomic():
        article = make.article(points=["One", "Two"])
    page = visit(change(article), editor)
    first, second = page.get_by_label("Point 1", exact=True), page.get_by_label("Point 2", exact=True)

    page.locator("label", has_text="Main points").click()
    expect(first).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("Between")
    assert points(page) == ["One", "Between", "Two"]
    page.keyboard.press("Alt+ArrowUp")
    assert points(page) == ["Between", "One", "Two"]
    expect(first).to_be_focused()
    page.get_by_role("button", name="Move point 1 down").click()
    assert points(page) == ["One", "Between", "Two"]
    page.get_by_role("button", name="Remove point 3").click()
    page.get_by_role("button", name="Add a point").click()
    page.keyboard.press("Backspace")
    expect(second).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Backspace")
    assert points(page) == ["One Between"]

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    assert Article.objects.get().points == ["One Between"]
    assert page.faults == []


def test_pasted_lines_are_points_and_a_field_that_changes_is_shown(visit, editor):
    page = visit(ADD, editor)

    page.get_by_label("Point 1", exact=True).fill("One\nTwo\n\nThree")
    assert page.locator(".point-list textarea").evaluate_all("all => all.map((one) => one.value)") == [
        *("One", "Two", "Three"),
    ]
    assert points(page) == ["One", "Two", "Three"]

    page.locator("#id_points").evaluate(
        "field => { field.value = 'Kept'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    assert page.get_by_label("Point 1", exact=True).input_value() == "Kept"
    assert page.locator(".point-list li").count() == 1


def test_without_script_the_points_are_lines(visit, editor):
    page = visit(ADD, editor, java_script_enabled=False)

    assert page.get_by_label("Main points").is_visible()
