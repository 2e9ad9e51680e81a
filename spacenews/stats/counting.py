"""The round in which each server process writes what it has counted, and deletes what is kept no longer."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate

from spacenews import rounds
from spacenews.pagecache import clock
from spacenews.stats import violations, visits
from spacenews.stats.models import Referrals, Views, Violations

FAULT = "What was read could not be written; it is kept for the next round"
MOST_REFERRALS, MOST_VIOLATIONS = 2_000, 500  # rows of a day; those with the fewest readers go
VIOLATIONS_KEPT = timedelta(days=30)
MOST_FORGOTTEN = 5_000  # rows, in one round


def start() -> None:
    """Begin to write by itself in this process, and at its end; for wsgi.py, so that no command ever does."""
    rounds.start("counting", settings.COUNT_EVERY_S, write_and_forget, FAULT, at_end=True)


def write_and_forget() -> None:
    now = clock.now()
    visits.write(now)
    violations.write(now)
    forget(now)


def forget(now: datetime) -> None:
    """Delete what is too old, and of today what is too much: some thousand rows in a round."""
    today = localdate(now)
    drop(Referrals.objects.filter(day=today).order_by("-times", "pk")[MOST_REFERRALS:])
    drop(Violations.objects.filter(day=today).order_by("-times", "pk")[MOST_VIOLATIONS:])
    drop(Violations.objects.filter(day__lt=today - VIOLATIONS_KEPT))
    if settings.KEEP_VIEWS_DAYS:
        oldest = today - timedelta(days=settings.KEEP_VIEWS_DAYS)
        drop(Views.objects.filter(day__lt=oldest))
        drop(Referrals.objects.filter(day__lt=oldest))


def drop(rows: QuerySet) -> None:
    if pks := list(rows.values_list("pk", flat=True)[:MOST_FORGOTTEN]):
        rows.model.objects.filter(pk__in=pks).delete()
