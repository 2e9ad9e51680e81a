"""What the desk can do with a letter, as one table: the buttons, their rights, and where they stand."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from spacenews.contact.models import Message

NEW, OPEN, CLOSED, SPAM = Message.Status.NEW, Message.Status.OPEN, Message.Status.CLOSED, Message.Status.SPAM


class Verb(NamedTuple):
    label: str
    done: str  # for the log: never a word of the letter
    before: tuple[Message.Status, ...]  # the states in which its button stands
    after: Message.Status
    act: Callable[[Message, object, datetime], bool]
    permission: str = "contact.answer_message"


VERBS: dict[str, Verb] = {
    "open": Verb(_("Mark as read"), _("Opened"), (NEW,), OPEN, lambda letter, by, at: letter.open(at=at)),
    "answer": Verb(
        _("Mark as answered"),
        _("Answered by mail"),
        (NEW, OPEN),
        CLOSED,
        lambda letter, by, at: letter.answer(by=by, at=at),
    ),
    "close": Verb(
        _("Close without an answer"),
        _("Closed"),
        (NEW, OPEN),
        CLOSED,
        lambda letter, by, at: letter.close(at=at),
    ),
    "reopen": Verb(
        _("Open again"), _("Opened again"), (CLOSED,), OPEN, lambda letter, by, at: letter.reopen(at=at)
    ),
    "spam": Verb(
        _("Spam"),
        _("Marked as spam"),
        (NEW, OPEN, CLOSED),
        SPAM,
        lambda letter, by, at: letter.mark_spam(at=at),
    ),
    "not-spam": Verb(
        _("Not spam"),
        _("Marked as no spam"),
        (SPAM,),
        OPEN,
        lambda letter, by, at: letter.mark_not_spam(at=at),
    ),
    "erase": Verb(
        _("Erase for good"),
        _("Erased"),
        (NEW, OPEN, CLOSED, SPAM),
        CLOSED,
        lambda letter, by, at: letter.erase(at=at),
        "contact.erase_message",
    ),
}


def offered(letter: Message, user) -> dict[str, Verb]:
    """Return the verbs that make sense for a letter now and that this person may use."""
    if letter.erased_at:
        return {}
    return {
        name: verb
        for name, verb in VERBS.items()
        if letter.status in verb.before and user.has_perm(verb.permission)
    }
