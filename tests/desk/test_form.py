"""The article's form: what stands on it for whom, and in which state."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.models import Article
from spacenews.editors.roles import CONTRIBUTOR, DESK, EDITOR
from tests import make
from tests.articles.states import IN_STATE, draft, live, scheduled, write
from tests.desk.pages import ADD, change, save, step, typed

THEN = re.compile(r'name="_then"\s+value="([\w-]+)"')
DARK = re.compile(r'class="button default"\s+name="(_\w+)"\s+value="([\w-]+)"')
QUERIES = 34


@pytest.mark.parametrize(
    ("state", "dark", "words"),
    [
        ("draft", "publish", "Publish now"),
        ("scheduled", "schedule", "Schedule this version"),
        ("live", "change", "Publish change"),
        ("change-scheduled", "schedule", "Schedule this version"),
        ("withdrawn", "publish", "Publish now"),
        ("withdrawn-scheduled", "schedule", "Schedule this version"),
    ],
)
def test_one_button_is_dark_the_next_step_of_the_state(sign_in, clock, state, dark, words):
    article = IN_STATE[state](clock)

    page = sign_in(EDITOR).get(change(article)).text

    assert DARK.findall(page) == [("_then", dark)]
    assert f'value="{dark}">{words}</button>' in page


def test_a_contributor_sees_no_button_that_publishes(sign_in):
    client = sign_in(CONTRIBUTOR)
    article = make.article(by=client.person)

    page = client.get(change(article)).text

    assert THEN.findall(page) == ["submit"]
    assert DARK.findall(page) == [("_then", "submit")]


def test_a_new_article_has_the_first_steps(sign_in):
    assert THEN.findall(sign_in(CONTRIBUTOR).get(ADD).text) == ["submit"]
    assert THEN.findall(sign_in(EDITOR).get(ADD).text)[:2] == ["schedule", "publish"]


def test_the_state_stands_on_the_form_with_its_word(sign_in, clock):
    article = live(clock)
    write(article, "B")

    assert (
        '<span class="state changes">Live, with changes</span>' in sign_in(EDITOR).get(change(article)).text
    )


def test_the_form_leads_to_the_live_page_while_there_is_one(sign_in):
    client, article, draft = sign_in(EDITOR), make.published(), make.article()
    live = f'href="{article.editions.get().canonical}"'

    assert live in client.get(change(article)).text
    assert "Live page" not in client.get(change(draft)).text
    article.withdraw(by=None, public_reason="Wrong.")
    assert live not in client.get(change(article)).text


@pytest.mark.parametrize("made", [scheduled, live])
def test_what_is_scheduled_or_live_its_contributor_only_reads(sign_in, clock, made):
    article = made(clock)
    client = sign_in(CONTRIBUTOR)
    Article.objects.update(created_by=client.person)

    page = client.get(change(article)).text

    assert article.headline in page
    assert "<p>Text" in page
    assert not re.search(r'name="(headline|body|_continue|_then|_save)"', page)


@pytest.mark.parametrize("made", [scheduled, live])
def test_a_forged_save_of_what_he_only_reads_is_refused(sign_in, clock, made):
    article = made(clock)
    client = sign_in(CONTRIBUTOR)
    Article.objects.update(created_by=client.person)

    forged = client.post(change(article), {"headline": "Mine again", "based_on": article.version})

    assert forged.status_code == 403
    assert Article.objects.get().headline == article.headline


def test_an_article_that_was_handed_back_is_written_on_but_keeps_its_address(sign_in, clock):
    article = live(clock)
    policy.send_back(article)
    client = sign_in(CONTRIBUTOR)
    Article.objects.update(created_by=client.person)

    save(client, article, headline="Better", slug="elsewhere")

    stored = Article.objects.get()
    assert (stored.headline, stored.slug) == ("Better", article.slug)


@pytest.mark.parametrize("role", [CONTRIBUTOR, DESK])
def test_the_form_of_an_article_of_somebody_else_is_no_page(sign_in, role):
    article = make.article(headline="Canary", by=make.user(EDITOR))

    page = sign_in(role).get(change(article), follow=True)

    assert "Canary" not in page.text


def test_saving_a_scheduled_article_warns_that_the_change_is_not_in_what_goes_out(sign_in, clock):
    article = scheduled(clock)
    client = sign_in(EDITOR)

    page = save(client, article, headline="Later thought")
    shown = client.get(page.url)

    assert "What goes out at 12 March 2026, 12:00 UTC does not have these changes." in shown.text


def test_saving_on_the_way_to_schedule_it_anew_does_not_warn(sign_in, clock):
    article = scheduled(clock)
    client = sign_in(EDITOR)

    page = save(client, article, "_then", "schedule", headline="Later thought")

    assert page.url == step(article, "schedule")
    assert "does not have these changes" not in client.get(page.url).text
    assert Article.objects.get().headline == "Later thought"


def test_a_button_that_is_no_step_only_saves(sign_in):
    article = make.article()

    page = save(sign_in(EDITOR), article, "_then", "https://example.org/", headline="B")

    assert page.url == reverse("admin:articles_article_changelist")


def test_before_it_goes_out_says_what_is_right_and_what_is_wrong(sign_in):
    article = make.article(slug="")
    article.source_rows.all().delete()

    checks = sign_in(EDITOR).get(change(article)).context["checks"]

    assert [(check.kind, check.words) for check in checks] == [
        ("doubtful", "There is no deck."),
        ("doubtful", "There are no main points."),
        ("doubtful", "No lead picture is chosen."),
        ("wrong", "Give the article a slug of small letters a–z, digits and hyphens."),
        ("doubtful", "No firm is named."),
        ("wrong", "Name at least one source."),
    ]


def test_weak_and_moved_figures_are_doubtful(sign_in):
    figure = make.figure(as_printed="64 launches", confidence="low")
    body = f'<p>It had <mark data-figure="{figure.pk}">64 launches</mark>.</p>'
    article = make.article(
        body=body, deck="A deck.", points=["A point."], lead=make.image(), about=[make.organization()]
    )
    figure.as_printed = "67 launches"
    figure.save()

    checks = sign_in(EDITOR).get(change(article)).context["checks"]

    assert [check.words for check in checks if check.kind == "doubtful"] == [
        "A source is weak: 64 launches",
        "The figure behind “64 launches” has changed: 67 launches",
    ]


def test_tags_are_shown_and_kept(sign_in):
    old, new = make.tag("launch"), make.tag("money")
    article = make.article(tags=[old])
    client = sign_in(EDITOR)

    assert typed(client.get(change(article)))["tags"] == [old.pk]
    save(client, article, tags=[new.pk])

    assert list(article.tags.all()) == [new]
    assert Article.objects.get().revisions.first().document["tag_rows"] == [{"tag_id": new.pk}]


def test_only_who_may_make_tags_has_the_button_for_it(sign_in):
    add_tag = reverse("admin:articles_tag_add")
    contributor = sign_in(CONTRIBUTOR)

    assert f'href="{add_tag}?' in sign_in(EDITOR).get(ADD).text
    assert f'href="{add_tag}?' not in contributor.get(ADD).text
    assert contributor.get(add_tag).status_code == 403


def test_a_picture_that_an_editor_chose_stays_a_valid_choice_for_the_contributor(sign_in):
    client = sign_in(CONTRIBUTOR)
    article = make.article(by=client.person, lead=make.image())
    others = make.image()

    save(client, article, headline="B")
    assert Article.objects.get().headline == "B"

    refused = save(client, article, lead=others.pk)
    assert refused.context["adminform"].form.errors["lead"]


def test_a_contributor_cannot_translate_what_he_may_not_see(sign_in):
    client = sign_in(CONTRIBUTOR)
    secret = make.article(headline="Canary", by=make.user(EDITOR))
    article = make.article(by=client.person)

    refused = save(client, article, original=secret.pk)

    assert refused.context["adminform"].form.errors["original"]
    assert "Canary" not in refused.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_costs_the_same_however_much_it_holds(sign_in, clock, rows):
    figure = make.figure()
    article = make.published(
        authors=[make.author() for _ in range(rows)],
        tags=[make.tag() for _ in range(rows)],
        about=[make.organization() for _ in range(rows)],
        sources=[make.source() for _ in range(rows)],
        body=f'<p><mark data-figure="{figure.pk}">64</mark></p>' * rows,
        lead=make.image(),
    )
    client = sign_in(EDITOR)
    client.get(change(article))  # the kinds of record are read once a process

    with CaptureQueriesContext(connection) as queries:
        client.get(change(article))

    assert len(queries) == QUERIES


def test_the_form_speaks_the_persons_language(sign_in):
    client = sign_in(EDITOR, make.user(EDITOR, language="id"))

    assert '<html lang="id"' in client.get(ADD).text


def test_the_one_inline_script_carries_the_nonce_of_the_answer(sign_in):
    page = sign_in(EDITOR).get(ADD, **{"spacenews.nonce": "of-this-answer"}).text

    assert re.findall(r"<script(?![^>]*src=)[^>]*>", page) == [
        '<script type="importmap" nonce="of-this-answer">'
    ]


def test_a_draft_is_written_and_kept_as_its_writers_own(sign_in):
    client = sign_in(CONTRIBUTOR)
    data = typed(client.get(ADD))

    page = client.post(ADD, {**data, "headline": "Mine", "body": "<p>Text.</p>", "_then": "submit"})

    article = Article.objects.get()
    assert (article.created_by, article.version, article.revisions.count()) == (client.person, 1, 1)
    assert page.url == step(article, "submit")


def test_a_draft_of_another_state_than_its_own_costs_no_fields(sign_in, clock):
    article = draft(clock)

    assert typed(sign_in(EDITOR).get(change(article)))["based_on"] == article.version


@pytest.mark.parametrize(
    ("headline", "slug"),
    [("Methane first: Zhuque-2", "methane-first-zhuque-2"), ("甲烷先行", ""), ("x" * 200, "x" * 120)],
)
def test_an_address_that_is_left_empty_is_made_from_the_headline(sign_in, headline, slug):
    client = sign_in(CONTRIBUTOR)

    client.post(ADD, {**typed(client.get(ADD)), "headline": headline, "_continue": "1"})

    assert Article.objects.get().slug == slug


def test_an_address_that_was_given_stays(sign_in):
    article = make.article(slug="of-its-own")

    save(sign_in(EDITOR), article, headline="Another headline")

    assert Article.objects.get().slug == "of-its-own"


def test_a_translation_begins_with_what_it_shares_with_its_original(sign_in):
    firm = make.organization()
    original = make.article(
        slug="methane-first",
        kind="analysis",
        lead=make.image(),
        tags=[make.tag()],
        about=[firm],
        language="en",
    )
    client = sign_in(EDITOR)
    address = f"{ADD}?original={original.pk}"
    assert f'href="{address}"' in client.get(change(original)).text

    begun = typed(client.get(address))
    client.post(address, {**begun, "headline": "Metana lebih dulu", "_continue": "1"})

    translation = original.translations.get()
    assert (translation.language, translation.slug) == ("id", "methane-first-id")
    assert (translation.section, translation.kind, translation.lead) == (
        original.section,
        "analysis",
        original.lead,
    )
    assert list(translation.tags.all()) == list(original.tags.all())
    assert [row.organization for row in translation.coverage.all()] == [firm]
    assert not translation.bylines.exists()


def test_the_next_translation_is_into_the_language_that_is_left(sign_in):
    original = make.article(language="en")
    make.article(language="id", original=original)

    assert typed(sign_in(EDITOR).get(f"{ADD}?original={original.pk}"))["language"] == "zh-hans"


@pytest.mark.parametrize("asked", ["0", "x", "1e9", ""])
def test_a_translation_of_nothing_begins_empty(sign_in, asked):
    page = sign_in(EDITOR).get(f"{ADD}?original={asked}")

    assert page.status_code == 200
    assert not typed(page).get("original")


def test_nobody_begins_with_what_he_may_not_see(sign_in):
    secret = make.article(by=make.user(EDITOR), kind="profile", about=[make.organization("Canary")])

    page = sign_in(CONTRIBUTOR).get(f"{ADD}?original={secret.pk}")

    assert typed(page)["kind"] == "news"
    assert "Canary" not in page.text
