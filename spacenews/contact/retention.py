"""What is kept no longer than the privacy page says."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from spacenews.contact.models import Message
from spacenews.limits import counter

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def forget(now: datetime) -> dict[str, int]:
    """Delete letters and networks whose time is over, and counts of days gone by; return how many of each.

    A letter's time runs from when it came into its state.
    """
    spam = Message.objects.left_in(Message.Status.SPAM, _before("spam", now))
    closed = Message.objects.left_in(Message.Status.CLOSED, _before("closed", now))
    networks = Message.objects.filter(created_at__lt=_before("network", now)).exclude(network_hash="")
    with transaction.atomic():
        counter.forget(now - timedelta(days=1))
        return {"spam": _delete(spam), "closed": _delete(closed), "network": networks.update(network_hash="")}


def _before(kind: str, now: datetime) -> datetime:
    """Return before when a thing of this kind is over; never, where 0 days were set."""
    days = settings.RETENTION_DAYS[kind]
    return now - timedelta(days=days) if days else BEGINNING


def _delete(over) -> int:
    return over.delete()[1].get("contact.Message", 0)
