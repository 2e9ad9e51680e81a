"""Whether sources are still there: a few are asked a day, only where the operator has set CHECK_SOURCES.

One that cannot be reached on FAILED_DAYS days in a row is marked gone; the desk alone says that it is there again.
"""

import datetime as dt
import logging
from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet

from spacenews import rounds
from spacenews.firms.models import Source, SourceCheck
from spacenews.firms.sources.asking import Answer, Found, Guard, ask, is_public
from spacenews.firms.sources.gone import mark
from spacenews.pagecache import clock

logger = logging.getLogger(__name__)
FAILED_DAYS = 5
WELL_FOR, AGAIN_AFTER = dt.timedelta(days=30), dt.timedelta(days=1)
A_ROUND, EVERY_S = 10, 3 * 3600
FAULT = "A round of asking for sources failed"


def start() -> None:
    """Begin to ask by itself in this process; for wsgi.py, so that no command ever does."""
    if settings.CHECK_SOURCES:
        rounds.start("sources", EVERY_S, one_round, FAULT)


def one_round() -> None:
    for _asked in check(A_ROUND):
        pass


def check(most: int, *, may_ask: Guard = is_public) -> Iterator[tuple[Source, Answer]]:
    """Ask for at most so many sources that are due, and yield each with the answer; nothing without the setting."""
    if not settings.CHECK_SOURCES:
        return
    today = clock.now().date()
    _begin(today, most)
    for due in list(_due(today).select_related("source")[:most]):
        if _claim(due, today):
            answer = ask(due.source.url, may_ask=may_ask)
            _note(due, answer, today)
            yield due.source, answer


def _begin(today: dt.date, most: int) -> None:
    """Let sources that were never asked for be due, as many as one round asks."""
    new = Source.objects.filter(check_of_address=None, gone_since=None).order_by("pk")[:most]
    checks = [SourceCheck(source=source, next_on=today) for source in new]
    SourceCheck.objects.bulk_create(checks, ignore_conflicts=True)


def _due(today: dt.date) -> QuerySet:
    return SourceCheck.objects.filter(next_on__lte=today, source__gone_since=None).order_by("next_on", "pk")


def _claim(due: SourceCheck, today: dt.date) -> bool:
    """Take it upon this process to ask; another that read the same row comes too late."""
    unclaimed = SourceCheck.objects.filter(pk=due.pk, next_on=due.next_on)
    return bool(unclaimed.update(next_on=today + AGAIN_AFTER))


def _note(due: SourceCheck, answer: Answer, today: dt.date) -> None:
    """Write down what was answered; the source may have been merged meanwhile, and the row be gone with it."""
    is_missing = answer.found is Found.MISSING
    failed_days = due.failed_days + 1 if is_missing else 0
    next_on = today + (AGAIN_AFTER if is_missing else WELL_FOR)
    noted = {"asked_on": today, "answer": answer.words, "next_on": next_on, "failed_days": failed_days}
    SourceCheck.objects.filter(pk=due.pk).update(**noted)
    if failed_days >= FAILED_DAYS and mark(due.source_id, is_gone=True):
        logger.info("Source %s is marked as gone: not there on %s days", due.source_id, failed_days)
