import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from spacenews.editors.roles import CHIEF, EDITOR
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.user(EDITOR)


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


def is_signed_in(client) -> bool:
    return client.get(reverse("admin:password_change")).status_code == 200


def test_a_session_ends_after_twelve_idle_hours(client, clock):
    assert is_signed_in(client)

    clock.forward(hours=12, minutes=6)

    assert not is_signed_in(client)


def test_using_it_keeps_it(client, clock):
    for _ in range(3):
        clock.forward(hours=11)
        assert is_signed_in(client)


def test_it_ends_after_fourteen_days_however_much_it_is_used(client, clock):
    for _ in range(14 * 24 // 8 - 1):
        clock.forward(hours=8)
        assert is_signed_in(client)

    clock.forward(hours=8, minutes=1)

    assert not is_signed_in(client)


def test_an_ended_session_changes_nothing_by_post(client, clock, editor):
    clock.forward(hours=13)
    data = {
        "old_password": make.PASSWORD,
        "new_password1": "a long new one 7",
        "new_password2": "a long new one 7",
    }

    client.post(reverse("admin:password_change"), data)

    editor.refresh_from_db()
    assert editor.check_password(make.PASSWORD)


def test_an_ended_session_is_gone_from_the_database_too(client, clock):
    clock.forward(hours=13)
    is_signed_in(client)

    assert not Session.objects.exists()


def test_a_session_that_says_nothing_of_its_age_ends(client):
    session = client.session
    del session["began_at"]
    session.save()

    assert not is_signed_in(client)


def test_reading_on_does_not_write_the_session_each_time(client, clock):
    def stored():
        return Session.objects.get().session_data

    is_signed_in(client)
    before = stored()

    clock.forward(minutes=4)
    is_signed_in(client)
    assert stored() == before

    clock.forward(minutes=2)
    is_signed_in(client)
    assert stored() != before


def test_signing_in_gives_a_new_session(editor):
    client = Client()
    client.get(reverse("admin:login"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key

    client.post(reverse("admin:login"), {"username": editor.username, "password": make.PASSWORD})

    assert client.session.session_key != session.session_key


def test_a_new_password_ends_the_other_sessions(client, editor):
    other = Client()
    other.force_login(editor)
    data = {
        "old_password": make.PASSWORD,
        "new_password1": "a long new one 7",
        "new_password2": "a long new one 7",
    }

    client.post(reverse("admin:password_change"), data)

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_a_closed_account_is_out_at_once(client, editor):
    editor.is_active = False
    editor.save()

    assert not is_signed_in(client)


def test_a_role_taken_away_is_gone_at_the_next_request(client, editor):
    editor.groups.set(Group.objects.filter(name=CHIEF))
    url = reverse("admin:editors_user_changelist")
    assert client.get(url).status_code == 200

    editor.groups.clear()

    assert client.get(url).status_code == 403


def test_a_visitor_gets_no_cookie_and_no_page_that_varies_on_one():
    response = Client().get(reverse("contact"))

    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
