"""On a firm's or an article's way in, the letter says what it is about."""

import pytest

from spacenews.contact import about
from spacenews.contact.models import Message

pytestmark = pytest.mark.django_db
FIRMS = {12: ("LandSpace & <b>Co</b>", "/firms/landspace/")}


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setattr(about, "resolvers", {})
    about.register("test", lambda number, now: FIRMS.get(number))


def test_the_page_says_what_the_letter_is_about_and_the_letter_keeps_it(visitor):
    page = visitor.read("/contact/?about=test:12").content.decode()
    visitor.send(about="test:12")

    letter = Message.objects.get()
    assert "This message is about LandSpace &amp; &lt;b&gt;Co&lt;/b&gt;" in page
    assert '<input type="checkbox" name="about" value="test:12" checked>' in page
    assert (letter.about_type, letter.about_id, letter.about_title) == ("test", 12, "LandSpace & <b>Co</b>")


def test_who_unticks_it_writes_about_nothing(visitor):
    visitor.send()

    assert Message.objects.get().about_title == ""


def test_it_stays_when_the_form_comes_back(visitor):
    page = visitor.send(email="no", about="test:12").content.decode()

    assert 'value="test:12" checked' in page


@pytest.mark.parametrize(
    "value",
    [
        "test:13",
        "other:12",
        "test:",
        "test:1 OR 1=1",
        "test:-1",
        "test:1e3",
        "test:" + "9" * 40,
        "x" * 500,
        "\x00",
    ],
)
def test_what_is_not_public_or_not_there_is_passed_over_in_silence(visitor, value):
    page = visitor.client.get("/contact/", {"about": value})
    answer = visitor.send(about=value)

    assert (page.status_code, page.context["about"], answer.status_code) == (200, None, 303)
    assert Message.objects.get().about_type == ""


def test_a_resolver_is_asked_with_the_moment(visitor, clock):
    asked = []
    about.register("asked", lambda number, now: asked.append((number, now)))

    about.find("asked:7", clock.now())

    assert [number for number, _now in asked] == [7]
    assert abs((asked[0][1] - clock.now()).total_seconds()) < 5
