import pytest
from django.test import Client

from tests import make


@pytest.fixture(autouse=True)
def without_pieces(nothing_is_drawn):
    """The desk shows none."""


@pytest.fixture
def sign_in(db):
    """Return a function that gives a role's browser, signed in; `client.person` is who signed in."""

    def person_of(role: str | None, person=None) -> Client:
        client = Client()
        client.person = person or make.user(role)
        client.force_login(client.person)
        return client

    return person_of
