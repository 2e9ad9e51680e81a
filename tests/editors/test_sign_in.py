import time
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from django.urls import reverse

from spacenews.editors.models import User
from spacenews.editors.roles import EDITOR
from tests import make

NOON = datetime(2030, 5, 5, 12, tzinfo=UTC)
WRONG = "That name and password do not open the desk. Mind the case of the password."
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.user(EDITOR, username="ada")


def sign_in(client, name="ada", password="wrong", **headers):
    data = {"username": name, "password": password, "next": "/admin/password_change/"}
    return client.post(reverse("admin:login"), data, **headers)


def errors(response) -> list[str]:
    return response.context["form"].non_field_errors() if response.status_code == 200 else []


def is_open(response) -> bool:
    return response.status_code == 302


def test_the_right_password_opens_the_desk(client, editor):
    assert is_open(sign_in(client, password=make.PASSWORD))


@pytest.mark.parametrize("name", ["ADA", " ada ", "ａｄａ"])
def test_case_and_spaces_of_the_name_do_not_matter(client, editor, name):
    assert is_open(sign_in(client, name, make.PASSWORD))


def test_two_accounts_cannot_differ_by_case_alone(client, editor):
    with pytest.raises(IntegrityError):
        make.user(username="ADA")


def test_all_that_is_wrong_is_told_in_the_same_words(client, editor):
    make.user(EDITOR, username="closed", is_active=False)
    make.user(username="outside", is_staff=False)
    tries = [("ada", "wrong"), ("nobody", "wrong"), ("closed", make.PASSWORD), ("outside", make.PASSWORD)]

    assert [errors(sign_in(client, *each)) for each in tries] == [[WRONG]] * 4


def test_an_unknown_name_takes_as_long_as_a_wrong_password(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    make.user(EDITOR, username="ada")

    taken_s = {"ada": [], "nobody": []}
    for name in ["ada", "nobody"] * 3:
        began = time.thread_time()  # the work done, whatever else the machine does meanwhile
        sign_in(client, name)
        taken_s[name].append(time.thread_time() - began)

    quickest = sorted(min(each) for each in taken_s.values())
    assert quickest[1] / quickest[0] < 1.35


@pytest.mark.usefixtures("limits")
class TestThrottle:
    @pytest.fixture(autouse=True)
    def at_noon(self, clock):
        clock.set(NOON)

    def test_ten_guesses_are_heard_and_then_not_even_the_right_password(self, client, editor):
        heard = [errors(sign_in(client)) for _ in range(10)]

        eleventh = sign_in(client, password=make.PASSWORD)

        assert heard == [[WRONG]] * 10
        assert errors(eleventh) == ["Too many attempts from here. Try again in 15 minutes."]

    def test_an_unknown_name_waits_alike(self, client, editor):
        for _ in range(10):
            sign_in(client, "nobody")

        assert errors(sign_in(client, "nobody")) == ["Too many attempts from here. Try again in 15 minutes."]

    def test_spelling_the_name_otherwise_gives_no_further_guesses(self, client, editor):
        for name in ["ada", "ADA", " ada", "a d a", "Ａda", "ada ", "aDa", "adA", "ada\t", "AdA"]:
            sign_in(client, name)

        assert not is_open(sign_in(client, password=make.PASSWORD))

    def test_a_forged_address_gives_no_further_guesses(self, client, editor):
        for number in range(10):
            sign_in(client, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")

        assert not is_open(sign_in(client, password=make.PASSWORD, HTTP_X_FORWARDED_FOR="192.0.2.1"))

    def test_another_address_of_the_same_network_gives_no_further_guesses(self, client, editor):
        for number in range(10):
            sign_in(client, REMOTE_ADDR=f"203.0.113.{number}")

        assert not is_open(sign_in(client, password=make.PASSWORD, REMOTE_ADDR="203.0.113.99"))

    def test_the_owner_on_another_network_is_not_locked_out(self, client, editor):
        for _ in range(40):
            sign_in(client, REMOTE_ADDR="203.0.113.5")

        assert is_open(sign_in(client, password=make.PASSWORD, REMOTE_ADDR="198.51.100.5"))

    def test_somebody_else_on_the_same_network_is_not_locked_out(self, client, editor):
        for _ in range(11):
            sign_in(client, "nobody")

        assert is_open(sign_in(client, password=make.PASSWORD))

    def test_after_the_wait_the_right_password_opens(self, client, editor, clock):
        for _ in range(11):
            sign_in(client)

        clock.forward(minutes=15)

        assert is_open(sign_in(client, password=make.PASSWORD))

    def test_who_goes_on_guessing_waits_longer_each_time(self, client, editor, clock):
        waits = []
        for _ in range(4):
            for _ in range(10):
                sign_in(client)
            answer = errors(sign_in(client))[0]
            minutes = int(answer.removeprefix("Too many attempts from here. Try again in ").split()[0])
            waits.append(minutes)
            clock.forward(minutes=minutes)

        assert waits == [15, 45, 180, 12 * 60 - 240]

    def test_a_network_that_tries_many_names_is_stopped_at_a_hundred(self, client, editor):
        for number in range(100):
            sign_in(client, f"name-{number}")

        assert errors(sign_in(client, password=make.PASSWORD))[0].startswith("Too many attempts")


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "https:evil.example", "javascript:x"],
)
def test_signing_in_leads_to_no_other_site_but_to_the_desk(client, editor, address):
    data = {"username": "ada", "password": make.PASSWORD, "next": address}

    assert client.post(reverse("admin:login"), data).headers["Location"] == reverse("admin:index")


def test_without_limits_nobody_waits(client, editor):
    for _ in range(12):
        sign_in(client)

    assert is_open(sign_in(client, password=make.PASSWORD))


def test_a_long_password_with_any_characters_is_taken_whole(client):
    password = "密码 " * 40 + "\u2028'\"<>"
    User.objects.create_user("long", password=password, is_staff=True)

    assert not is_open(sign_in(client, "long", password[:-1]))
    assert is_open(sign_in(client, "long", password))


def test_nobody_is_signed_in_by_a_name_with_a_nul(client, editor):
    assert not is_open(sign_in(client, "ada\x00", make.PASSWORD))


@pytest.mark.parametrize("name", ["ed\u0131tor", "ed\u0130tor"])
def test_a_name_that_the_throttle_takes_for_another_opens_nothing(client, name):
    """PostgreSQL makes a capital I of a dotless i."""
    make.user(EDITOR, username="editor")

    assert not is_open(sign_in(client, name, make.PASSWORD))
