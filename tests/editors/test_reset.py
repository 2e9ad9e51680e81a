import re
import threading
from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.urls import reverse

from spacenews.editors.roles import EDITOR
from tests import make

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "a long new one 7", "new_password2": "a long new one 7"}


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL = "smtp://mail.example.org"
    settings.SITE_URL = "https://news.example.org"
    settings.ALLOWED_HOSTS = ["news.example.org", "evil.example", "testserver"]


def ask(client, email="ada@example.org", **headers):
    response = client.post(reverse("admin_password_reset"), {"email": email}, **headers)
    for thread in threading.enumerate():
        if thread.name.endswith("(send_mail)"):
            thread.join()
    return response


def link() -> str:
    return re.search(r"https?://\S+/admin/reset/\S+", mail.outbox[0].body)[0]


def open_link(client):
    return client.get(link().partition("example.org")[2], follow=True)


def test_the_sign_in_page_leads_there(client):
    assert reverse("admin_password_reset") in client.get(reverse("admin:login")).content.decode()


def test_the_link_is_made_of_the_sites_own_address_whatever_host_was_asked(client):
    make.user(EDITOR, email="ada@example.org")

    ask(client, HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")

    assert link().startswith("https://news.example.org/admin/reset/")
    assert "evil.example" not in mail.outbox[0].body + mail.outbox[0].subject


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("", "Password reset on Space News"),
        ("id", "Penyetelan ulang sandi di Space News"),
        ("zh-hans", "重置 Space News 的密码"),
    ],
)
def test_the_mail_speaks_the_language_of_whom_it_is_for(client, language, subject):
    make.user(EDITOR, email="ada@example.org", language=language)

    ask(client)

    assert mail.outbox[0].subject == subject


def test_the_link_works_once(client):
    person = make.user(EDITOR, email="ada@example.org")
    ask(client)
    page = open_link(client)

    client.post(page.redirect_chain[-1][0], NEW)
    again = open_link(client)

    person.refresh_from_db()
    assert person.check_password("a long new one 7")
    assert not again.context["validlink"]


def test_the_link_ends_after_an_hour(client):
    make.user(EDITOR, email="ada@example.org")
    ask(client)
    later = default_token_generator._now() + timedelta(hours=1, seconds=5)

    with mock.patch.object(default_token_generator, "_now", return_value=later):
        assert not open_link(client).context["validlink"]


def test_the_answer_is_the_same_for_whoever_has_no_account(client):
    make.user(EDITOR, email="ada@example.org")
    make.user(EDITOR, email="closed@example.org", is_active=False)

    answers = [
        ask(client, email) for email in ("ada@example.org", "nobody@example.org", "closed@example.org")
    ]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("password_reset_done"))}
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


def test_a_weak_new_password_is_refused(client):
    person = make.user(EDITOR, email="ada@example.org")
    ask(client)
    page = open_link(client)

    client.post(
        page.redirect_chain[-1][0], {"new_password1": "spacenews2026", "new_password2": "spacenews2026"}
    )

    person.refresh_from_db()
    assert person.check_password(make.PASSWORD)


@pytest.mark.usefixtures("limits")
def test_one_network_cannot_fill_a_mailbox(client):
    make.user(EDITOR, email="ada@example.org")

    answers = [ask(client) for _ in range(12)]

    assert {answer.status_code for answer in answers} == {302}
    assert len(mail.outbox) == 10


def test_a_site_without_mail_says_so(client, settings):
    settings.EMAIL_URL = ""

    response = ask(client)

    assert "Ask a Chief" in response.context["form"].non_field_errors()[0]
    assert mail.outbox == []
