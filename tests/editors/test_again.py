"""Signing in again without leaving a page: the person whose page it is, by the form that counts the attempts."""

import pytest
from django.test import Client
from django.urls import reverse

from spacenews.editors.roles import EDITOR
from tests import make

pytestmark = pytest.mark.django_db
AGAIN = reverse("sign_in_again")


@pytest.fixture
def editor():
    return make.user(EDITOR, username="mei")


def again(client: Client, person, username: str = "mei", password: str = make.PASSWORD, **more) -> dict:
    token = client.get(AGAIN).json()["token"]
    sent = {"username": username, "password": password, "person": person.pk, "csrfmiddlewaretoken": token}
    return client.post(AGAIN, {**sent, **more}).json()


def test_it_says_who_is_signed_in_here(editor):
    client = Client()
    assert client.get(AGAIN).json()["person"] is None

    client.force_login(editor)
    answer = client.get(AGAIN)

    assert answer.json()["person"] == editor.pk
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_signs_in_gets_the_token_of_his_new_session(editor):
    client = Client(enforce_csrf_checks=True)

    answer = again(client, editor)

    assert (answer["person"], answer["says"]) == (editor.pk, "")
    sent = {"csrfmiddlewaretoken": answer["token"]}
    assert client.post(reverse("admin:logout"), sent).status_code == 200


def test_without_a_token_nobody_signs_in(editor):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(AGAIN, {"username": "mei", "password": make.PASSWORD, "person": editor.pk})

    assert answer.status_code == 403
    assert client.get(AGAIN).json()["person"] is None


def test_a_wrong_password_is_told_in_the_language_of_the_page(editor):
    client = Client()

    answers = [again(client, editor, password="wrong", language=code) for code in ("en", "id", "xx")]

    assert {answer["person"] for answer in answers} == {None}
    assert answers[0]["says"].startswith("That name and password do not open the desk.")
    assert answers[1]["says"] != answers[0]["says"] == answers[2]["says"]


def test_somebody_else_is_refused_and_not_signed_in(editor):
    make.user(EDITOR, username="ana")
    client = Client()

    answer = again(client, editor, username="ana")

    assert answer["says"].startswith("What stands on this page is another person’s")
    assert client.get(AGAIN).json()["person"] is None


def test_who_has_no_place_at_the_desk_is_refused(editor):
    reader = make.user(username="reader", is_staff=False)

    assert again(Client(), reader, username="reader")["person"] is None


def test_attempts_are_counted_here_too(editor, limits):
    client = Client()

    for _attempt in range(10):
        again(client, editor, password="wrong")

    answer = again(client, editor)
    assert answer["person"] is None
    assert answer["says"].startswith("Too many attempts from here.")
    assert client.get(reverse("admin:login")).status_code == 200
