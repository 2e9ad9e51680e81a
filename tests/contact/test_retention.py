"""Nothing is kept longer than the privacy page says, and what an address wrote can be had and erased."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from spacenews.contact import retention
from spacenews.contact.models import Message, Outbox
from spacenews.limits import counter
from spacenews.limits.models import Counter
from spacenews.pagecache import clock as site_clock
from tests import make

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def letter_since(days: float, status: str, **kwargs) -> Message:
    then = site_clock.now() - timedelta(days=days)
    return make.letter(status=status, status_at=then, created_at=then, **kwargs)


def test_spam_goes_after_30_days_and_closed_letters_after_24_months():
    kept = [
        letter_since(29, "spam"),
        letter_since(729, "closed"),
        letter_since(2_000, "new"),
        letter_since(2_000, "open"),
    ]
    gone = [letter_since(31, "spam"), letter_since(731, "closed")]
    Outbox.objects.create(message=gone[1], next_at=site_clock.now())

    output = run("forget")

    assert set(Message.objects.all()) == set(kept)
    assert "1 spam letters deleted, 1 closed letters deleted" in output


def test_time_runs_from_the_closing_not_from_the_writing():
    now = site_clock.now()
    make.letter(status="closed", created_at=now - timedelta(days=900), status_at=now - timedelta(days=1))

    run("forget")

    assert Message.objects.count() == 1


def test_the_hash_of_a_network_goes_after_14_days():
    young, old = (
        letter_since(13, "open", network_hash="a" * 32),
        letter_since(15, "open", network_hash="b" * 32),
    )

    output = run("forget")

    young.refresh_from_db(), old.refresh_from_db()
    assert (young.network_hash, old.network_hash) == ("a" * 32, "")
    assert output.endswith("1 network hashes removed\n")


def test_old_counts_go_too():
    now = site_clock.now()
    counter.hit("contact_minute", "x", 60, now - timedelta(days=2))
    counter.hit("contact_minute", "x", 60, now)

    run("forget")

    assert Counter.objects.count() == 1


def test_the_times_are_settings_and_nought_keeps_for_ever(settings):
    settings.RETENTION_DAYS = {"spam": 0, "closed": 10, "network": 0}
    kept = letter_since(10_000, "spam", network_hash="a")
    letter_since(11, "closed")

    assert retention.forget(site_clock.now()) == {"spam": 0, "closed": 1, "network": 0}
    assert list(Message.objects.values_list("pk", "network_hash")) == [(kept.pk, "a")]


def test_erasing_leaves_a_tombstone_and_not_a_word():
    words = {"name": "Ada Lovelace", "email": "ada@example.org", "text": "A secret."}
    letter = make.letter(
        **words, network_hash="n", digest="d", stamp_nonce="s", reasons=["links"], about_title="LandSpace"
    )
    Outbox.objects.create(message=letter, next_at=site_clock.now())
    other = make.letter(email="grace@example.org")

    output = run("erase_letters", " ADA@example.org ")

    row = Message.objects.filter(pk=letter.pk).values().get()
    kept = {name: value for name, value in row.items() if value not in ("", [], None, 0)}
    assert set(kept) == {
        "id",
        "reference",
        "status",
        "status_at",
        "created_at",
        "language",
        "about_title",
        "erased_at",
    }
    assert (kept["status"], Outbox.objects.count()) == ("closed", 0)
    assert output.startswith("1 letters erased")
    assert Message.objects.get(pk=other.pk).email == "grace@example.org"


def test_erasing_twice_finds_nothing_the_second_time():
    make.letter(email="ada@example.org")
    run("erase_letters", "ada@example.org")

    assert run("erase_letters", "ada@example.org").startswith("0 letters")


def test_an_export_holds_the_letters_of_one_address_in_any_state():
    make.letter("One.", email="ada@example.org", status="spam")
    make.letter("两。", email="Ada@Example.org")
    make.letter("Three.", email="grace@example.org")

    letters = json.loads(run("export_letters", "ada@example.org"))

    assert [letter["text"] for letter in letters] == ["两。", "One."]
    assert set(letters[0]) == {
        *("reference", "created_at", "status", "name", "email"),
        *("text", "language", "about_title", "answered_at"),
    }
