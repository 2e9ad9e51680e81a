import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from spacenews.limits import counter
from spacenews.limits.models import Counter, Salt

NOON = datetime(2030, 5, 5, 12, tzinfo=UTC)


def hit(key="a network", now=NOON, name="contact", period_s=60) -> int:
    return counter.hit(name, key, period_s, now)


@pytest.mark.django_db
def test_each_hit_counts_one_more():
    assert [hit(), hit(), hit()] == [1, 2, 3]


@pytest.mark.django_db
def test_names_and_keys_are_counted_apart():
    assert [hit(), hit("another"), hit(name="search"), hit()] == [1, 1, 1, 2]


@pytest.mark.django_db
def test_a_new_window_begins_at_nought():
    moments = [NOON, NOON + timedelta(seconds=59), NOON + timedelta(seconds=60), NOON + timedelta(hours=1)]

    assert [hit(now=moment) for moment in moments] == [1, 2, 1, 1]


@pytest.mark.django_db
def test_a_hit_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        hit()
    with django_assert_num_queries(1):
        hit()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", ["", "x" * 100_000, "a\0b", "\ud800", "北京", "'; DROP TABLE limits_counter; --"]
)
def test_any_text_can_be_a_key(key):
    assert [hit(key), hit(key)] == [1, 2]


@pytest.mark.django_db
def test_the_key_itself_is_not_kept():
    hit("someone@example.org")

    assert "someone" not in Counter.objects.get().key


@pytest.mark.django_db
def test_what_is_old_is_forgotten():
    hit()
    hit(now=NOON + timedelta(hours=2))
    for day in (4, 5):
        Salt.objects.create(day=NOON.date().replace(day=day), value="x")

    counter.forget(NOON + timedelta(hours=1))

    assert [count.window for count in Counter.objects.all()] == [NOON + timedelta(hours=2)]
    assert [salt.day.day for salt in Salt.objects.all()] == [5]


@pytest.mark.django_db(transaction=True)
def test_no_hit_is_lost_and_none_fails_when_many_come_at_once():
    start, counts, errors = threading.Barrier(8), [], []

    def knock():
        try:
            start.wait()
            counts.extend(hit() for _ in range(25))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(counts) == list(range(1, 201))
