"""Firms that the text names, offered while it is typed: added by one key, refused and taken back."""

from django.db import transaction
from playwright.sync_api import expect

from tests import make
from tests.desk.pages import ADD, change


def test_a_firm_is_offered_while_typing_added_by_a_key_and_another_refused(visit, editor):
    with transaction.atomic():
        landspace, spacex = make.organization("LandSpace"), make.organization("SpaceX")
        article = make.article(by=editor, body="<p>Nothing yet.</p>")
    page = visit(change(article), editor)
    text, offers = page.locator(".tiptap"), page.locator("[data-named] li")
    expect(page.locator("[data-nobody]")).to_be_visible()

    text.click()
    page.keyboard.type("LandSpace flew before SpaceX did. ", delay=2)
    expect(offers).to_have_count(2)
    page.keyboard.press("Control+Alt+a")

    expect(offers).to_have_count(1)
    expect(page.get_by_text("Added to the firms: LandSpace")).to_be_visible()
    expect(page.locator("#id_coverage-0-organization")).to_have_value(str(landspace.pk))
    expect(text).to_be_focused()

    page.get_by_role("button", name="Not this SpaceX").click()
    expect(offers).to_have_count(0)
    assert article.refused_mentions.get().organization == spacex
    page.get_by_role("button", name="Undo").click()
    expect(offers).to_have_count(1)
    assert not article.refused_mentions.exists()
    assert not article.coverage.exists()

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert [(row.organization, row.role) for row in article.coverage.all()] == [(landspace, "mentioned")]
    assert page.faults == []


def test_what_is_refused_in_a_new_article_is_remembered_at_its_first_save(visit, editor):
    with transaction.atomic():
        make.organization("i-Space").names.create(text="iSpace", kind="alias", match="ask")
        make.organization("ispace")
    page = visit(ADD, editor)

    page.locator("#id_headline").fill("Will iSpace fly?")
    question = page.locator("[data-named] li")
    expect(question.locator(".choice")).to_have_count(2)
    page.keyboard.press("Control+Alt+a")  # answers no question
    question.get_by_role("button", name="Not this").click()
    expect(page.locator("[data-nobody]")).to_be_visible()
    page.locator("#id_deck").fill("It will.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()

    expect(page.locator("[data-named] li")).to_have_count(0)
    assert page.faults == []
