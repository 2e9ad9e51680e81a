"""The way from a stored letter to the desk's mailbox: tried until it succeeds, by whichever process is first."""

import logging
import threading
from datetime import datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import close_old_connections
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from spacenews.contact import retention
from spacenews.contact.models import Message, Outbox
from spacenews.pagecache import clock

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # far above what one attempt takes (EMAIL_TIMEOUT)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
woken = threading.Event()


def is_configured() -> bool:
    return bool(settings.DESK_EMAIL and settings.EMAIL_URL)


def send_due(now: datetime) -> tuple[int, int]:
    """Try each mail that is due, once. Return how many went out and how many did not."""
    sent = failed = 0
    for mail in Outbox.objects.due(now).select_related("message"):
        if mail.claim(now, LEASE):
            went = attempt(mail, now)
            sent, failed = sent + went, failed + (not went)
    return sent, failed


def attempt(mail: Outbox, now: datetime) -> bool:
    """Send a claimed mail, or note why not and when to try again."""
    mail.refresh_from_db()
    try:
        written(mail.message).send()
    except (SMTPException, OSError, ValueError) as error:  # ValueError: it cannot be written as a mail
        mail.last_error = f"{type(error).__name__}: {error}"[:300]
        mail.next_at = now + wait_after(mail.attempts)
        logger.warning("Mail of letter %s, attempt %s: %s", mail.message, mail.attempts, type(error).__name__)
    else:
        mail.sent_at, mail.last_error = now, ""
    mail.save(update_fields=["sent_at", "last_error", "next_at"])
    return mail.sent_at is not None


def wait_after(attempts: int) -> timedelta:
    """
    >>> [wait_after(attempts).total_seconds() / 60 for attempts in (1, 2, 3, 100)]
    [1.0, 2.0, 4.0, 240.0]
    """
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)


def written(letter: Message) -> EmailMessage:
    """Return the mail of a letter: from us, to the desk, answered to the visitor; its subject tells nothing of it.

    The Message-ID is the letter's own: should a process die between sending and noting it, mail servers can
    tell that the second is the first.
    """
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        subject=f"[{letter.reference}]",
        body=body_of(letter),
        to=[settings.DESK_EMAIL],
        reply_to=[letter.email],
        headers={"Message-ID": f"<{letter.reference}@{host}>"},
    )


def body_of(letter: Message) -> str:
    """Return the mail's plain text: who and about what, the letter, and where it lies at the desk."""
    path = reverse("admin:contact_message_change", args=[letter.pk])
    with translation.override(settings.DESK_LANGUAGE):
        head = [
            (_("Received"), date_format(localtime(letter.created_at), "DATETIME_FORMAT")),
            (_("From"), ", ".join(filter(None, (letter.name, letter.email)))),
            (_("About"), letter.about_title),
            (_("Language of the form"), letter.get_language_display()),
            (_("At the desk"), settings.SITE_URL + path),
        ]
        lines = [f"{name}: {value}" for name, value in head if value]
    return "\n".join((*lines, "", letter.text, ""))


def start() -> None:
    """Begin to send by itself in this process; for wsgi.py, so that no command ever does."""
    if settings.OUTBOX_EVERY_S:
        threading.Thread(target=run, name="outbox", daemon=True).start()


def wake() -> None:
    """Do not wait for the minute to end: a letter has just been stored."""
    woken.set()


def run() -> None:
    """Send what is due and forget once a day, for as long as the process lives; a fault ends its round alone."""
    forgot_on = None
    while True:
        woken.wait(settings.OUTBOX_EVERY_S)
        woken.clear()
        now = clock.now()
        try:
            one_round(now, forgetting=now.date() != forgot_on)
        except Exception:
            logger.exception("A round of the outbox failed")
        else:
            forgot_on = now.date()


def one_round(now: datetime, *, forgetting: bool) -> None:
    close_old_connections()
    try:
        if is_configured():
            send_due(now)
        if forgetting:
            retention.forget(now)
    finally:
        close_old_connections()
