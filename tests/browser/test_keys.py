"""The keyboard shortcuts of the desk: each does what the list says, where it says, and none while somebody types."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from spacenews.articles.models import Article
from tests import make
from tests.desk.pages import ADD, LIST, START, change, step

HISTORY = "admin:articles_article_history"


@pytest.fixture
@transaction.atomic
def article(transactional_db) -> Article:
    return make.article(headline="Two firms", body="<p>Words</p>")


@pytest.fixture
def page(visit, article, editor):
    page = visit(change(article), editor)
    page.wait_for_selector(".tiptap.ProseMirror")
    page.wait_for_selector("[data-keys=open]")
    return page


def listed(page):
    return page.get_by_role("dialog", name="Keyboard shortcuts")


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def test_the_list_opens_by_its_key_and_gives_the_focus_back(page):
    page.locator("[data-key=history]").focus()

    page.keyboard.press("?")
    assert listed(page).is_visible()
    assert listed(page).get_by_role("row", name="Save Ctrl S").is_visible()
    assert listed(page).get_by_role("row", name="Bold Ctrl B").is_visible()

    page.keyboard.press("Escape")
    assert listed(page).is_hidden()
    assert focused(page) == "History"
    assert page.faults == []


@pytest.mark.parametrize("address", [START, LIST, ADD], ids=["start", "list", "form"])
def test_the_list_has_a_button_on_the_pages_of_the_desk(visit, editor, address):
    page = visit(address, editor)

    page.get_by_role("button", name="Keyboard shortcuts").click()
    listed(page).get_by_role("button", name="Close").click()

    assert listed(page).is_hidden()
    assert focused(page) == "Keyboard shortcuts"


def test_saving_by_the_keyboard_keeps_the_text_and_the_page(page, article):
    page.get_by_label("Headline").fill("Three firms")

    with page.expect_navigation():
        page.keyboard.press("Control+s")

    assert Article.objects.get().headline == "Three firms"
    assert page.url.endswith(change(article))


def test_saving_works_from_within_the_text(page):
    page.locator(".tiptap.ProseMirror").click()
    page.keyboard.type("More ")

    with page.expect_navigation():
        page.keyboard.press("Control+s")

    assert "More" in Article.objects.get().body


@pytest.mark.parametrize("keys", ["Control+Shift+P", "Control+Alt+Enter"])
def test_the_next_step_saves_and_then_asks(page, article, keys):
    page.get_by_label("Deck").fill("A deck")

    with page.expect_navigation():
        page.keyboard.press(keys)

    assert page.url.endswith(step(article, "publish"))
    assert Article.objects.get().deck == "A deck"


def test_the_next_step_of_a_step_is_its_button(visit, transactional_db):
    writer = make.user("Contributor")
    with transaction.atomic():
        own = make.article(by=writer)
    page = visit(step(own, "submit"), writer)

    with page.expect_navigation():
        page.keyboard.press("Control+Shift+P")

    assert Article.objects.get().submitted_at


def test_preview_by_the_keyboard_presses_its_button(page):
    page.evaluate("""() => document.querySelectorAll('[data-key=preview]').forEach((button) =>
        button.addEventListener('click', (event) => {
          event.preventDefault(); event.stopImmediatePropagation(); window.previewed = true;
        }, { capture: true }))""")

    page.keyboard.press("Control+Alt+p")

    assert page.evaluate("window.previewed")


@pytest.mark.parametrize(
    ("key", "name"),
    [("n", "admin:articles_article_notes"), ("h", HISTORY)],
)
def test_a_letter_opens_what_belongs_to_the_article(page, article, key, name):
    with page.expect_navigation():
        page.keyboard.press(key)

    assert page.url.endswith(reverse(name, args=[article.pk]))


def test_a_letter_begins_an_article(visit, editor):
    page = visit(LIST, editor)

    with page.expect_navigation():
        page.keyboard.press("w")

    assert page.url.endswith(ADD)


def test_letters_are_letters_while_somebody_types(page):
    headline = page.get_by_label("Headline")
    headline.fill("")
    headline.press_sequentially("nhw?/jk")
    page.locator(".tiptap.ProseMirror").click()
    page.keyboard.type("nhw?/jk")

    assert headline.input_value() == "nhw?/jk"
    assert "nhw?/jk" in page.locator(".tiptap.ProseMirror").inner_text()
    assert listed(page).is_hidden()


def test_keys_pressed_alone_can_be_silenced_for_good(page):
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Keys pressed alone work too").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert listed(page).is_hidden()

    page.reload()
    page.keyboard.press("h")
    page.keyboard.press("?")
    assert listed(page).is_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    assert not page.get_by_label("Keys pressed alone work too").is_checked()


def test_nothing_is_pressed_behind_the_list(page):
    page.evaluate("""() => {
        window.clicked = [];
        addEventListener("click", (event) => { event.preventDefault(); clicked.push(event.target.textContent); }, true);
    }""")

    page.keyboard.press("?")
    page.keyboard.press("h")
    page.keyboard.press("Control+Shift+P")
    assert page.evaluate("clicked") == []

    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog[open]')")
    page.keyboard.press("h")
    page.wait_for_function("clicked.length")
    assert page.evaluate("clicked") == ["History"]


PREVENTED = """key => {
  const event = new KeyboardEvent("keydown", { key, code: "KeyS", ctrlKey: true, bubbles: true, cancelable: true });
  return !document.body.dispatchEvent(event);
}"""


def test_the_browser_keeps_its_own_saving_where_there_is_nothing_to_save(visit, article, editor):
    page = visit(START, editor)
    prevented = {"start": page.evaluate(PREVENTED, "s")}
    page.goto(LIST)
    prevented["list"] = page.evaluate(PREVENTED, "s")
    page.goto(change(article))
    prevented["form"] = page.evaluate(PREVENTED, "s")

    assert prevented == {"start": False, "list": False, "form": True}


def test_rows_of_a_list_are_walked_by_j_and_k(visit, editor):
    with transaction.atomic():
        for number in ("One", "Two", "Three"):
            make.letter(text=f"Letter {number}\n\nWords")
    page = visit(reverse("admin:contact_message_changelist"), make.user("Desk"))
    names = page.locator("#result_list tbody th a").all_inner_texts()

    walked = []
    for key in "jjkjjj":
        page.keyboard.press(key)
        walked.append(page.evaluate("document.activeElement.innerText"))

    assert len(set(names)) == 3
    assert walked == [names[at] for at in (0, 1, 0, 1, 2, 2)]


def test_a_control_says_its_keys(page):
    shortcuts = page.locator("[aria-keyshortcuts]").evaluate_all(
        "found => found.map(element => [element.dataset.key ?? element.name, element.ariaKeyShortcuts])"
    )

    said = dict(map(tuple, shortcuts))
    assert {
        name: said.get(name) for name in ("search", "write", "_continue", "preview", "notes", "history")
    } == {
        "search": "/",
        "write": "W",
        "_continue": "Control+S",
        "preview": "Control+Alt+P",
        "notes": "N",
        "history": "H",
    }


@pytest.fixture
def mac(chromium, visit, article, editor):
    """The form as on a Mac: the browser says so of itself."""
    page = visit(START, editor)
    page.add_init_script("""
        Object.defineProperty(navigator, "userAgentData", { value: { platform: "macOS" } });
    """)
    page.goto(change(article))
    page.wait_for_selector(".tiptap.ProseMirror")
    page.wait_for_selector("[data-keys=open]")
    return page


def test_a_mac_has_its_own_key(mac):
    mac.get_by_label("Headline").fill("Three firms")
    mac.keyboard.press("Control+s")
    assert Article.objects.get().headline == "Two firms"

    with mac.expect_navigation():
        mac.keyboard.press("Meta+s")

    assert Article.objects.get().headline == "Three firms"
    mac.get_by_role("button", name="Keyboard shortcuts").click()
    assert listed(mac).get_by_role("row", name="Save ⌘ S").is_visible()


@pytest.mark.parametrize("language", ["id", "zh-hans"])
def test_the_list_is_there_in_every_language(visit, language):
    person = make.user("Editor", language=language)
    page = visit(START, person)

    page.keyboard.press("?")

    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("dialog", name=gettext_in(language, "Keyboard shortcuts")).is_visible()


def gettext_in(language: str, words: str) -> str:
    with translation.override(language):
        return translation.gettext(words)
