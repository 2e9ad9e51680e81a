"""Sections, authors and tags that nothing names: found by the list, deleted together, each asked about again."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from spacenews.articles.desk import names
from spacenews.articles.models import Author, Section, Tag
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, EDITOR
from tests import make

LISTS = {
    model: reverse(f"admin:articles_{model._meta.model_name}_changelist") for model in (Tag, Section, Author)
}


@pytest.fixture(params=LISTS, ids=lambda model: model.__name__)
def model(request, db):
    return request.param


def used(model):
    """Return one that a draft names, and nothing else."""
    owner = {Tag: make.tag, Section: make.section, Author: make.author}[model](name="Used")
    named = {Tag: {"tags": [owner]}, Section: {"section": owner}, Author: {"authors": [owner]}}[model]
    make.article(**named)
    return owner


def free(model, name: str = "Free"):
    return {Tag: make.tag, Section: make.section, Author: make.author}[model](name=name)


def test_the_list_finds_what_is_unused(sign_in, model):
    used(model), free(model)

    page = sign_in(CHIEF).get(LISTS[model], {"use": "none"})

    found = [row.name for row in page.context["cl"].result_list]
    assert "Free" in found and "Used" not in found


def test_what_is_unused_is_deleted_and_what_is_named_stays(sign_in, model):
    client = sign_in(CHIEF)
    rows = [used(model), free(model)]
    sent = {"action": "delete_unused", "_selected_action": [row.pk for row in rows]}

    page = client.post(LISTS[model], sent)
    assert [[row.name for row in page.context[name]] for name in ("goes", "stays")] == [["Free"], ["Used"]]
    assert model.objects.filter(pk__in=[row.pk for row in rows]).count() == 2

    answer = client.post(LISTS[model], {**sent, "post": "yes"})
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == [
        "Deleted:<ul><li>Free</li></ul>",
        "Not deleted, for something names it:<ul><li>Used</li></ul>",
    ]
    assert list(model.objects.filter(pk__in=[row.pk for row in rows])) == rows[:1]


def test_what_was_named_since_it_was_asked_about_stays(db):
    tag = free(Tag)
    make.article(tags=[tag])

    assert names.deleted(Tag, [tag.pk], make.user(CHIEF)) == ([], ["Free"])


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR])
def test_who_may_not_delete_is_not_offered_it(sign_in, role):
    section = free(Section)

    sign_in(role).post(
        LISTS[Section], {"action": "delete_unused", "_selected_action": [section.pk], "post": "yes"}
    )

    assert Section.objects.filter(pk=section.pk).exists()
