"""Taking a letter in: counted, stored once, and on its way to the desk."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from spacenews.contact import about, outbox, score, stamps
from spacenews.contact.models import Message, Outbox, new_reference
from spacenews.limits import counter, network

TWIN_WINDOW = timedelta(minutes=10)
MINUTE, HOUR = 60, 3600
ALL_TIME = 10**12  # seconds: a window that does not end


def wait_s(request: HttpRequest, now: datetime) -> int:
    """Count one more letter and return after how many seconds the next is taken; 0 when this one is.

    The site's own ceiling counts only what its network may still send: one network cannot close the form to all.
    """
    here = network.hash_of(request, now)
    rules = (
        ("contact_minute", here, MINUTE),
        ("contact_hour", here, HOUR),
        ("contact_site_minute", "", MINUTE),
    )
    with transaction.atomic():
        for name, key, period_s in rules:
            limit = settings.LIMITS[name]
            if limit and counter.hit(name, key, period_s, now) > limit:
                return period_s
    return 0


def take_in(request: HttpRequest, data: dict, now: datetime) -> Message:
    """Store the letter of a valid form in one durable transaction, its mail with it; return it, or its twin."""
    letter = written(request, data, now)
    with transaction.atomic(durable=True):
        one_at_a_time(now)
        if twin := Message.objects.twins(letter.digest, now - TWIN_WINDOW).first():
            return twin
        letter.reference = unused_reference()
        letter.reasons = score.signs(request, data, now)
        letter.score = score.total(letter.reasons)
        if letter.score >= score.SPAM_FROM:
            letter.status = Message.Status.SPAM
        letter.save(force_insert=True)
        if letter.status == Message.Status.NEW and outbox.is_configured():
            Outbox.objects.create(message=letter, next_at=now)
            transaction.on_commit(outbox.wake)
    return letter


def written(request: HttpRequest, data: dict, now: datetime) -> Message:
    """Make the letter, unsaved."""
    letter = Message(created_at=now, status_at=now, language=get_language())
    letter.name, letter.email, letter.text = data["name"], data["email"], data["message"]
    letter.network_hash = network.hash_of(request, now)
    if subject := about.find(data["about"], now):
        letter.about_type, letter.about_id = subject.kind, subject.id
        letter.about_title = subject.title[:300]
    if stamp := stamps.read(data["stamp"], now):
        letter.stamp_nonce = stamp.nonce
    content = "\0".join((letter.email.casefold(), letter.name, letter.text))
    letter.digest = salted_hmac("spacenews.contact.digest", content, algorithm="sha256").hexdigest()
    return letter


def one_at_a_time(now: datetime) -> None:
    """Wait for whoever is storing a letter: two clicks side by side would not see each other's on PostgreSQL.

    The row of a counter is the turnstile: it is held until the transaction ends.
    """
    counter.hit("contact turnstile", "", ALL_TIME, now)


def unused_reference() -> str:
    while Message.objects.filter(reference=(reference := new_reference())).exists():
        pass
    return reference
