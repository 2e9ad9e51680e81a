"""Choosing tags in the form of an article as an editor does."""

from django.db import transaction
from playwright.sync_api import expect

from spacenews.articles.models import Tag
from tests import make
from tests.desk.pages import change


def test_a_tag_that_is_not_there_is_made_by_its_own_choice_alone(visit, editor):
    with transaction.atomic():
        article = make.article(by=editor, tags=[make.tag("launch")])
    page = visit(change(article), editor)
    page.wait_for_load_state("networkidle")
    field = page.locator(".field-tags .select2-search__field")

    field.click()
    page.keyboard.type("reusable rockets", delay=5)
    choice = page.get_by_role("option", name="Create tag “reusable rockets”")
    expect(choice).to_be_visible()
    assert Tag.objects.count() == 1
    choice.click()

    chosen = page.locator(".field-tags .select2-selection__choice")
    expect(chosen.filter(has_text="reusable rockets")).to_be_visible()
    expect(chosen.filter(has_text="Create")).to_have_count(0)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert {tag.name for tag in article.tags.all()} == {"launch", "reusable rockets"}
