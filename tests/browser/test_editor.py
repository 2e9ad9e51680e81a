"""The editor in a browser: what is stored survives it, and what is written there is stored as it should be."""

import re
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import expect

from spacenews.articles.models import Article
from spacenews.markup import TABLE, clean
from tests import make
from tests.desk.pages import ADD, change

SAMPLES = sorted(Path("spacenews/sample/articles").glob("*.html"))
TEXTS = Path(__file__).with_name("texts")
EVERYTHING, DOCS, WORD = (
    (TEXTS / f"{name}.html").read_text().rstrip()
    for name in ("every_element", "from_google_docs", "from_word")
)


@transaction.atomic
def article_of(body: str) -> Article:
    return make.article(body=body)


def samples() -> list[str]:
    """Return the sample bodies as they are stored: their references are numbers then."""
    bodies = [path.read_text().partition("\n\n")[2].strip() for path in SAMPLES]
    return [clean(re.sub(r'(data-\w+)="[^"]*"', r'\1="1"', body)) for body in bodies]


def write_elsewhere(page) -> str:
    """Change one word by the keyboard and change it back, so that all is written anew; return the field."""
    page.locator(".tiptap.ProseMirror").focus()
    page.evaluate("document.querySelector('.tiptap').editor.commands.setTextSelection(2)")
    page.keyboard.type("x")
    page.wait_for_function("document.getElementById('id_body').value.includes('x')")
    page.keyboard.press("Backspace")
    return page.locator("#id_body").evaluate("field => field.value")


def test_the_made_body_has_every_element_and_attribute():
    for name, attributes in TABLE.items():
        assert f"<{name}" in EVERYTHING
        assert all(f" {attribute}=" in EVERYTHING for attribute in attributes)
    assert clean(EVERYTHING) == EVERYTHING


def test_every_element_survives_a_change_elsewhere(visit, editor):
    article = article_of(EVERYTHING)
    page = visit(change(article), editor)

    write_elsewhere(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")

    assert Article.objects.get().body.split("\n") == EVERYTHING.split("\n")
    assert page.faults == []


def test_every_sample_body_survives_a_change_elsewhere(visit, editor):
    articles = [article_of(body) for body in samples()]
    page = visit(ADD, editor)
    page.on("dialog", lambda dialog: dialog.accept())  # leave without saving

    written = {}
    for article in articles:
        page.goto(change(article))
        written[article.pk] = clean(write_elsewhere(page))

    assert len(articles) >= 12
    assert written == {article.pk: article.body for article in articles}


@pytest.fixture
def page(visit, editor):
    page = visit(ADD, editor)
    page.locator(".tiptap.ProseMirror").click()
    return page


def body(page) -> str:
    return clean(page.locator("#id_body").evaluate("field => field.value"))


def press(page, tool: str) -> None:
    """Press a tool, in the second row too."""
    bar = page.get_by_role("toolbar", name="Formatting")
    hidden = bar.get_by_role("button", name=tool, exact=True, include_hidden=True)
    if not hidden.is_visible():
        bar.get_by_role("button", name="More").click()
    hidden.click()


def test_typed_spaces_are_spaces(page):
    page.keyboard.type("Two words and  two spaces")

    assert body(page) == "<p>Two words and  two spaces</p>"


def test_an_emptied_text_is_empty(page):
    page.keyboard.type("x")
    page.keyboard.press("Backspace")

    assert body(page) == ""


def test_the_tools_write_what_they_say(page):
    press(page, "H2")
    page.keyboard.type("Second")
    page.keyboard.press("Enter")
    for tool, words in [("Bold", "strong"), ("Italic", "emphasis"), ("Title", "A book"), ("Raised", "2")]:
        press(page, tool)
        page.keyboard.type(words)
        press(page, tool)
        page.keyboard.press("Enter")
    press(page, "Pull quote")
    page.keyboard.type("Words")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    press(page, "Numbers")
    page.keyboard.type("One")
    page.keyboard.press("Enter")
    page.keyboard.type("Two")

    assert body(page).split("\n") == [
        "<h2>Second</h2>",
        "<p><strong>strong</strong></p>",
        "<p><em>emphasis</em></p>",
        "<p><cite>A book</cite></p>",
        "<p><sup>2</sup></p>",
        '<blockquote class="pull"><p>Words</p></blockquote>',
        "<ol>",
        "<li>One</li>",
        "<li>Two</li>",
        "</ol>",
    ]


@pytest.mark.parametrize(
    ("pressed", "written"),
    [
        (["Quote"], "<blockquote><p>Words</p></blockquote>"),
        (["Quote", "Quote"], "<p>Words</p>"),
        (["Quote", "Pull quote"], '<blockquote class="pull"><p>Words</p></blockquote>'),
        (["Pull quote", "Quote"], "<blockquote><p>Words</p></blockquote>"),
        (["Pull quote", "Pull quote"], "<p>Words</p>"),
        (["H3", "H3"], "<p>Words</p>"),
        (["List", "Numbers"], "<ol>\n<li>Words</li>\n</ol>"),
    ],
)
def test_a_tool_pressed_again_takes_back_what_it_did(page, pressed, written):
    page.keyboard.type("Words")

    for tool in pressed:
        press(page, tool)

    assert body(page) == written


def test_a_table_has_a_head_a_caption_and_scopes(page):
    press(page, "Table")
    press(page, "Header column")
    page.keyboard.type("Firm")
    press(page, "Add a caption")
    page.keyboard.type("What they print")

    assert body(page).split("\n") == [
        "<table>",
        "<caption>What they print</caption>",
        '<thead><tr><th scope="col">Firm</th><th scope="col"></th><th scope="col"></th></tr></thead>',
        "<tbody>",
        '<tr><th scope="row"></th><td></td><td></td></tr>',
        '<tr><th scope="row"></th><td></td><td></td></tr>',
        "</tbody>",
        "</table>",
    ]
    page.keyboard.press("ArrowDown")
    press(page, "Delete table")
    assert "<table" not in body(page)


def test_a_link_is_set_changed_and_taken_away(page):
    page.keyboard.type("words")
    page.keyboard.press("Control+a")

    press(page, "Link")
    page.get_by_role("dialog").get_by_label("Address").fill("https://example.org/")
    page.get_by_role("button", name="Set the link").click()
    assert body(page) == '<p><a href="https://example.org/">words</a></p>'

    press(page, "Link")
    page.get_by_role("dialog").get_by_label("Address").fill("")
    page.get_by_role("button", name="Set the link").click()
    assert body(page) == "<p>words</p>"
    assert page.faults == []


def test_a_script_is_no_address(page):
    page.keyboard.type("words")
    page.keyboard.press("Control+a")

    press(page, "Link")
    page.get_by_role("dialog").get_by_label("Address").fill("javascript:alert(1)")
    page.get_by_role("button", name="Set the link").click()

    assert body(page) == "<p>words</p>"


def test_the_editing_area_and_its_tools_have_names_and_states(page):
    area = page.get_by_role("textbox", name="Text", exact=True)

    assert area.count() == 1
    press(page, "Bold")
    bold = page.get_by_role("button", name="Bold")
    assert bold.get_attribute("aria-pressed") == "true"
    bold.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(":focus").inner_text() == "Italic"
    page.keyboard.press("Shift+Tab")
    assert page.locator(":focus").inner_text() == "＋ Add a point"


def test_references_are_shown_by_kind_and_name_and_go_as_a_whole(visit, editor):
    with transaction.atomic():
        claim = make.claim(sentence="The market has ten parts.")
        figure = make.figure(as_printed="64 launches")
    marked = f'<p>It had <mark data-figure="{figure.pk}">64</mark>.</p>'
    article = article_of(f'{marked}\n<div data-claim="{claim.pk}"></div>')
    page = visit(change(article), editor)

    figure_shown, shown = page.locator(".reference").nth(0), page.locator(".reference").nth(1)
    expect(shown.locator("p")).to_have_text(["Claim The market has ten parts.", "Weak · Example Press"])
    expect(figure_shown.locator("p")).to_have_text(["Figure 64 launches", "World, reported · Example Press"])
    assert shown.get_attribute("contenteditable") == "false"

    shown.click()
    page.locator(".reference.ProseMirror-selectednode").wait_for()
    page.keyboard.press("Delete")
    assert body(page) == marked


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (DOCS, ["<p>Plain, <strong>strong</strong>, <em>emphasis</em></p>", "<ul>", "<li>One</li>", "</ul>"]),
        (
            WORD,
            [
                "<p><strong>Bold</strong> text</p>",
                *("<ul>", "<li>One<ul>", "<li>Inner</li>", "</ul></li>", "<li>Two</li>", "</ul>"),
                *("<ol>", "<li>First</li>", "</ol>"),
            ],
        ),
        ("<p onclick='x()'>a<script>x()</script></p><img src=x onerror=x()>", ["<p>a</p>"]),
    ],
    ids=["Google Docs", "Word", "a page"],
)
def test_what_is_pasted_keeps_its_meaning(page, pasted, kept):
    page.evaluate("html => document.querySelector('.tiptap').editor.view.pasteHTML(html)", pasted)

    lines = [line for line in body(page).split("\n") if line != "<p></p>"]
    assert lines == kept
    assert page.faults == []


def test_without_script_the_field_holds_the_markup_and_saves_it(visit, editor):
    article = article_of("<h2>One</h2>")
    page = visit(change(article), editor, java_script_enabled=False)
    field = page.locator("textarea[name=body]")

    assert field.input_value() == "<h2>One</h2>"
    field.fill("<h2>One</h2>\n<p>Two &amp; three</p>")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist").wait_for()

    assert Article.objects.get().body == "<h2>One</h2>\n<p>Two &amp; three</p>"
