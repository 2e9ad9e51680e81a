"""What the desk says to who may not, and to a form whose token has gone."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


def test_who_has_no_right_is_told_so_on_a_page_of_the_site(client):
    client.force_login(make.user("Contributor"))

    page = client.get(reverse("admin:editors_user_changelist"))

    assert page.status_code == 403
    assert "Your account has no right to this." in page.content.decode()
    assert 'href="/id/" lang="id"' in page.content.decode()


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do():
    client = Client(enforce_csrf_checks=True)

    page = client.post(reverse("admin:login"), {"username": "editor", "password": make.PASSWORD})

    text = page.content.decode()
    assert page.status_code == 403
    assert "Nothing was changed." in text
    assert "<style" not in text
