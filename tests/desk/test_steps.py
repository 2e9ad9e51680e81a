"""Each step of an article as a page: who may open it, who may take it, and what taking it does."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from spacenews.articles import policy
from spacenews.articles.desk.steps import STEPS, offered
from spacenews.articles.models import Article, Edition
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from tests import make
from tests.articles.states import IN_STATE, draft, live, write
from tests.desk.pages import change, step

FROM = {
    "publish": "draft",
    "change": "live",
    "schedule": "draft",
    "correct": "live",
    "withdraw": "live",
    "restore": "withdrawn",
    "unschedule": "scheduled",
    "load-live": "live",
    "submit": "draft",
    "assign": "draft",
    "approve": "draft",
    "send-back": "draft",
    "hand-back": "live",
}
ANSWERS = {
    "schedule": {"on": "2026-03-12", "time": "09:30"},
    "correct": {"correction": "The year was wrong."},
    "withdraw": {"public_reason": "It was not so."},
    "send-back": {"note": "Say when."},
}
LANDS_IN = {
    "publish": "live",
    "change": "live",
    "schedule": "scheduled",
    "correct": "live",
    "withdraw": "withdrawn",
    "restore": "live",
    "unschedule": "draft",
    "load-live": "live",
    "submit": "draft",
    "assign": "draft",
    "approve": "draft",
    "send-back": "draft",
    "hand-back": "live",
}
QUERIES = {"publish": 18, "withdraw": 10}
IN_REVIEW = ("approve", "send-back")


def prepared(clock, name: str, reader) -> Article:
    """Return an article of which the step makes sense to a person: his own to submit, else a contributor's."""
    article = IN_STATE[FROM[name]](clock)
    article.created_by = reader if name == "submit" else make.user(CONTRIBUTOR)
    article.save()
    if name in IN_REVIEW:
        policy.submit(article, by=article.created_by)
    return article


def decided(article: Article) -> tuple:
    """Return all that a step may change of an article."""
    article = Article.objects.get(pk=article.pk)
    editions = article.editions.order_by("pk").values_list("live_from", "live_until", "correction")
    marks = article.submitted_at, article.approved_at, article.assigned_to_id, article.handed_back
    return article.version, *marks, list(editions)


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("role", [EDITOR, CHIEF])
def test_an_editor_takes_each_step(sign_in, clock, role, name):
    client = sign_in(role)
    article = prepared(clock, name, client.person)

    shown = client.get(step(article, name))
    taken = client.post(step(article, name), ANSWERS.get(name, {}))

    assert shown.status_code == 200
    assert (taken.status_code, taken.url) == (302, change(article))
    assert Article.objects.get(pk=article.pk).state() == LANDS_IN[name]


@pytest.mark.parametrize("name", [name for name in STEPS if name != "submit"])
def test_a_contributor_is_refused_each_step_of_an_editor_on_his_own_article(sign_in, clock, name):
    article = IN_STATE[FROM[name]](clock)
    client = sign_in(CONTRIBUTOR)
    Article.objects.update(created_by=client.person)
    before = decided(article)

    shown = client.get(step(article, name))
    forged = client.post(step(article, name), ANSWERS.get(name, {}))

    assert (shown.status_code, forged.status_code) == (403, 403)
    assert decided(article) == before


def test_a_contributor_submits_his_own_article(sign_in):
    client = sign_in(CONTRIBUTOR)
    article = make.article(by=client.person)

    client.post(step(article, "submit"))

    article = Article.objects.get(pk=article.pk)
    assert (article.submitted_by, article.submitted_version) == (client.person, article.version)


@pytest.mark.parametrize("role", [CONTRIBUTOR, DESK, None])
@pytest.mark.parametrize("name", STEPS)
def test_a_step_of_an_article_that_somebody_may_not_see_is_no_page(sign_in, role, name):
    article = make.article(by=make.user(EDITOR))
    client = sign_in(role)
    before = decided(article)

    assert client.get(step(article, name)).status_code == 404
    assert client.post(step(article, name), ANSWERS.get(name, {})).status_code == 404
    assert decided(article) == before


def test_a_step_that_does_not_exist_is_no_page(sign_in):
    article = make.article()

    assert sign_in(EDITOR).get(step(article, "sell")).status_code == 404


def test_looking_at_a_step_changes_nothing(sign_in, clock):
    article = live(clock)
    client = sign_in(EDITOR)
    before = decided(article)

    for name in STEPS:
        client.get(step(article, name))

    assert decided(article) == before


def test_what_keeps_an_article_from_going_out_is_said_and_no_button_stands_there(sign_in):
    article = make.article(body="")

    page = sign_in(EDITOR).get(step(article, "publish"))

    assert [check.words for check in page.context["problems"]] == ["Write the text."]
    assert "Write the text." in page.text
    assert "Publish now</button>" not in page.text


def test_a_verb_that_refuses_says_why_and_keeps_what_was_typed(sign_in, clock):
    article = draft(clock)

    page = sign_in(EDITOR).post(step(article, "schedule"), {"on": "2026-03-01", "time": "09:30"})

    assert page.context["form"].non_field_errors() == [
        "This time has passed: choose one to come, or publish now."
    ]
    assert 'value="2026-03-01"' in page.text
    assert not Edition.objects.exists()


def test_a_step_that_makes_no_sense_in_the_present_state_says_so(sign_in):
    article = make.article()

    page = sign_in(EDITOR).get(step(article, "restore"))

    assert page.status_code == 200
    assert "This makes no sense" in page.text


def test_dropping_a_scheduled_change_is_asked_first(sign_in, clock):
    article = IN_STATE["change-scheduled"](clock)
    client = sign_in(EDITOR)

    asked = client.post(step(article, "change"))
    assert 'name="replacing"' in asked.text
    assert article.editions.to_come(clock.now()).count() == 1

    client.post(step(article, "change"), {"replacing": "1"})
    assert article.editions.to_come(clock.now()).count() == 0
    assert article.editions.live(clock.now()).get().headline == "B"


def test_the_time_of_a_schedule_is_the_sites_own_and_says_so(sign_in, clock, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    article = draft(clock)
    client = sign_in(EDITOR)

    client.post(step(article, "schedule"), {"on": "2026-03-12", "time": "09:30"})

    assert article.editions.get().live_from == dt.datetime(2026, 3, 12, 2, 30, tzinfo=dt.UTC)


def test_a_time_that_comes_twice_asks_which(sign_in, clock, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    article = draft(clock)
    client = sign_in(EDITOR)
    twice = {"on": "2026-10-25", "time": "02:30"}

    plain = client.get(step(article, "schedule"))
    asked = client.post(step(article, "schedule"), twice)
    client.post(step(article, "schedule"), {**twice, "which": "1"})

    assert '<input type="hidden" name="which"' in plain.text
    assert '<select name="which"' in asked.text
    assert article.editions.get().live_from == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


def test_a_right_that_is_lost_between_the_page_and_the_button_counts(sign_in, clock):
    article = draft(clock)
    client = sign_in(EDITOR)
    client.get(step(article, "publish"))

    client.person.groups.clear()

    assert client.post(step(article, "publish")).status_code == 404
    assert not Edition.objects.exists()


OFFERED = {
    "draft": ("publish", "schedule"),
    "scheduled": ("schedule", "publish"),
    "live": ("change", "correct"),
    "change-scheduled": ("schedule", "correct"),
    "withdrawn": ("publish", "restore"),
    "withdrawn-scheduled": ("schedule", "restore"),
}


@pytest.mark.parametrize("state", IN_STATE)
def test_an_editor_is_offered_one_step_first_and_one_beside(db, clock, state):
    article = IN_STATE[state](clock)
    write(article, "C")

    offer = offered(make.user(EDITOR), article, article.state())

    assert (tuple(offer.first), tuple(offer.beside)) == (OFFERED[state][:1], OFFERED[state][1:])
    assert not {*offer.first, *offer.beside} & {*offer.more}


@pytest.mark.parametrize("state", IN_STATE)
def test_a_contributor_is_offered_nothing_but_the_review_and_only_of_what_he_may_change(db, clock, state):
    contributor = make.user(CONTRIBUTOR)
    article = IN_STATE[state](clock)
    article.created_by = contributor

    offer = offered(contributor, article, article.state())

    assert list(offer.first) == (["submit"] if state == "draft" else [])
    assert not offer.beside and not offer.more


def test_who_presses_publish_second_is_told_and_prints_nothing(sign_in, clock):
    article = draft(clock)
    client = sign_in(EDITOR)

    first, second = client.post(step(article, "publish")), client.post(step(article, "publish"))

    assert (first.status_code, second.status_code) == (302, 200)
    assert "This makes no sense" in second.text
    assert article.editions.count() == 1


def opened(client, article: Article, name: str) -> dict:
    """Return what the form of a step's page holds."""
    return {"seen": client.get(step(article, name)).context["form"]["seen"].value()}


@pytest.mark.parametrize("name", ["publish", "change", "correct", "schedule", "submit", "send-back"])
def test_a_button_that_is_pressed_twice_acts_once_and_says_that_it_is_done(sign_in, clock, name):
    client = sign_in(EDITOR)
    article = prepared(clock, name, client.person)
    sent = {**opened(client, article, name), **ANSWERS.get(name, {})}

    first = client.post(step(article, name), sent)
    before = decided(article)
    second = client.post(step(article, name), sent)

    assert (second.status_code, second.url) == (302, first.url)
    assert decided(article) == before
    assert article.notes.count() == (name in ("submit", "send-back"))


def test_what_somebody_saved_since_the_page_was_opened_is_not_published_unseen(sign_in, clock):
    article = draft(clock)
    client = sign_in(EDITOR)
    sent = opened(client, article, "publish")
    write(article, "Unseen")

    page = client.post(step(article, "publish"), sent)
    assert "This has moved on since the page was opened" in page.text
    assert not Edition.objects.exists()

    client.post(step(article, "publish"), {"seen": page.context["form"]["seen"].value()})
    assert Edition.objects.get().headline == "Unseen"


def test_what_a_colleague_decided_since_the_page_was_opened_is_said(sign_in, clock):
    article = live(clock)
    client = sign_in(EDITOR)
    sent = opened(client, article, "correct")
    sign_in(EDITOR).post(step(article, "correct"), ANSWERS["correct"])

    page = client.post(step(article, "correct"), {**sent, "correction": "The year, too."})

    assert "This has moved on since the page was opened" in page.text
    assert "The year, too." in page.text
    assert article.editions.exclude(correction="").count() == 1


def told(client, article: Article, name: str) -> list[str]:
    return [strip_tags(sentence) for sentence in client.get(step(article, name)).context["told"]]


def test_the_page_says_what_readers_see_now_and_what_comes_instead(sign_in, clock, settings):
    article = live(clock)
    write(article, "B")

    assert told(sign_in(EDITOR), article, "change") == [
        "Readers see version 1 now, since 5 March 2026, 12:00 UTC: “A”.",
        "What goes out is version 2, saved 10 March 2026, 12:00 UTC by –: “B”.",
        f"Its address: {settings.SITE_URL}/2026/03/{article.slug}/",
    ]


def test_the_page_says_that_nothing_has_changed_since(sign_in, clock):
    assert told(sign_in(EDITOR), live(clock), "change")[1] == "Nothing has changed since."


def test_a_headline_in_a_sentence_is_neither_markup_nor_a_place_for_anything(sign_in, clock):
    article = live(clock)
    write(article, "<b>{time}</b>")

    page = sign_in(EDITOR).get(step(article, "change"))

    assert "“&lt;b&gt;{time}&lt;/b&gt;”." in page.context["told"][1]


def test_the_page_says_that_a_scheduled_change_is_dropped(sign_in, clock):
    article = IN_STATE["change-scheduled"](clock)
    client = sign_in(EDITOR)

    sentence = "Version 2 is scheduled for 12 March 2026, 12:00 UTC."
    assert any(line.startswith(f"{sentence} This drops it:") for line in told(client, article, "change"))
    assert sentence in told(client, article, "unschedule")


def test_the_page_says_which_address_it_becomes(sign_in, clock, settings):
    article = IN_STATE["live"](clock)
    article.slug = "renamed"
    write(article, "B")
    client = sign_in(EDITOR)

    becomes = f"Its address becomes {settings.SITE_URL}/2026/03/renamed/; the old one leads there."
    assert becomes in told(client, article, "change")

    other = draft(clock)
    words = "Its address begins with the year and month in which it goes out, and ends with"
    assert f"{words} /{other.slug}/." in told(client, other, "schedule")


def test_the_page_says_which_other_languages_there_are(sign_in, clock):
    article = live(clock)
    make.published(original=article, language="id")
    make.article(original=article, language="zh-hans")
    client = sign_in(EDITOR)

    sentence = "In other languages: Bahasa Indonesia (Live), 简体中文 (Draft)."
    assert any(line.startswith(sentence) for line in told(client, article, "withdraw"))


def test_times_carry_the_moment_for_the_browser_to_show_in_its_own_zone(sign_in, clock):
    page = sign_in(EDITOR).get(step(IN_STATE["scheduled"](clock), "unschedule")).text

    assert '<time datetime="2026-03-12T12:00:00+00:00" data-local>12 March 2026, 12:00 UTC</time>' in page
    assert 'data-site-zone="UTC"' in page


def test_withdrawing_asks_about_the_translations_that_are_live_and_takes_those_that_are_chosen(
    sign_in, clock
):
    article = live(clock)
    indonesian = make.published(original=article, language="id", headline="Roket")
    chinese = make.published(original=article, language="zh-hans", headline="火箭")
    client = sign_in(EDITOR)

    page = client.get(step(article, "withdraw"))
    client.post(step(article, "withdraw"), {"public_reason": "It was not so.", "translations": [chinese.pk]})

    choices = [label for _pk, label in page.context["form"].fields["translations"].choices]
    assert choices == ["Bahasa Indonesia: Roket", "简体中文: 火箭"]
    assert [one.state() for one in (article, indonesian, chinese)] == ["withdrawn", "live", "withdrawn"]
    assert chinese.editions.get().public_reason == "It was not so."


def test_withdrawing_asks_about_no_translation_that_is_not_live(sign_in, clock):
    article = live(clock)
    make.article(original=article, language="id")

    assert "translations" not in sign_in(EDITOR).get(step(article, "withdraw")).context["form"].fields


def test_what_is_doubtful_is_listed_before_the_button_and_keeps_nothing_back(sign_in, clock):
    article = draft(clock)
    client = sign_in(EDITOR)

    page = client.get(step(article, "publish"))

    assert "There is no deck." in [check.words for check in page.context["doubts"]]
    assert f'<a href="{change(article)}#id_deck">There is no deck.</a>' in page.text
    assert client.post(step(article, "publish")).status_code == 302


def test_each_line_that_keeps_it_back_leads_to_its_place_in_the_form(sign_in):
    article = make.article(body='<p><a href="/none/">There</a></p>', slug="")

    page = sign_in(EDITOR).get(step(article, "publish"))

    form = change(article)
    assert [(check.place, check.find) for check in page.context["problems"]] == [
        ("id_body", "There"),
        ("id_slug", ""),
    ]
    assert f'<a href="{form}#id_body" data-find="There">' in page.text
    assert f'<a href="{form}#id_slug">' in page.text


@pytest.mark.parametrize("name", ["publish", "withdraw"])
def test_the_page_of_a_step_costs_the_same_however_much_it_says(sign_in, clock, name):
    client, counts = sign_in(EDITOR), []
    for number in (1, 2):
        article = live(clock) if name == "withdraw" else draft(clock)
        for language in ("id", "zh-hans")[:number]:
            make.published(original=article, language=language)
        with CaptureQueriesContext(connection) as queries:
            client.get(step(article, name))
        counts.append(len(queries))

    assert counts == [QUERIES[name]] * 2
