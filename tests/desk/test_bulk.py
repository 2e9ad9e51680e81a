"""What is done with many articles of the list at once: it asks first, asks the policy of each, and tells of each."""

import datetime as dt
from copy import copy

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles.desk import bulk
from spacenews.articles.models import Article
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, EDITOR
from spacenews.search.desk import upkeep
from tests import make
from tests.articles.states import IN_STATE, live
from tests.desk.pages import LIST

QUERIES = 9  # session, person, rights in two, the list in three, the chosen, these again with their states


def chosen(name: str, *articles, **answers) -> dict:
    return {"action": name, "_selected_action": [article.pk for article in articles], **answers}


def do(client, name: str, *articles, **answers) -> list[str]:
    """Do it as the page that asks would; return what was said of it."""
    response = client.post(LIST, chosen(name, *articles, post="yes", **answers))
    assert response.status_code == 302, response.context["form"].errors
    return [str(message) for message in get_messages(response.wsgi_request)]


def offered(client) -> list[str]:
    make.article(by=client.person)
    choices = client.get(LIST).context["action_form"].fields["action"].choices
    return [name for name, _title in choices if name]


def test_who_publishes_is_offered_more_than_who_writes(sign_in):
    assert offered(sign_in(EDITOR)) == list(bulk.BULKS)
    assert offered(sign_in(CONTRIBUTOR)) == ["set_section", "add_tag", "remove_tag", "plan", "delete_drafts"]


@pytest.mark.parametrize("name", bulk.BULKS)
def test_it_asks_first_and_names_what_will_happen_to_which(sign_in, clock, name):
    client = sign_in(EDITOR)
    made = [state(clock) for state in IN_STATE.values()]
    before = list(Article.objects.order_by("pk").values())

    page = client.post(LIST, chosen(name, *made))

    fits = [article for article in made if article.state() in bulk.BULKS[name].states]
    assert {article.pk for article, _mark in page.context["does"]} == {article.pk for article in fits}
    assert len(page.context["does"]) + len(page.context["leaves"]) == len(made)
    assert str(bulk.BULKS[name].says) in page.text
    assert list(Article.objects.order_by("pk").values()) == before


def test_a_section_is_set_as_a_revision_and_readers_see_it_only_when_it_is_published(sign_in, clock):
    client, section = sign_in(EDITOR), make.section(name="Launch")
    draft, printed = make.article(headline="A draft"), live(clock)
    old = printed.editions.get().section

    done, *left = do(client, "set_section", draft, printed, section=section.pk)

    assert done.startswith("Done with 2 articles:") and "A draft" in done
    assert left == []
    assert {article.section for article in Article.objects.all()} == {section}
    assert printed.editions.get().section == old
    assert draft.revisions.first().document["section_id"] == section.pk
    assert list(upkeep.disagreements()) == []


def test_a_tag_is_added_and_removed(sign_in):
    client, tag = sign_in(EDITOR), make.tag("methane")
    first, second = make.article(headline="First"), make.article(headline="Second", tags=[tag])

    done, left = do(client, "add_tag", first, second, tag=tag.pk)
    assert "First" in done and "Second" not in done
    assert "Second: It has this tag already." in left
    assert list(first.tags.all()) == [tag]

    page = client.post(LIST, chosen("remove_tag", first))
    assert list(page.context["form"].fields["tag"].queryset) == [tag]
    do(client, "remove_tag", first, second, tag=tag.pk)
    assert [list(article.tags.all()) for article in (first, second)] == [[], []]
    assert list(upkeep.disagreements()) == []


def test_a_day_is_planned_and_taken_off(sign_in):
    client, article = sign_in(EDITOR), make.article()

    do(client, "plan", article, day="2026-03-11")
    assert Article.objects.get().planned_for == dt.date(2026, 3, 11)

    do(client, "plan", article, day="")
    assert Article.objects.get().planned_for is None


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_day_is_planned_that_the_calendar_and_the_form_do_not_take(sign_in, day):
    article = make.article()

    page = sign_in(EDITOR).post(LIST, chosen("plan", article, post="yes", day=day))

    assert page.context["form"].has_error("day")
    assert Article.objects.get().planned_for is None


def test_what_is_to_come_is_unscheduled_and_what_is_not_is_told(sign_in, clock):
    scheduled, printed = IN_STATE["scheduled"](clock), live(clock)
    Article.objects.filter(pk=printed.pk).update(headline="Live one")

    done, left = do(sign_in(CHIEF), "unschedule", scheduled, printed)

    assert done.startswith("Done with 1 article:")
    assert "Live one: Nothing is scheduled." in left
    assert not scheduled.editions.exists() and printed.editions.count() == 1


def test_drafts_are_deleted_and_what_was_printed_or_is_referred_to_stays(sign_in, clock):
    draft, printed = make.article(headline="Gone"), live(clock)
    original = make.article(headline="Original")
    make.article(headline="Terjemahan", original=original, language="id")

    done, left = do(sign_in(EDITOR), "delete_drafts", draft, printed, original)

    assert "Gone" in done
    assert "Original: Others refer to it" in left and "its state does not allow it" in left
    assert not Article.objects.filter(pk=draft.pk).exists()
    assert Article.objects.count() == 3


def test_a_contributor_reaches_nothing_of_others_and_nothing_that_is_live(sign_in, clock):
    client, section = sign_in(CONTRIBUTOR), make.section()
    theirs = make.article(headline="Canary")
    own = make.published(headline="Own live", by=client.person)

    said = do(client, "set_section", theirs, own, section=section.pk)

    assert [words.split("<")[0] for words in said] == ["Not done with 1 article:"]
    assert "Own live" in said[0] and "Canary" not in said[0]
    assert not Article.objects.filter(section=section).exists()
    assert "Canary" not in client.post(LIST, chosen("delete_drafts", theirs, own)).text


def test_a_contributor_deletes_his_own_draft_and_unschedules_nothing(sign_in, clock):
    client = sign_in(CONTRIBUTOR)
    own = make.article(by=client.person)

    client.post(LIST, chosen("unschedule", own, post="yes"))
    do(client, "delete_drafts", own)

    assert not Article.objects.exists()


def test_a_missing_answer_is_asked_for(sign_in):
    article = make.article()

    page = sign_in(EDITOR).post(LIST, chosen("set_section", article, post="yes"))

    assert page.context["form"].errors == {"section": ["This field is required."]}


def test_what_headlines_hold_is_told_as_words(sign_in):
    article = make.article(headline="<b>Bold</b>")

    (done,) = do(sign_in(EDITOR), "plan", article)

    assert "&lt;b&gt;Bold&lt;/b&gt;" in done


def test_so_many_at_once_and_no_more(sign_in, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    articles = [make.article() for _row in range(3)]

    (said,) = do(sign_in(EDITOR), "delete_drafts", *articles)

    assert said == "Choose at most 2 articles at once."
    assert Article.objects.count() == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_costs_the_same_for_any_number(sign_in, rows):
    client = sign_in(EDITOR)
    articles = [make.article() for _row in range(rows)]

    with CaptureQueriesContext(connection) as queries:
        client.post(LIST, chosen("delete_drafts", *articles))

    assert len(queries) == QUERIES


def test_what_a_person_may_not_see_is_not_even_named(sign_in):
    theirs = make.article(headline="Canary")

    told = bulk.outcome("plan", theirs.pk, sign_in(CONTRIBUTOR).person, {"day": None})

    assert told == ("–", "It is not there any more.")


@pytest.mark.parametrize("forged", ["", "x", "9" * 25, "\0"], ids=range(4))
def test_what_is_the_number_of_no_row_is_no_choice(sign_in, forged):
    client, article, tag = sign_in(CHIEF), make.article(), make.tag()
    ticked = {"action": "plan", "_selected_action": [forged]}
    merge = reverse("admin:articles_tag_merge", args=[tag.pk])

    lists = [client.post(address, ticked) for address in (LIST, reverse("admin:articles_tag_changelist"))]
    choices = [
        client.post(LIST, chosen("add_tag", article, post="yes", tag=forged)),
        client.post(merge, {"into": forged, "merge": "1"}),
    ]

    assert [answer.status_code for answer in lists] == [302, 302]
    assert [answer.status_code for answer in choices] == [200, 200]
    assert all(answer.context["form"].errors for answer in choices)


@pytest.mark.django_db(transaction=True)
def test_a_tag_that_is_merged_away_meanwhile_is_told_of_the_article():
    with transaction.atomic():
        article, tag = make.article(), make.tag()
        gone = copy(tag)
        tag.delete()

    told = bulk.outcome("add_tag", article.pk, make.user(CHIEF), {"tag": gone})

    assert told == (str(article), "One of them is not there any more.")
    assert not article.tag_rows.exists()
