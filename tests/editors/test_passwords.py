import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from spacenews.editors.management.commands.createeditor import random_password


def codes(password: str) -> set[str]:
    try:
        validate_password(password)
    except ValidationError as error:
        return {each.code for each in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    ["SpaceNews2026!!", "space-news-editor", "ＮＥＷＳ space 1234", "desk desk desk 99", "newsroom-chief-1"],
)
def test_a_password_of_the_sites_own_words_is_refused(password):
    assert codes(password) == {"site_words"}


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "news: the tiger sleeps",
        "4829-1123-9004-x",
        "密码密码密码密码密码密码密码",
        "a b c d e f g h",
    ],
)
def test_other_long_passwords_are_taken_whatever_they_are_made_of(password):
    assert codes(password) == set()


def test_a_short_password_is_refused():
    assert codes("q8#fV2!mZ1x") == {"password_too_short"}


def test_a_common_password_is_refused():
    assert "password_too_common" in codes("1qaz2wsx3edc")


def test_the_name_of_the_site_is_what_counts(settings):
    settings.SITE_NAME = "Orbit Weekly"

    assert codes("Orbit+Weekly+2026") == {"site_words"}


def test_random_passwords_pass_and_differ():
    passwords = {random_password() for _ in range(20)}

    assert len(passwords) == 20
    assert [codes(password) for password in passwords] == [set()] * 20
