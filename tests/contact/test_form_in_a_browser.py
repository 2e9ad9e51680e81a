"""The form as a person uses it, with and without script."""

import pytest
from django.urls import reverse

from spacenews.contact.models import Message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(request, live_server, chromium):
    with chromium.new_context(java_script_enabled=request.param) as context:
        page = context.new_page()
        page.goto(live_server.url + reverse("contact"))
        yield page


def test_an_error_is_put_right_and_the_letter_sent(page):
    page.get_by_label("Message").fill("The table gives two values.")
    page.get_by_label("Email").fill("reader@example")
    page.get_by_role("button", name="Send").click()

    assert page.get_by_role("alert").is_visible()
    assert page.locator(":focus").get_attribute("role") == "alert"
    page.get_by_role("alert").get_by_role("link", name="Email").click()
    page.locator(":focus").fill("reader@example.org")
    page.get_by_role("button", name="Send").click()

    assert page.locator("main").get_by_role("status").inner_text() == "Thank you. Your message has been sent."
    assert Message.objects.get().text == "The table gives two values."


def test_no_visitor_meets_the_trap(page):
    trap = page.locator("[name=trap]")

    assert not trap.is_visible()
    assert trap.get_attribute("tabindex") == "-1"
    assert page.get_by_role("textbox", name="Leave this empty").count() == 0
