"""Choosing tags in the form of an article: near names first, a new one only when it is asked for in so many words."""

import pytest
from django.urls import reverse

from spacenews.articles.models import Tag, TagSlug
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from tests import make
from tests.desk.pages import save

CHOOSE, CREATE = reverse("admin:articles_tag_choose"), reverse("admin:articles_tag_create")
ASKED = {"app_label": "articles", "model_name": "articletag", "field_name": "tag"}


def offered(client, term: str) -> list[str]:
    return [row["text"] for row in client.get(CHOOSE, {**ASKED, "term": term}).json()["results"]]


def test_near_names_stand_before_the_choice_to_make_a_new_one(sign_in):
    make.tag("reusable rocket"), make.tag("reusable capsules"), make.tag("launch")

    assert offered(sign_in(EDITOR), "reusable rocke") == ["reusable rocket", "Create tag “reusable rocke”"]
    assert offered(sign_in(EDITOR), "reusable rockat") == ["reusable rocket", "Create tag “reusable rockat”"]


@pytest.mark.parametrize("typed", ["Methane", "METHANE ", "metana", "甲烷"])
def test_none_is_offered_where_the_tag_is_there_in_any_case_or_language(sign_in, typed):
    make.tag("methane", name_id="metana", name_zh_hans="甲烷")

    assert offered(sign_in(EDITOR), typed) == ["methane"]


def test_who_may_not_add_tags_is_not_offered_one_and_makes_none(sign_in):
    client = sign_in(CONTRIBUTOR)

    assert offered(client, "brand new") == []
    assert client.post(CREATE, {"name": "brand new"}).status_code == 403
    assert not Tag.objects.exists()


def test_looking_makes_none(sign_in):
    offered(sign_in(EDITOR), "brand new")

    assert not Tag.objects.exists()


def test_it_is_made_when_it_is_asked_for(sign_in):
    client = sign_in(EDITOR)

    made = client.post(CREATE, {"name": "  Reusable   rockets "}).json()

    tag = Tag.objects.get()
    assert made == {"id": tag.pk, "text": "Reusable rockets"}
    assert tag.slug == "reusable-rockets"
    assert client.post(CREATE, {"name": "reusable ROCKETS"}).json()["id"] == tag.pk
    assert Tag.objects.count() == 1


def test_a_number_is_a_name_and_no_key(sign_in):
    client, other = sign_in(EDITOR), make.tag("launch")

    assert offered(client, str(other.pk)) == [f"Create tag “{other.pk}”"]
    made = client.post(CREATE, {"name": str(other.pk)}).json()
    assert (made["text"], made["id"] == other.pk) == (str(other.pk), False)


@pytest.mark.parametrize("value", ["new", "launch", "99999999999999999999"])
def test_the_form_takes_none_that_is_not_chosen(sign_in, value):
    client, article = sign_in(EDITOR), make.article()
    make.tag("launch")

    page = save(client, article, tags=[value])

    assert page.status_code == 200
    assert Tag.objects.count() == 1 and not article.tags.exists()


def test_names_that_give_the_same_address_or_none_get_one_of_their_own(sign_in):
    client, tag = sign_in(EDITOR), make.tag("methane", slug="old")
    tag.slug = "methane"
    tag.save()

    for name in ("Methane!", "old", "甲烷", "氢"):
        client.post(CREATE, {"name": name})

    made = Tag.objects.exclude(pk=tag.pk).order_by("pk")
    assert [row.slug for row in made] == ["methane-2", "old-2", "tag", "tag-2"]
    assert list(TagSlug.objects.values_list("slug", "owner")) == [("old", tag.pk)]


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_what_is_no_name_is_refused_in_words(sign_in, name):
    answer = sign_in(EDITOR).post(CREATE, {"name": name})

    assert answer.status_code == 400 and answer.json()["error"]
    assert not Tag.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_choosing_costs_the_same_for_any_number(sign_in, rows, django_assert_num_queries):
    client = sign_in(EDITOR)
    for row in range(rows):
        make.tag(f"launch {row}")

    with django_assert_num_queries(8):
        offered(client, "launch")
