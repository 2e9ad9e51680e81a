from datetime import UTC, datetime, timedelta

from django.utils import timezone

from spacenews.pagecache import clock as site_clock

NOON = datetime(2030, 5, 5, 12, tzinfo=UTC)
MOMENT = timedelta(seconds=5)


def test_the_clock_goes_on_from_where_it_is_set(clock):
    clock.set(NOON)
    first = site_clock.now()

    assert NOON <= first <= site_clock.now() < NOON + MOMENT


def test_the_clock_is_moved_forward(clock):
    clock.set(NOON)
    clock.forward(minutes=1)

    assert NOON <= site_clock.now() - timedelta(minutes=1) < NOON + MOMENT


def test_without_being_moved_it_says_what_time_it_is():
    assert abs(site_clock.now() - timezone.now()) < MOMENT
