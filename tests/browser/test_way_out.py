"""The way out, as an editor goes it: what blocks, where its line leads, two zones, the live text corrected alone."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from spacenews.articles.models import Article, SetAside
from tests import make
from tests.desk.pages import change, step


@transaction.atomic
def written(maker=make.article, **columns) -> Article:
    return maker(**columns)


@transaction.atomic
def write(article: Article, **columns) -> None:
    for name, value in columns.items():
        setattr(article, name, value)
    article.save()
    article.keep(by=None)


def selected(page) -> str:
    return page.evaluate("getSelection().toString()")


def test_what_is_wrong_blocks_and_each_line_leads_to_its_place(visit, editor):
    body = "<p>Text.</p>" * 40 + '<p>See <a href="/2026/01/none/">the <em>first</em> launch</a>.</p>'
    article = written(body=body, slug="")
    page = visit(step(article, "publish"), editor)
    assert page.get_by_text("leads to no page of this site").is_visible()
    assert page.locator("#content-main button[type=submit]").count() == 0

    page.get_by_role("link", name="Give the article a slug").click()
    page.wait_for_url("**/change/#id_slug")
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.id") == "id_slug"
    assert page.locator("#id_slug").is_visible()

    page.get_by_role("link", name="leads to no page of this site").click()
    assert selected(page) == "the first launch"
    assert page.locator(".tiptap a").is_visible()
    assert page.evaluate("document.activeElement.classList.contains('tiptap')")

    page.get_by_role("link", name="There is no deck.").click()
    assert page.evaluate("document.activeElement.id") == "id_deck"
    assert page.faults == []


def test_a_time_is_shown_in_both_zones_as_it_is_typed(visit, editor):
    article = written()
    page = visit(step(article, "schedule"), editor, timezone_id="Asia/Jakarta")
    day = (timezone.now() + dt.timedelta(days=30)).date()

    page.get_by_label("Date").fill(day.isoformat())
    page.get_by_label("Time").fill("20:30")

    after = day + dt.timedelta(days=1)
    assert page.get_by_text("In UTC").is_visible()
    said = f"Where you are: {after:%a, %b} {after.day}, 03:30 (Asia/Jakarta)"
    assert page.locator(".local-time").inner_text() == said

    page.get_by_role("button", name="Schedule this version").click()
    page.wait_for_load_state()
    assert article.editions.get().live_from == dt.datetime.combine(day, dt.time(20, 30), dt.UTC)
    page.goto("/admin/articles/article/scheduled/")
    assert "20:30 UTC" in page.locator("time").inner_text()
    assert "03:30" in page.locator("time .own-time").inner_text()
    assert page.faults == []


def test_where_the_zones_are_the_same_it_says_so_and_without_a_script_the_zone_stands_there(visit, editor):
    article = written()
    page = visit(step(article, "schedule"), editor, timezone_id="UTC")
    page.get_by_label("Date").fill("2199-01-01")
    page.get_by_label("Time").fill("09:30")
    assert page.locator(".local-time").inner_text() == "The same where you are."

    plain = visit(step(article, "schedule"), editor, java_script_enabled=False)
    assert plain.get_by_text("In UTC").is_visible()


def test_the_live_text_is_corrected_alone_and_the_work_taken_back(visit, editor):
    article = written(make.published, headline="It flew in 2022", body="<p>The text.</p>")
    write(article, deck="A new deck.", body="<p>The text, longer.</p>")
    page = visit(change(article), editor)
    page.locator(".bar").get_by_role("button", name="Correct with a note").click()
    page.get_by_role("button", name="Load the live text").click()

    page.get_by_text("The work of version 2 is not in the text").wait_for()
    assert page.locator("#id_deck").input_value() == ""
    page.locator("#id_headline").fill("It flew in 2023")
    page.locator(".bar").get_by_role("button", name="Correct with a note").click()
    page.get_by_label("What was put right").fill("It flew in 2023, not 2022.")
    page.get_by_role("button", name="Publish the correction").click()

    page.get_by_role("heading", name="Your work beside the corrected text").wait_for()
    live = article.editions.get(live_until=None)
    assert (live.headline, live.deck, live.body) == ("It flew in 2023", "", "<p>The text.</p>")
    taken = page.get_by_label("Take back: Headline")
    assert not taken.is_checked()
    assert page.get_by_label("Take back: Deck").is_checked()
    page.get_by_role("button", name="Put what is chosen into the form").click()

    page.get_by_text("Your work is in the form again.").wait_for()
    assert page.locator("#id_headline").input_value() == "It flew in 2023"
    assert page.locator("#id_deck").input_value() == "A new deck."
    assert page.locator(".tiptap").inner_text().strip() == "The text, longer."
    assert not SetAside.objects.exists()
    assert page.faults == []
