"""What was searched is counted, and who searched is not."""

import datetime as dt

import pytest

from spacenews.search import tally
from spacenews.search.models import Asked

NOVEMBER = dt.date(2026, 11, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def counting(settings, clock, monkeypatch):
    """Return what counts a query asked by one network or another, a minute after the one before."""
    settings.TALLY_EVERY_S = 60
    clock.set(dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC))
    monkeypatch.setattr(tally, "tally", tally.Tally())

    def ask(typed: str, *, found: bool = True, who: str = "a", times: int = 1) -> None:
        for _time in range(times):
            clock.forward(minutes=1)
            tally.count(typed.lower(), typed, found, who)

    return ask


def written(clock) -> list[tuple]:
    tally.tally.write(clock.now())
    return list(Asked.objects.values_list("month", "text", "times", "empty").order_by("pk"))


def test_a_query_appears_with_its_third_asking(counting, clock):
    counting("Methane", times=2)
    assert written(clock) == [(NOVEMBER, "", 2, 0)]

    counting("methane", found=False)
    assert written(clock) == [(NOVEMBER, "methane", 3, 1)]
