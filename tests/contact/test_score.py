"""What looks like spam goes to a folder; the answer is the same for all."""

from datetime import UTC, timedelta

import pytest

from spacenews.contact import stamps
from spacenews.contact.models import Message
from spacenews.pagecache import clock as site_clock

pytestmark = pytest.mark.django_db


def day_stamp(days: int) -> str:
    return stamps.of_the_day(site_clock.now() - timedelta(days=days))


def fresh_stamp(seconds: float) -> str:
    return stamps.fresh(site_clock.now() - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("reasons", "headers", "fields"),
    [
        ([], {}, {}),
        ([], {"HTTP_SEC_FETCH_SITE": None}, {}),
        ([], {"HTTP_ORIGIN": None}, {}),
        (["no origin"], {"HTTP_ORIGIN": None, "HTTP_SEC_FETCH_SITE": None}, {}),
        (["foreign origin"], {"HTTP_ORIGIN": "https://evil.example"}, {}),
        (["foreign origin"], {"HTTP_ORIGIN": "null"}, {}),
        (["foreign origin"], {"HTTP_ORIGIN": "https://[evil"}, {}),
        (["foreign origin"], {"HTTP_ORIGIN": "http://testserver.evil.example"}, {}),
        (["foreign origin"], {"HTTP_SEC_FETCH_SITE": "cross-site"}, {}),
        (["foreign origin"], {"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_ORIGIN": None}, {}),
        (["no stamp"], {}, {"stamp": ""}),
        (["no stamp"], {}, {"stamp": "2030-01-01:forged"}),
        ([], {}, {"stamp": lambda: day_stamp(0)}),
        ([], {}, {"stamp": lambda: day_stamp(29)}),
        (["old stamp"], {}, {"stamp": lambda: day_stamp(32)}),
        (["no stamp"], {}, {"stamp": lambda: day_stamp(-2)}),
        (["haste"], {}, {"stamp": lambda: fresh_stamp(1)}),
        ([], {}, {"stamp": lambda: fresh_stamp(5)}),
        (["old stamp"], {}, {"stamp": lambda: fresh_stamp(31 * 86400)}),
        (["trap"], {}, {"trap": "https://spam.example"}),
        ([], {}, {"message": "See https://a.example and https://b.example."}),
        (["links"], {}, {"message": "https://a.example " * 4}),
        (["markup links"], {}, {"message": "[url=https://a.example]a[/url]"}),
        (["markup links"], {}, {"message": '<a href="https://a.example">a</a>'}),
    ],
)
def test_the_signs_of_spam(visitor, reasons, headers, fields):
    fields = {name: value() if callable(value) else value for name, value in fields.items()}

    visitor.send(headers=headers, **fields)

    assert Message.objects.get().reasons == reasons


def test_the_sites_own_address_is_no_foreign_origin(visitor, settings):
    settings.SITE_URL = "https://news.example.org"

    visitor.send(headers={"HTTP_ORIGIN": "https://news.example.org"})

    assert Message.objects.get().reasons == []


def test_a_stamp_of_the_form_page_is_good_for_one_letter(visitor):
    stamp = fresh_stamp(60)
    visitor.send("One.", stamp=stamp)
    visitor.send("Two.", stamp=stamp)

    assert [letter.reasons for letter in Message.objects.order_by("pk")] == [[], ["replay"]]


def test_the_stamp_of_the_day_is_good_for_all_its_readers(visitor):
    visitor.send("One.", stamp=day_stamp(0))
    visitor.send("Two.", stamp=day_stamp(0))

    assert [letter.reasons for letter in Message.objects.order_by("pk")] == [[], []]


def test_a_reader_just_after_midnight_is_not_in_haste(visitor, clock):
    midnight = clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        days=1
    )
    clock.set(midnight)

    visitor.send(stamp=stamps.of_the_day(midnight))

    assert Message.objects.get().reasons == []


@pytest.mark.parametrize(
    ("status", "headers", "fields"),
    [
        ("new", {"HTTP_ORIGIN": "null"}, {}),
        ("new", {"HTTP_ORIGIN": None, "HTTP_SEC_FETCH_SITE": None}, {"stamp": lambda: fresh_stamp(0)}),
        ("spam", {}, {"trap": "x"}),
        ("spam", {"HTTP_ORIGIN": None, "HTTP_SEC_FETCH_SITE": None}, {"stamp": ""}),
        ("spam", {"HTTP_ORIGIN": "https://evil.example"}, {"message": "https://a.example " * 9}),
    ],
)
def test_one_odd_browser_is_no_spam_and_two_bad_signs_are(visitor, status, headers, fields):
    fields = {name: value() if callable(value) else value for name, value in fields.items()}

    visitor.send(headers=headers, **fields)

    assert Message.objects.get().status == status


def test_spam_gets_the_same_answer_to_the_byte(visitor):
    honest, spam = visitor.send("Honest."), visitor.send("Spam.", trap="x")

    assert (honest.status_code, honest.content, dict(honest.headers)) == (
        spam.status_code,
        spam.content,
        dict(spam.headers),
    )
    assert sorted(Message.objects.values_list("text", "status")) == [("Honest.", "new"), ("Spam.", "spam")]


def test_a_stamp_survives_a_new_key(visitor, settings):
    stamp = day_stamp(0)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, quite as long as the first one has to be, or longer"

    visitor.send(stamp=stamp)

    assert Message.objects.get().reasons == []
