"""Working together in a browser: a note that names a colleague, and a story from its idea to another day."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.desk import notes
from spacenews.articles.models import Article, Mention, Note
from spacenews.pagecache import clock
from tests import make
from tests.browser.axe import violations
from tests.desk.pages import START, change

CALENDAR = reverse("admin:articles_article_calendar")


def thread(article) -> str:
    return reverse("admin:articles_article_notes", args=[article.pk])


@pytest.fixture
def first_of_month() -> dt.date:
    return clock.now().date().replace(day=1)


@pytest.fixture
@transaction.atomic
def article(transactional_db, editor, first_of_month) -> Article:
    """An article that is talked about, in review and planned, on a full day of the calendar."""
    day = first_of_month + dt.timedelta(days=9)
    article = make.article(
        headline="Two companies called ispace", by=make.user("Contributor"), planned_for=day
    )
    policy.submit(article, by=article.created_by, to=editor)
    notes.add(article, article.created_by, "Ready.", step=Note.Step.SUBMITTED)
    notes.add(article, None, f"@{editor.username}, see https://example.org/a?b=1&c=2")
    notes.add(article, editor, "I do.")
    for number in range(7):
        make.article(headline=f"Story {number}", planned_for=day, body="" if number % 2 else "<p>Text.</p>")
    make.published(headline="Out")
    make.article(headline="To come").publish(by=None, at=clock.now() + dt.timedelta(days=1))
    return article


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_working_together_break_no_policy_and_keep_nobody_out(visit, article, editor, scheme):
    addresses = (thread(article), CALENDAR, START)
    page = visit(START, editor, color_scheme=scheme)

    found = {}
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        for details in page.locator("#content details").all():
            details.evaluate("element => { element.open = true }")
        found[address] = [*page.faults, *violations(page)]
        page.faults.clear()  # the checker's own style is blocked too

    assert found == {address: [] for address in addresses}


def test_the_pages_of_working_together_are_no_wider_than_a_telephone(visit, article, editor):
    page = visit(START, editor, viewport={"width": 360, "height": 800})

    for address in (thread(article), CALENDAR, START):
        page.goto(address)
        for details in page.locator("#content details").all():
            details.evaluate("element => { element.open = true }")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_a_note_names_a_colleague_who_finds_it_and_has_seen_it(visit, article, editor):
    with transaction.atomic():
        anna = make.user("Editor", username="anna", display_name="Anna")
    page = visit(change(article), editor)
    page.get_by_role("link", name="Notes 3").click()
    page.wait_for_load_state()
    field = page.get_by_label("Your note")
    field.press_sequentially("Is this so, @An")
    page.get_by_role("option", name="@anna (Anna)").wait_for()
    field.press("Enter")
    field.press_sequentially("?\nYes or no.")
    assert field.input_value() == "Is this so, @anna ?\nYes or no."
    page.get_by_role("button", name="Add the note").click()
    page.locator(".notes b", has_text="@anna").wait_for()

    page = visit(START, anna)
    page.get_by_role("region", name="My work").get_by_role("link", name=article.headline).first.click()
    page.wait_for_url(f"**{thread(article)}#note-*")
    page.locator("[data-seen]").wait_for(state="hidden")

    assert Mention.objects.get(person=anna).seen_at is not None
    assert page.faults == []
    page.goto(START)
    assert page.get_by_text("to you: Is this so").count() == 0


def test_without_script_a_note_is_written_and_a_mention_is_seen_by_its_button(visit, article, editor):
    page = visit(thread(article), editor, java_script_enabled=False)
    page.get_by_label("Your note").fill("Without a script.")
    page.get_by_role("button", name="Add the note").click()
    page.locator(".words", has_text="Without a script.").wait_for()

    with transaction.atomic():
        notes.add(article, None, f"@{editor.username}, again.")
    page.goto(thread(article))
    page.get_by_role("button", name="I have seen it").click()
    page.wait_for_load_state()

    assert not page.get_by_role("button", name="I have seen it").is_visible()
    assert not Mention.objects.filter(seen_at=None).exists()


def test_ones_own_note_is_deleted_after_a_question(visit, article, editor):
    page = visit(thread(article), editor)

    assert not page.get_by_role("button", name="Delete this note for good").is_visible()
    page.get_by_text("Delete", exact=True).click()
    page.get_by_role("button", name="Delete this note for good").click()

    page.get_by_text("The note is deleted.").wait_for()
    assert not Note.objects.filter(text="I do.").exists()


def test_a_story_is_planned_and_moved_by_hand_and_by_its_form(visit, editor, first_of_month):
    with transaction.atomic():
        make.section(name="Launch")
    page = visit(CALENDAR, editor, viewport={"width": 1280, "height": 1600})  # nothing scrolls while dragging
    days = [(first_of_month + dt.timedelta(days=number)).isoformat() for number in (9, 11, 14)]
    page.get_by_label("Headline").fill("Methane first")
    page.get_by_label("Section", exact=True).select_option("Launch")
    page.get_by_label("Day", exact=True).fill(days[0])
    page.get_by_role("button", name="Add the idea").click()
    story = page.locator(f'[data-day="{days[0]}"] .story')
    story.get_by_role("link", name="Methane first").wait_for()
    assert story.locator(".state.idea").is_visible()

    page.wait_for_selector(".story[draggable=true]")
    story.drag_to(page.locator(f'[data-day="{days[1]}"]'))
    story = page.locator(f'[data-day="{days[1]}"] .story')
    story.wait_for()
    assert Article.objects.get().planned_for.isoformat() == days[1]

    story.get_by_text("Move").first.click()
    story.get_by_label("To the day").fill(days[2])
    story.get_by_role("button", name="Move").click()
    page.locator(f'[data-day="{days[2]}"] .story').wait_for()
    assert Article.objects.get().planned_for.isoformat() == days[2]
    assert page.faults == []


def test_a_story_that_a_person_may_not_change_is_not_dragged(visit, transactional_db, first_of_month):
    with transaction.atomic():
        contributor = make.user("Contributor")
        make.published(by=contributor, headline="Out")
    page = visit(CALENDAR, contributor)

    assert page.locator(".story").get_attribute("draggable") == "false"
    assert page.locator(".story details").count() == 0
