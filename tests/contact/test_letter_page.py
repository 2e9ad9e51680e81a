"""In a browser: reading a letter opens it and the mail link closes it; without script two buttons do the same."""

import pytest
from django.urls import reverse

from spacenews.contact.models import Message
from spacenews.editors.roles import DESK
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


@pytest.fixture
def letter():
    return make.letter("Please correct it.")


def visit(playwright, live_server, client, letter, **options):
    """Open the letter's page as somebody of the desk."""
    client.force_login(make.user(DESK))
    context = playwright.chromium.launch(**CHROMIUM).new_context(**options)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([session])
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:contact_message_change", args=[letter.pk]))
    return page


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(autouse=True)
def queries_beside_a_browser(monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright runs a loop in this thread


def status(letter) -> str:
    return Message.objects.get(pk=letter.pk).status


def test_reading_a_new_letter_opens_it(browser, live_server, client, letter):
    page = visit(browser, live_server, client, letter)

    page.wait_for_function("document.querySelector('[data-state]').textContent === 'Open'")

    assert status(letter) == "open"
    assert not page.get_by_role("button", name="Mark as read").is_visible()


def test_the_mail_link_marks_the_letter_as_answered(browser, live_server, client, letter):
    page = visit(browser, live_server, client, letter)
    page.wait_for_function("document.querySelector('[data-state]').textContent === 'Open'")

    page.get_by_role("link", name="Answer by mail").click()
    page.wait_for_function("document.querySelector('[data-state]').textContent === 'Closed'")

    assert status(letter) == "closed"


def test_without_script_nothing_happens_by_itself_and_the_buttons_do_it(browser, live_server, client, letter):
    page = visit(browser, live_server, client, letter, java_script_enabled=False)
    assert status(letter) == "new"

    page.get_by_role("button", name="Mark as read").click()
    assert status(letter) == "open"

    page.get_by_role("button", name="Mark as answered").click()
    assert status(letter) == "closed"
    assert page.get_by_role("button", name="Open again").is_visible()
