import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from spacenews.pagecache import fragments
from tests import make

pytestmark = pytest.mark.usefixtures("committing")
NOON = datetime(2030, 5, 5, 12, tzinfo=UTC)


class Builder:
    """Returns another text at each call."""

    calls = 0

    def __call__(self) -> str:
        self.calls += 1
        return f"<p>{self.calls}</p>"


@pytest.fixture
def build():
    return Builder()


def get(build, now=NOON, name="widgets", language="en"):
    return fragments.get(name, language, now, build)


def write(**kwargs):
    with transaction.atomic():
        make.claim(**kwargs)


def test_a_fragment_is_built_once(build):
    assert [get(build), get(build), get(build, NOON + timedelta(hours=1))] == ["<p>1</p>"] * 3


def test_each_name_and_language_has_its_own(build):
    shown = [get(build), get(build, language="id"), get(build, name="footer"), get(build)]

    assert shown == ["<p>1</p>", "<p>2</p>", "<p>3</p>", "<p>1</p>"]


def test_what_is_written_to_a_public_table_is_in_the_next_answer(build):
    get(build)
    write()

    assert get(build) == "<p>2</p>"


def test_a_fragment_ends_at_the_next_edge_in_time(build):
    write(public_from=NOON + timedelta(minutes=10))

    moments = [NOON, NOON + timedelta(minutes=9, seconds=59), NOON + timedelta(minutes=10)]
    assert [get(build, moment) for moment in moments] == ["<p>1</p>", "<p>1</p>", "<p>2</p>"]


def test_a_fragment_ends_at_midnight(build):
    assert [get(build, NOON), get(build, NOON + timedelta(hours=12))] == ["<p>1</p>", "<p>2</p>"]


def test_when_the_clock_steps_back_nothing_of_the_time_to_come_is_shown(build):
    write(public_from=NOON)

    assert [get(build, NOON), get(build, NOON - timedelta(seconds=1))] == ["<p>1</p>", "<p>2</p>"]


def test_a_hit_takes_one_statement(build, django_assert_num_queries):
    get(build)

    with django_assert_num_queries(1):
        get(build)


def test_a_transaction_that_moved_the_stamp_neither_reads_nor_fills(build):
    get(build)
    with transaction.atomic():
        write()
        inside = [get(build), get(build)]
        transaction.set_rollback(True)

    assert inside == ["<p>2</p>", "<p>3</p>"]
    assert get(build) == "<p>1</p>"


def test_a_transaction_that_only_read_uses_what_is_kept(build):
    get(build)
    with transaction.atomic():
        assert get(build) == "<p>1</p>"


def test_a_build_that_fails_is_tried_again_by_the_next_reader(build):
    with pytest.raises(ZeroDivisionError):
        get(lambda: 1 / 0)

    assert get(build) == "<p>1</p>"


def test_of_a_burst_of_readers_one_builds(build):
    start, shown = threading.Barrier(5), []

    def slow_build():
        threading.Event().wait(0.1)
        return build()

    def read():
        start.wait()
        shown.append(get(slow_build))
        connection.close()

    threads = [threading.Thread(target=read) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert shown == ["<p>1</p>"] * 5
