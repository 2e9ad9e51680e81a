"""The doors of the stock admin that would ask too little: each asks the policy."""

import json

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from taggit.models import Tag as ForeignTag

from spacenews.articles.admin.named import PinAdmin
from spacenews.articles.models import Article
from spacenews.desk import FilteredByName
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from tests import make
from tests.articles.states import live
from tests.desk.pages import LIST, START, change

CANARY = "Canary in the coal mine"


@pytest.fixture
def secret(db) -> Article:
    """Somebody else's draft, with something about it in the log."""
    editor = make.user(EDITOR)
    article = make.article(headline=CANARY, slug="canary", by=editor)
    LogEntry.objects.log_actions(editor.pk, [article], CHANGE, "Changed it.", single_object=True)
    return article


def history(article: Article) -> str:
    return reverse("admin:articles_article_history", args=[article.pk])


def delete(article: Article) -> str:
    return reverse("admin:articles_article_delete", args=[article.pk])


@pytest.mark.parametrize("role", [CONTRIBUTOR, DESK, None])
def test_no_page_about_an_article_of_somebody_else_names_it(sign_in, secret, role):
    client = sign_in(role)

    pages = [
        client.get(address, follow=True).text
        for address in (
            change(secret),
            history(secret),
            delete(secret),
            START,
            reverse("admin:app_list", args=["articles"]),
        )
    ]

    assert [CANARY in page for page in pages] == [False] * len(pages)


def test_no_address_tells_where_an_object_is(sign_in, secret):
    kind = ContentType.objects.get_for_model(Article)

    assert sign_in(CONTRIBUTOR).get(f"/admin/r/{kind.pk}/{secret.pk}/").status_code == 404


def found(client, model: str, field: str, term: str = "", app: str = "articles") -> list[str] | int:
    asked = {"app_label": app, "model_name": model, "field_name": field, "term": term}
    answer = client.get(reverse("admin:autocomplete"), asked)
    if answer.status_code != 200:
        return answer.status_code
    return [row["text"] for row in json.loads(answer.content)["results"]]


@pytest.mark.parametrize(("model", "field"), [("pin", "article"), ("article", "original")])
def test_looking_up_an_article_finds_what_a_person_may_see(sign_in, secret, model, field):
    contributor = sign_in(CONTRIBUTOR)
    make.article(headline="His own", by=contributor.person)

    assert found(contributor, model, field) == ["His own"]
    assert set(found(sign_in(EDITOR), model, field)) == {"His own", CANARY}
    assert found(sign_in(DESK), model, field) == 403


def test_looking_up_a_picture_finds_what_a_person_may_see(sign_in):
    contributor = sign_in(CONTRIBUTOR)
    make.image(alt="Canary", created_by=make.user(EDITOR))
    make.image(alt="His own", created_by=contributor.person)

    assert found(contributor, "article", "lead") == ["His own"]
    assert set(found(sign_in(EDITOR), "article", "lead")) == {"His own", "Canary"}


def test_whoever_writes_finds_tags_and_nobody_else(sign_in):
    make.tag("launch")

    assert found(sign_in(CONTRIBUTOR), "articletag", "tag") == ["launch"]
    assert found(sign_in(DESK), "articletag", "tag") == 403


@pytest.mark.parametrize("role", [CONTRIBUTOR, DESK])
def test_only_editors_pin(sign_in, secret, role):
    assert sign_in(role).get(reverse("admin:articles_pin_changelist")).status_code == 403


def test_the_history_prints_no_log(sign_in, secret):
    assert "Changed it." not in sign_in(EDITOR).get(history(secret)).text


def test_a_contributor_reads_the_history_of_his_own_article(sign_in):
    client = sign_in(CONTRIBUTOR)
    article = make.article(headline="His own", by=client.person)

    assert "His own" in client.get(history(article)).text


@pytest.mark.parametrize("role", [EDITOR, CHIEF])
def test_an_editor_deletes_a_draft(sign_in, secret, role):
    sign_in(role).post(delete(secret), {"post": "yes"})

    assert not Article.objects.exists()


def test_a_contributor_deletes_his_own_draft_and_no_other(sign_in, secret):
    client = sign_in(CONTRIBUTOR)
    own = make.article(by=client.person)

    client.post(delete(own), {"post": "yes"})
    client.post(delete(secret), {"post": "yes"})

    assert list(Article.objects.all()) == [secret]


@pytest.mark.parametrize("role", [EDITOR, CHIEF])
def test_what_ever_was_live_stays(sign_in, clock, role):
    article = live(clock)

    answer = sign_in(role).post(delete(article), {"post": "yes"})

    assert answer.status_code == 403
    assert Article.objects.exists()


def test_the_page_that_deletes_names_no_translation_that_a_person_may_not_see(sign_in):
    client = sign_in(CONTRIBUTOR)
    own = make.article(by=client.person)
    make.article(headline=CANARY, original=own, language="id", by=make.user(EDITOR))

    page = client.get(delete(own))
    client.post(delete(own), {"post": "yes"})

    assert CANARY not in page.text
    assert Article.objects.count() == 2


def test_no_action_deletes_several_articles(sign_in, secret):
    forged = {"action": "delete_selected", "_selected_action": secret.pk, "post": "yes"}

    sign_in(EDITOR).post(reverse("admin:articles_article_changelist"), forged)

    assert Article.objects.exists()


def test_the_list_answers_no_question_about_columns_that_it_does_not_show(sign_in):
    client = sign_in(EDITOR)

    answer = client.get(
        reverse("admin:articles_article_changelist"), {"created_by__password__startswith": "md5"}
    )

    assert answer.status_code == 400


def test_the_sidebar_shows_each_person_the_pages_that_he_may_open(sign_in):
    def pages(role) -> list[str]:
        groups = sign_in(role).get(START).context["available_apps"]
        return [str(model["name"]).lower() for group in groups for model in group["models"]]

    assert pages(DESK) == ["messages"]
    assert "people" not in pages(EDITOR)
    assert "pins" not in pages(CONTRIBUTOR)
    assert pages(None) == []


def test_the_desks_search_and_its_button_are_for_those_who_write(sign_in):
    writing, answering = sign_in(CONTRIBUTOR).get(START).text, sign_in(DESK).get(START).text

    assert ('id="desk-search"' in writing, "Write</a>" in writing) == (True, True)
    assert ('id="desk-search"' in answering, "Write</a>" in answering) == (False, False)


def test_the_form_names_no_picture_that_its_writer_may_not_see(sign_in):
    contributor = sign_in(CONTRIBUTOR)
    hidden = make.image(alt=CANARY, created_by=make.user(EDITOR))
    article = make.article(by=contributor.person, body=f'<figure data-image="{hidden.pk}"></figure>')

    assert CANARY not in contributor.get(change(article)).text
    assert CANARY in sign_in(EDITOR).get(change(article)).text


@pytest.mark.django_db(transaction=True)
def test_the_history_is_no_place_to_send_anything_to(client):
    """On PostgreSQL the row would be locked, outside of any transaction."""
    with transaction.atomic():
        article, editor = make.article(), make.user(EDITOR)
    client.force_login(editor)

    assert client.post(history(article)).status_code == 200


@pytest.mark.parametrize(
    "asked",
    ["headline__regex=[", "headline__startswith=C", "points__0__regex=[", "changed_at__year=99999999"],
)
def test_a_list_is_narrowed_by_its_filters_and_by_nothing_else(sign_in, asked):
    client = sign_in(EDITOR)

    assert client.get(f"{LIST}?{asked}").status_code == 400
    assert client.get(f"{LIST}?state=draft&section__id__exact=1&language__exact=en&q=x").status_code == 200


def test_every_list_is_narrowed_by_its_filters_alone():
    lists = [type(found) for found in admin.site._registry.values() if not isinstance(found, FilteredByName)]

    assert lists == [PinAdmin], "which is no list, but one page of the seven places"


def test_the_tags_of_taggit_have_no_page():
    assert not admin.site.is_registered(ForeignTag)


@pytest.mark.parametrize(
    "asked",
    ["firms_figure_add?source=x", "articles_tag_add?name_folded=x", "articles_author_add?portrait=1e9"],
)
def test_an_address_that_fills_a_form_with_nonsense_fills_nothing(sign_in, asked):
    name, _mark, query = asked.partition("?")

    assert sign_in(CHIEF).get(f"{reverse(f'admin:{name}')}?{query}").status_code == 200
