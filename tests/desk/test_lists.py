"""Every list of the desk keeps up with the archive."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles.models import Pin
from spacenews.desk import BoundedPaginator
from tests import make

LISTS = [
    model_admin for model, model_admin in admin.site._registry.items() if model is not Pin
]  # which has none


def named(model_admin) -> str:
    return model_admin.opts.label


@pytest.mark.parametrize("model_admin", LISTS, ids=named)
def test_no_list_is_counted_to_its_end(model_admin):
    assert model_admin.paginator is BoundedPaginator
    assert not model_admin.show_full_result_count


@pytest.mark.parametrize("model_admin", LISTS, ids=named)
def test_a_page_of_a_list_has_a_bound(model_admin):
    assert model_admin.list_per_page <= 100
    assert model_admin.list_max_show_all <= 2_000


@pytest.mark.django_db
def test_the_filter_for_changes_is_answered_by_its_index(sign_in):
    client = sign_in("Editor")
    article = make.published()
    article.keep(by=None)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("admin:articles_article_changelist"), {"state": "changes"})

    assert list(page.context["cl"].result_list) == [article]
    (rows,) = [
        query["sql"] for query in queries if 'ORDER BY "articles_article"."changed_at"' in query["sql"]
    ]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {rows}")
            plan = " ".join(row[-1] for row in cursor.fetchall())
        assert "article_with_changes" in plan
