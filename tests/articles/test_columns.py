"""SQLite reads a row from its beginning, and a long text fills pages of its own: what stands behind it waits."""

import pytest
from django.db import connection

from spacenews.articles.models import Article, Edition

LONG = ["deck", "points", "body"]
ADDED_LATER = {
    "assigned_to_id",
    "planned_for",
    "printed_version",
}  # asked by an index of their own, shown a page at a time
LONG_IN_AN_EDITION = [
    *["headline", "public_reason", "correction", "desk_note", "deck", "points", "contents"],
    *["card_en", "card_id", "card_zh_hans", "body", "body_html"],
]


def columns(model) -> list[str]:
    """Return the columns of a model's table in the order in which the database keeps them."""
    with connection.cursor() as cursor:
        held = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return [column.name for column in held]


@pytest.mark.django_db
def test_the_long_texts_of_an_article_stand_behind_all_that_its_lists_ask():
    held = [name for name in columns(Article) if name not in ADDED_LATER]

    assert held[-len(LONG) :] == LONG


@pytest.mark.django_db
def test_the_long_texts_of_an_edition_stand_behind_all_that_is_asked_of_many():
    assert columns(Edition)[-len(LONG_IN_AN_EDITION) :] == LONG_IN_AN_EDITION
