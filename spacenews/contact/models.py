"""Letters from visitors. Stored first, mailed second, dropped never."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another when read aloud
LONGEST_TEXT = 10_000
FIRST_LINE, SECOND_LINE = 60, 120  # characters in the inbox


def new_reference() -> str:
    """Return what a person can say on the telephone, such as SN-7K3F-2Q."""
    code = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"SN-{code[:4]}-{code[4:]}"


def languages():
    return settings.LANGUAGES


class MessageQuerySet(models.QuerySet):
    def but_spam(self):
        return self.exclude(status=Message.Status.SPAM)

    def new(self):
        return self.filter(status=Message.Status.NEW)

    def by(self, email: str):
        """All letters of one address, spam included."""
        return self.filter(email__iexact=email.strip())

    def twins(self, digest: str, since: datetime):
        """The same words from the same address: a double click, or a retry after an answer that got lost."""
        return self.filter(digest=digest, created_at__gt=since)

    def left_in(self, status: str, since: datetime):
        """Letters that came into a state before then and stayed."""
        return self.filter(status=status, status_at__lt=since)

    def newest(self):
        return self.order_by("-created_at", "-pk")


class Message(models.Model):
    class Status(models.TextChoices):
        NEW = "new", _("New")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        SPAM = "spam", _("Spam")

    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    status = models.CharField(_("state"), max_length=6, choices=Status, default=Status.NEW)
    status_at = models.DateTimeField(_("in this state since"))
    created_at = models.DateTimeField(_("received"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("email"), blank=True)
    text = models.TextField(_("message"), max_length=LONGEST_TEXT, blank=True)
    language = models.CharField(_("language of the form"), max_length=10, choices=languages)
    about_type = models.CharField(_("about"), max_length=20, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    about_title = models.CharField(_("about"), max_length=300, blank=True)
    score = models.PositiveSmallIntegerField(_("looks like spam"), default=0)
    reasons = models.JSONField(_("why"), default=list, blank=True)
    network_hash = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    stamp_nonce = models.CharField(max_length=16, blank=True, db_index=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions = ("view",)
        permissions = [
            ("answer_message", _("Can answer, close and sort messages")),
            ("export_message", _("Can export messages")),
            ("erase_message", _("Can erase messages")),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="messages_newest_first"),
            models.Index(fields=["status", "-created_at"], name="messages_by_state"),
        ]

    def __str__(self) -> str:
        """The reference alone: this is what logs, titles and histories print."""
        return self.reference

    @property
    def lines(self) -> tuple[str, str]:
        """Two lines for a list: what the letter is about, else its first words; and the words that follow."""
        words = " ".join(self.text.split())
        if self.erased_at:
            return _("Erased"), ""
        if self.about_title:
            return self.about_title, Truncator(words).chars(SECOND_LINE)
        end = len(words) if len(words) <= FIRST_LINE else words.rfind(" ", 1, FIRST_LINE + 1)
        end = FIRST_LINE if end < 0 else end
        return words[:end], Truncator(words[end:].strip()).chars(SECOND_LINE)

    def open(self, *, at: datetime) -> bool:
        """Mark a new letter as read. Like all verbs here, say whether that changed anything."""
        return self.status == self.Status.NEW and self._become(self.Status.OPEN, at)

    def answer(self, *, by, at: datetime) -> bool:
        """Close the letter as answered, by whom and when."""
        if self.status == self.Status.CLOSED:
            return False
        self.answered_by, self.answered_at = by, at
        return self._become(self.Status.CLOSED, at)

    def close(self, *, at: datetime) -> bool:
        return self._become(self.Status.CLOSED, at)

    def reopen(self, *, at: datetime) -> bool:
        """Take back a closed letter; a tombstone holds nothing to be answered."""
        return self.status == self.Status.CLOSED and not self.erased_at and self._become(self.Status.OPEN, at)

    def mark_spam(self, *, at: datetime) -> bool:
        return not self.erased_at and self._become(self.Status.SPAM, at)

    def mark_not_spam(self, *, at: datetime) -> bool:
        return self.status == self.Status.SPAM and self._become(self.Status.OPEN, at)

    def erase(self, *, at: datetime) -> bool:
        """Leave a tombstone: that there was a letter, when, and what became of it; nothing of who wrote what."""
        if self.erased_at:
            return False
        self.name = self.email = self.text = self.network_hash = self.digest = self.stamp_nonce = ""
        self.reasons, self.erased_at = [], at
        self.status, self.status_at = self.Status.CLOSED, at
        self.mails.all().delete()
        self.save()
        return True

    def _become(self, status: Status, at: datetime) -> bool:
        """Save the letter in a state; say whether that is another than it was in."""
        if self.status == status:
            return False
        self.status, self.status_at = status, at
        self.save()
        return True


class OutboxQuerySet(models.QuerySet):
    def due(self, now: datetime):
        return self.filter(sent_at=None, next_at__lte=now).order_by("next_at", "pk")

    def waiting(self):
        return self.filter(sent_at=None)

    def failing(self):
        """Mails that were tried and did not go out: the desk should know."""
        return self.waiting().filter(attempts__gt=0).exclude(last_error="")


class Outbox(models.Model):
    """A letter's way to the desk's mailbox: made with the letter, in one transaction.

    The mail is written when it is sent, from the letter: what was erased cannot go out.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="mails", verbose_name=_("message"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ()
        indexes = [models.Index(fields=["next_at"], name="mails_to_send", condition=models.Q(sent_at=None))]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.attempts}"

    def claim(self, now: datetime, lease: timedelta) -> bool:
        """Take this mail for one attempt, by one UPDATE, so that of several processes one gets it.

        Until the lease ends it is not due; should the process die in between, it is due again then.
        """
        mine = Outbox.objects.due(now).filter(pk=self.pk)
        return bool(mine.update(next_at=now + lease, attempts=models.F("attempts") + 1))
