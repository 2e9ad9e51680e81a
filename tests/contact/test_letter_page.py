"""In a browser: reading a letter opens it and the mail link closes it; without script two buttons do the same."""

import pytest
from django.urls import reverse

from spacenews.contact.models import Message
from spacenews.editors.roles import DESK
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def letter():
    return make.letter("Please correct it.")


@pytest.fixture
def visit(chromium, live_server, client, letter):
    """Return a function that opens the letter's page as somebody of the desk."""
    contexts = []

    def open_page(**options):
        client.force_login(make.user(DESK))
        contexts.append(chromium.new_context(**options))
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        contexts[-1].add_cookies([session])
        page = contexts[-1].new_page()
        page.goto(live_server.url + reverse("admin:contact_message_change", args=[letter.pk]))
        return page

    yield open_page
    for context in contexts:
        context.close()


def status(letter) -> str:
    return Message.objects.get(pk=letter.pk).status


def test_reading_a_new_letter_opens_it(visit, letter):
    page = visit()

    page.wait_for_function("document.querySelector('[data-state]').textContent === 'Open'")

    assert status(letter) == "open"
    assert not page.get_by_role("button", name="Mark as read").is_visible()


def test_the_mail_link_marks_the_letter_as_answered(visit, letter):
    page = visit()
    page.wait_for_function("document.querySelector('[data-state]').textContent === 'Open'")

    page.get_by_role("link", name="Answer by mail").click()
    page.wait_for_function("document.querySelector('[data-state]').textContent === 'Closed'")

    assert status(letter) == "closed"


def test_without_script_nothing_happens_by_itself_and_the_buttons_do_it(visit, letter):
    page = visit(java_script_enabled=False)
    assert status(letter) == "new"

    page.get_by_role("button", name="Mark as read").click()
    assert status(letter) == "open"

    page.get_by_role("button", name="Mark as answered").click()
    assert status(letter) == "closed"
    assert page.get_by_role("button", name="Open again").is_visible()
