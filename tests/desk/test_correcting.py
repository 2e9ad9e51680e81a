"""Correcting what readers see while the working copy has moved on: the work is set aside and offered back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.models import Article, SetAside
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from tests import make
from tests.articles.states import IN_STATE, SCHEDULED, live
from tests.desk.pages import change, step

LIVE_BODY, NEW_BODY, RIGHT_BODY = (
    "<p>It flew in 2022.</p>",
    "<p>It flew in 2022, twice.</p>",
    "<p>It flew in 2023.</p>",
)


def back(article: Article, number: int) -> str:
    return reverse("admin:articles_article_take_back", args=[article.pk, number])


def write(article: Article, **columns) -> int:
    """Save the working copy with other columns; return its version."""
    article.refresh_from_db()
    for name, value in columns.items():
        setattr(article, name, value)
    article.save()
    return article.keep(by=None).number


@pytest.fixture
def moved_on(clock) -> Article:
    """A live article whose working copy has another deck and text by now: version 3."""
    article = live(clock)
    write(article, body=LIVE_BODY)
    article.publish(by=None)
    write(article, body=NEW_BODY, deck="A new deck.")
    return article


def now(article: Article) -> tuple[str, str]:
    """Return deck and text of the working copy."""
    article.refresh_from_db()
    return article.deck, article.body


def waiting(article: Article) -> list[int]:
    return list(SetAside.objects.filter(revision__article=article).values_list("revision__number", flat=True))


def corrected_alone(client, article: Article, **answers) -> str:
    """Load the live text, put it right, publish it with a note; return where this leads."""
    client.post(step(article, "load-live"))
    write(article, body=RIGHT_BODY)
    return client.post(step(article, "correct"), {"correction": "The year.", **answers}).url


def test_the_page_that_corrects_offers_to_correct_the_live_text_alone(sign_in, clock, moved_on):
    client = sign_in(EDITOR)
    assert client.get(step(moved_on, "correct")).context["alone"]

    as_it_is = IN_STATE["live"](clock)
    assert client.get(step(as_it_is, "correct")).context["alone"] is None


def test_it_is_offered_above_all_where_the_changes_cannot_go_out_yet(sign_in, moved_on):
    write(moved_on, body='<p><a href="/none/">There</a></p>')

    page = sign_in(EDITOR).get(step(moved_on, "correct"))

    assert page.context["problems"]
    assert step(moved_on, "load-live") in page.text
    assert 'name="correction"' not in page.text


def test_loading_the_live_text_sets_the_work_aside_and_the_form_says_so(sign_in, moved_on):
    client = sign_in(EDITOR)

    client.post(step(moved_on, "load-live"))

    page = client.get(change(moved_on)).text
    assert now(moved_on) == ("", LIVE_BODY)
    assert waiting(moved_on) == [3]
    assert "The work of version 3 is not in the text" in page
    assert back(moved_on, 3) in page
    assert client.get(step(moved_on, "correct")).context["alone"] is None


def test_loading_a_text_that_nobody_has_changed_sets_nothing_aside(sign_in, clock):
    article = live(clock)

    sign_in(EDITOR).post(step(article, "load-live"))

    assert waiting(article) == []


def test_after_the_correction_the_work_is_offered_back_beside_it(sign_in, clock, moved_on):
    client = sign_in(EDITOR)

    led_to = corrected_alone(client, moved_on)

    assert led_to == back(moved_on, 3)
    edition = moved_on.editions.live(clock.now()).get()
    assert (edition.body, edition.deck, edition.correction) == (RIGHT_BODY, "", "The year.")
    page = client.get(led_to)
    offered = [(one.difference.name, one.touched) for one in page.context["offered"]]
    assert offered == [("deck", False), ("body", True)]
    assert "<ins>A new deck.</ins>" in page.text
    assert 'value="deck" checked' in page.text
    assert 'value="body" checked' not in page.text


def test_what_is_chosen_comes_back_into_the_form_and_readers_see_none_of_it(sign_in, clock, moved_on):
    client = sign_in(EDITOR)
    led_to = corrected_alone(client, moved_on)
    version = Article.objects.get().version

    client.post(led_to, {"take": ["deck"], "version": version})

    assert now(moved_on) == ("A new deck.", RIGHT_BODY)
    assert moved_on.editions.live(clock.now()).get().deck == ""
    assert moved_on.revisions.latest("number").summary == "Taken back from version 3"
    assert waiting(moved_on) == []
    assert "is not in the text" not in client.get(change(moved_on)).text


def test_taking_back_without_choosing_anything_asks_and_keeps_the_offer(sign_in, moved_on):
    client = sign_in(EDITOR)
    led_to = corrected_alone(client, moved_on)

    page = client.post(led_to, {"version": Article.objects.get().version})

    assert "Choose what is to be taken back." in page.text
    assert now(moved_on) == ("", RIGHT_BODY)
    assert waiting(moved_on) == [3]


def test_what_was_compared_with_an_older_text_is_compared_again(sign_in, moved_on):
    client = sign_in(EDITOR)
    led_to = corrected_alone(client, moved_on)
    version = Article.objects.get().version
    write(moved_on, deck="A colleague's deck.")

    page = client.post(led_to, {"take": ["deck"], "version": version})

    assert "compare again" in page.text
    assert now(moved_on) == ("A colleague's deck.", RIGHT_BODY)


def test_dismissed_work_is_offered_no_more_and_stays_in_the_history(sign_in, moved_on):
    client = sign_in(EDITOR)
    led_to = corrected_alone(client, moved_on)

    client.post(led_to, {"dismiss": "1"})

    assert waiting(moved_on) == []
    assert moved_on.revisions.get(number=3).document["deck"] == "A new deck."
    assert client.get(led_to).status_code == 404


def test_a_scheduled_change_that_a_correction_drops_is_offered_back(sign_in, clock, moved_on):
    client = sign_in(EDITOR)
    moved_on.publish(by=None, at=SCHEDULED)
    client.post(step(moved_on, "load-live"))
    write(moved_on, body=RIGHT_BODY)

    asked = client.post(step(moved_on, "correct"), {"correction": "The year."})
    assert "replacing" in asked.text
    led_to = client.post(step(moved_on, "correct"), {"correction": "The year.", "replacing": "1"}).url

    assert not moved_on.editions.to_come(clock.now()).exists()
    assert led_to == back(moved_on, 3)
    page = client.get(led_to).text
    assert "Version 3 was to go out 12 March 2026, 12:00 UTC; the correction dropped it." in page
    assert "was dropped by a correction" in client.get(change(moved_on)).text


def test_a_correction_with_all_changes_in_it_leaves_nothing_to_offer(sign_in, moved_on):
    client = sign_in(EDITOR)

    taken = client.post(step(moved_on, "correct"), {"correction": "The year."})

    assert taken.url == change(moved_on)
    assert waiting(moved_on) == []


def test_a_contributor_who_may_not_write_in_it_takes_nothing_back(sign_in, moved_on):
    moved_on.load_live(by=None)
    client = sign_in(CONTRIBUTOR)
    assert client.get(back(moved_on, 3)).status_code == 404

    Article.objects.update(created_by=client.person)
    assert client.post(back(moved_on, 3), {"take": ["deck"], "version": "4"}).status_code == 403

    policy.hand_back(Article.objects.get())
    assert client.post(back(moved_on, 3), {"take": ["deck"], "version": "4"}).status_code == 302
    assert now(moved_on) == ("A new deck.", LIVE_BODY)


def test_what_the_work_names_and_is_gone_by_now_is_left_out(sign_in, moved_on):
    tag = make.tag()
    moved_on.tags.add(tag)
    number = write(moved_on)
    moved_on.load_live(by=None)
    tag.delete()

    sign_in(EDITOR).post(back(moved_on, number), {"take": ["tag_rows"], "version": number + 1})

    assert list(moved_on.tags.all()) == []
    assert waiting(moved_on) == []


def test_the_comparison_costs_the_same_however_much_there_is(sign_in, clock):
    client, counts = sign_in(EDITOR), []
    for number in (1, 3):
        article = live(clock)
        write(article, body="".join(f"<p>Part {part}.</p>" for part in range(number)), deck="New")
        article.take_rows({"tag_rows": [{"tag_id": make.tag().pk} for _part in range(number)]})
        version = write(article)
        article.load_live(by=None)
        with CaptureQueriesContext(connection) as queries:
            client.get(back(article, version))
        counts.append(len(queries))

    assert counts == [20, 20]
