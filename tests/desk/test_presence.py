"""Who else has an article open: told while it is open, to those who may see it, and nobody is kept out by it."""

import re
import threading

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles.models import Article, Presence
from spacenews.editors.roles import CONTRIBUTOR, DESK, EDITOR
from tests import make
from tests.desk.pages import save


def here(article: Article) -> str:
    return reverse("admin:articles_article_presence", args=[article.pk])


@pytest.fixture
def person_of(sign_in):
    """Return a function that signs in an editor of this name."""
    return lambda name: sign_in(None, make.user(EDITOR, display_name=name))


def test_each_is_told_of_the_others_and_not_of_himself(person_of):
    article = make.article()
    mei, ana, joko = map(person_of, ("Mei Lin", "Ana", "Joko"))

    answers = [client.post(here(article)).json() for client in (mei, ana, joko)]

    assert answers == [
        {"others": [], "says": ""},
        {"others": ["Mei Lin"], "says": "Mei Lin is here too"},
        {"others": ["Mei Lin", "Ana"], "says": "Mei Lin, Ana are here too"},
    ]
    assert mei.post(here(article)).json()["others"] == ["Ana", "Joko"]


def test_who_is_not_heard_of_for_45_seconds_has_left(person_of, clock):
    article = make.article()
    mei, ana = map(person_of, ("Mei Lin", "Ana"))
    mei.post(here(article))

    clock.forward(seconds=40)
    assert ana.post(here(article)).json()["others"] == ["Mei Lin"]
    clock.forward(seconds=10)
    assert ana.post(here(article)).json()["others"] == []
    assert [row.person for row in Presence.objects.all()] == [ana.person]


def test_who_leaves_says_so(person_of):
    article, other = make.article(), make.article()
    mei, ana = map(person_of, ("Mei Lin", "Ana"))
    mei.post(here(article))
    mei.post(here(other))

    mei.post(here(article), {"_leaving": "1"})

    assert ana.post(here(article)).json()["others"] == []
    assert ana.post(here(other)).json()["others"] == ["Mei Lin"]


def test_it_is_said_and_told_to_those_alone_who_may_see_the_article(sign_in):
    article = make.article()

    answers = [sign_in(role).post(here(article)) for role in (CONTRIBUTOR, DESK, None)] + [
        Client().post(here(article)),
        sign_in(EDITOR).get(here(article)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 401, 405]
    assert not Presence.objects.exists()


def test_nobody_is_kept_out(person_of):
    article = make.article()
    mei, ana = map(person_of, ("Mei Lin", "Ana"))
    mei.post(here(article))

    save(ana, article, headline="Ana's")

    assert Article.objects.get().headline == "Ana's"


def test_an_open_form_alone_keeps_no_session_alive(person_of, clock):
    article = make.article()
    client = person_of("Mei Lin")
    answers = []

    for _hour in range(12):
        answers.append(client.post(here(article)).status_code)
        clock.forward(hours=1)

    assert answers == [200] * 12
    assert client.post(here(article)).status_code == 401


def test_it_writes_one_private_row_and_costs_the_same_for_many(person_of):
    article = make.article()
    clients, counts = [person_of(f"Person {number}") for number in range(4)], []
    for client in clients:
        client.post(here(article))
        with CaptureQueriesContext(connection) as queries:
            client.post(here(article))
        counts.append(len(queries))

    written = [query["sql"] for query in queries if re.match("INSERT|UPDATE|DELETE", query["sql"])]
    assert [re.search(r'"(\w+)"', sql)[1] for sql in written] == ["articles_presence"]
    assert len(set(counts)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_of_one_person_do_not_meet():
    with transaction.atomic():
        article, person = make.article(), make.user(EDITOR)
    barrier, statuses = threading.Barrier(4), []

    def window():
        client = Client()
        client.force_login(person)
        barrier.wait()
        statuses.append(client.post(here(article)).status_code)
        connections.close_all()

    windows = [threading.Thread(target=window) for _ in range(4)]
    for thread in windows:
        thread.start()
    for thread in windows:
        thread.join()

    assert (statuses, Presence.objects.count()) == ([200] * 4, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("route", ["presence", "notes"])
def test_an_article_that_is_deleted_in_this_moment_is_not_there(route):
    with transaction.atomic():
        article, person = make.article(), make.user(EDITOR)
    client = Client()
    client.force_login(person)

    def delete_it_first(execute, sql, params, many, context):
        if sql.startswith(('INSERT INTO "articles_presence', 'INSERT INTO "articles_note')):
            with connection.cursor() as cursor:
                cursor.cursor.execute(f"DELETE FROM articles_article WHERE id = {article.pk}")
        return execute(sql, params, many, context)

    with transaction.atomic():
        for rows in (article.revisions, article.bylines, article.source_rows):
            rows.all().delete()
    with connection.execute_wrapper(delete_it_first):
        url = reverse(f"admin:articles_article_{route}", args=[article.pk])
        assert client.post(url, {"text": "Here."}).status_code == 404
