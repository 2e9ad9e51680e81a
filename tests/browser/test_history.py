"""Two editors in two browsers, and the history of an article."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from spacenews.articles.models import Article
from tests import make
from tests.browser.axe import violations
from tests.desk.pages import change

OLD = "<p>The engine fired twice.</p><p>It landed.</p>"


@pytest.fixture
@transaction.atomic
def article(transactional_db):
    """Live, and changed since in everything."""
    made = make.published(
        headline="Two companies called ispace", deck="Deck.", body=OLD, tags=[make.tag("moon")]
    )
    figure = make.figure()
    made.headline, made.kind = "Three companies called ispace", "profile"
    made.body = (
        f'<p>The engine fired <mark data-figure="{figure.pk}">three</mark> times.</p><p>It landed.</p>'
    )
    made.save()
    made.take_rows({**made.document(), "tag_rows": [{"tag_id": make.tag("mars").pk}]})
    made.keep(by=make.user("Editor"), summary="Headline, Text (+2 −1 words)")
    return made


def address(name: str, article: Article, *args, **asked) -> str:
    path = reverse(f"admin:articles_article_{name}", args=[article.pk, *args])
    return path + ("?" + "&".join(f"{key}={value}" for key, value in asked.items()) if asked else "")


ADDRESSES = {
    "history": lambda article: address("history", article),
    "compare": lambda article: address("compare", article, old=1, new=2),
    "with what is live": lambda article: address("compare", article, old="live"),
    "version": lambda article: address("revision", article, 1),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_history_breaks_the_policy_or_keeps_anybody_out(visit, article, editor, scheme):
    page = visit(ADDRESSES["history"](article), editor, color_scheme=scheme)

    found = {}
    for name, of in ADDRESSES.items():
        page.goto(of(article))
        page.wait_for_load_state("networkidle")
        found[name] = [*page.faults, *violations(page)]
        page.faults.clear()  # the checker's own style is blocked too

    assert found == {name: [] for name in ADDRESSES}


def test_no_page_of_the_history_is_wider_than_a_telephone(visit, article, editor):
    page = visit(ADDRESSES["history"](article), editor, viewport={"width": 360, "height": 800})

    wider = {}
    for name, of in ADDRESSES.items():
        page.goto(of(article))
        wider[name] = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert wider == dict.fromkeys(ADDRESSES, 0)


def test_two_versions_are_chosen_and_compared_and_one_is_restored(visit, article, editor):
    page = visit(ADDRESSES["history"](article), editor)
    page.get_by_label("old: 1").check()
    page.get_by_label("new: 2").check()
    page.get_by_role("button", name="Compare the two").click()
    page.wait_for_url(re.compile(r"/compare/\?new=2&old=1$"))

    assert words(page.locator("#content del")) == [
        "[gone: Two ]",
        "[gone: twice]",
        "[gone: News]",
        "[gone: moon]",
    ]
    assert words(page.locator("#content ins"))[0] == "[new: Three ]"

    page.get_by_role("button", name="Restore version 1").click()
    page.wait_for_url("**" + change(article))
    assert page.get_by_label("Headline").input_value() == "Two companies called ispace"
    assert "Version 1 is in the form again." in page.locator(".messagelist").inner_text()
    assert Article.objects.get().revisions.first().summary == "Restored version 1"


def words(found) -> list[str]:
    """Return what is read of each, on one line."""
    return [" ".join(text.split()) for text in found.all_text_contents()]


@pytest.fixture
def asked(visit, article, editor):
    """Two browsers in one article: the first has saved, the second sees what differs."""
    first, second = visit(change(article), editor), visit(change(article), make.user("Editor"))
    for page in (first, second):
        page.wait_for_selector(".tiptap")
    write(first, "First headline", " First line.", at="p:last-of-type")
    first.get_by_role("button", name="Save", exact=True).click()
    first.wait_for_selector(".messagelist")
    write(second, "Second headline", "Second line. ", at="p:first-of-type")
    second.get_by_role("button", name="Save", exact=True).click()
    second.wait_for_selector(".differences")
    return second


def write(page, headline: str, words: str, at: str) -> None:
    """Change the headline, and write at the begin of the first paragraph or at the end of the last."""
    page.get_by_label("Headline").fill(headline)
    page.locator(f".tiptap > {at}").click()
    page.keyboard.press("End" if words.startswith(" ") else "Home")
    page.keyboard.type(words)


def test_the_second_takes_one_field_and_keeps_the_text_of_both(asked, article):
    headline = asked.get_by_role("group", name="Headline")
    assert words(headline.locator("del")) == ["[only in theirs: First ]"]
    headline.get_by_label("Take theirs").check()
    assert asked.get_by_role("group", name="Text").get_by_label("Both in one").is_checked()

    asked.get_by_role("button", name="Save what is chosen").click()
    asked.wait_for_selector(".messagelist")

    stored = Article.objects.get()
    assert stored.headline == "First headline"
    assert "Second line. " in stored.body and " First line." in stored.body


def test_the_text_of_both_is_edited_before_it_is_saved(asked, article):
    headline = asked.get_by_role("group", name="Headline")
    text = headline.get_by_label("The text of both")
    assert not text.is_visible()
    headline.get_by_label("Both in one").check()
    text.fill("Both headlines")

    asked.get_by_role("button", name="Save what is chosen").click()
    asked.wait_for_selector(".messagelist")

    assert Article.objects.get().headline == "Both headlines"


@pytest.mark.parametrize(("button", "headline"), [("Keep all mine", "Second"), ("Take all theirs", "First")])
def test_one_button_is_enough_for_whoever_is_in_a_hurry(asked, article, button, headline):
    asked.get_by_role("button", name=button).click()
    asked.wait_for_selector(".messagelist")

    assert Article.objects.get().headline == f"{headline} headline"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_asks_keeps_nobody_out(visit, article, editor, scheme):
    page = visit(change(article), editor, color_scheme=scheme)
    page.wait_for_selector(".tiptap")
    with transaction.atomic():
        article.headline, article.body = "Saved meanwhile", "<p>Saved.</p>"
        article.save()
        article.keep(by=make.user("Editor"))
    write(page, "Mine", " More.", at="p:last-of-type")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".differences")

    assert [*page.faults, *violations(page)] == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_without_scripts_the_second_chooses_too(visit, article, editor):
    page = visit(change(article), editor, java_script_enabled=False)
    with transaction.atomic():
        article.headline = "Saved meanwhile"
        article.save()
        article.keep(by=make.user("Editor"))
    page.get_by_label("Headline").fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("group", name="Headline").get_by_label("Keep mine").check()
    page.get_by_role("button", name="Save what is chosen").click()

    assert "was changed successfully" in page.locator(".messagelist").inner_text()
    assert Article.objects.get().headline == "Mine"
