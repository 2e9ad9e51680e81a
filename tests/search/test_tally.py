"""What was searched is counted, and who searched is not."""

import datetime as dt
import logging
import threading

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from spacenews import rounds
from spacenews.pagecache import clock as site_clock
from spacenews.pagecache import stamp
from spacenews.pagecache.statements import written_tables
from spacenews.search import tally
from spacenews.search.models import Asked
from spacenews.search.tally import Tally
from spacenews.search.text import folded
from tests import make

SEPTEMBER, OCTOBER, NOVEMBER = (dt.date(2026, month, 1) for month in (9, 10, 11))
pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(settings, clock, monkeypatch):
    """Return what asks a query, so many times by the same network, a minute after each other."""
    settings.TALLY_EVERY_S = 60
    clock.set(dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC))
    monkeypatch.setattr(tally, "tally", Tally())

    def ask(typed: str, times: int = 1, *, found: bool = True) -> None:
        for _time in range(times):
            clock.forward(minutes=1)
            tally.count(folded(typed), typed, found, "192.0.2.0/24")

    return ask


def counted() -> list[tuple]:
    return [(count.text, count.times, count.empty) for count in tally.tally.counts.values()]


def written() -> list[tuple]:
    tally.tally.write(site_clock.now())
    return list(Asked.objects.values_list("month", "text", "times", "empty").order_by("month", "-times"))


class Fault:
    """A disk that is full from the given writing of counts on."""

    def __init__(self, at: int = 1):
        self.left = at

    def __call__(self, execute, sql, params, many, context):
        self.left -= (writes := "INTO search_asked" in sql)
        if writes and self.left <= 0:
            raise OperationalError("disk full")
        return execute(sql, params, many, context)


def test_the_words_of_a_query_are_kept_from_its_third_asking_on(ask):
    ask("Methane", times=2)
    assert written() == [(NOVEMBER, "", 2, 0)]

    ask("methane!", found=False)
    assert written() == [(NOVEMBER, "methane!", 3, 1)]

    ask("METHANE")
    assert written() == [(NOVEMBER, "methane!", 4, 1)]


def test_three_askings_between_two_writings_keep_the_words_at_once(ask):
    ask("methane", times=3)

    assert written() == [(NOVEMBER, "methane", 3, 0)]


def test_every_month_begins_anew(ask, clock):
    ask("methane", times=2)
    clock.set(dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    ask("methane")

    assert written() == [(NOVEMBER, "", 2, 0), (dt.date(2026, 12, 1), "", 1, 0)]


def test_the_month_is_that_of_the_sites_zone(ask, clock, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    clock.set(dt.datetime(2026, 10, 31, 17, 30, tzinfo=dt.UTC))
    ask("methane")

    assert written() == [(NOVEMBER, "", 1, 0)]


def test_the_counts_of_two_processes_add_up(ask, monkeypatch):
    ask("methane", times=2)
    ask("zhuque", found=False)
    written()
    monkeypatch.setattr(tally, "tally", Tally())
    ask("methane")

    assert written() == [(NOVEMBER, "methane", 3, 0), (NOVEMBER, "", 1, 1)]


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_the_same_moment_lose_nothing(ask):
    tallies = [Tally() for _process in range(4)]
    for process in tallies:
        for number in range(20):
            process.add([tally.Count(NOVEMBER, f"key {number}", f"query {number}", 1, 0)])

    def write(process: Tally) -> None:
        process.write(site_clock.now())
        connection.close()

    threads = [threading.Thread(target=write, args=[process]) for process in tallies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(Asked.objects.values_list("times", flat=True)) == {4}
    assert Asked.objects.exclude(text="").count() == 20


def test_threads_that_count_at_the_same_moment_lose_nothing(settings, monkeypatch):
    settings.TALLY_EVERY_S = 60
    monkeypatch.setattr(tally, "tally", Tally())

    def ask(network: int) -> None:
        for number in range(200):
            tally.count(f"query {number}", f"query {number}", True, f"network {network}")

    threads = [threading.Thread(target=ask, args=[network]) for network in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {times for _text, times, _empty in counted()} == {8}


def test_one_network_counts_once_a_minute(ask, clock):
    ask("methane")
    for network in ("192.0.2.0/24", "192.0.2.0/24", "198.51.100.0/24"):
        tally.count("methane", "methane", True, network)
    assert counted() == [("methane", 2, 0)]

    clock.forward(minutes=1)
    tally.count("methane", "methane", True, "192.0.2.0/24")
    assert counted() == [("methane", 3, 0)]


def test_who_asked_is_forgotten_with_the_minute(ask, clock):
    ask("methane")
    assert "192.0.2.0/24" in repr(vars(tally.tally))

    clock.forward(minutes=1)
    written()

    assert "192.0.2.0/24" not in repr(vars(tally.tally))


def test_what_could_not_be_written_is_kept_for_the_next_try(ask):
    ask("methane", times=2)

    with connection.execute_wrapper(Fault()), pytest.raises(OperationalError):
        written()
    ask("methane", found=False)

    assert counted() == [("methane", 3, 1)]
    assert written() == [(NOVEMBER, "methane", 3, 1)]
    assert counted() == []


def test_what_was_written_before_a_fault_is_not_written_twice(ask, monkeypatch):
    monkeypatch.setattr(tally, "BATCH", 1)
    ask("first")
    ask("second")

    with connection.execute_wrapper(Fault(at=2)), pytest.raises(OperationalError):
        written()

    assert counted() == [("second", 1, 0)]
    assert [times for _month, _text, times, _empty in written()] == [1, 1]


def test_a_round_that_fails_is_logged_and_ends_no_process(ask, caplog):
    ask("a secret of somebody")

    with connection.execute_wrapper(Fault()), caplog.at_level(logging.ERROR):
        rounds.once(tally.write_and_forget, tally.FAULT)

    assert "kept for the next round" in caplog.text
    assert "secret" not in caplog.text
    assert counted() == [("a secret of somebody", 1, 0)]


def test_counting_asks_the_database_nothing(ask, django_assert_num_queries):
    with django_assert_num_queries(0):
        ask("methane", times=3)


def test_a_page_of_results_counts_in_memory_and_writes_nothing(ask, client):
    make.published(headline="Methane first")

    with CaptureQueriesContext(connection) as context:
        client.get("/search/", {"q": "methane"})
        client.get("/search/", {"q": "nothing of the kind"})

    assert [query["sql"] for query in context if written_tables(query["sql"])] == []
    assert counted() == [("methane", 1, 0), ("nothing of the kind", 1, 1)]


@pytest.mark.parametrize("more", [{"page": "2"}, {"sort": "date"}, {"lang": "en"}])
def test_turning_pages_narrowing_and_ordering_ask_nothing_new(ask, client, more):
    for _number in range(11):
        make.published(headline="Methane first")

    client.get("/search/", {"q": "methane", **more})

    assert counted() == []


def test_writing_moves_no_stamp(ask, clock):
    ask("methane", times=3)
    before = stamp.read(clock.now()).number

    written()
    tally.forget(clock.now() + dt.timedelta(days=800))

    assert not Asked.objects.exists()
    assert stamp.read(clock.now()).number == before


def test_memory_is_bounded_and_the_rarest_go_first(ask, monkeypatch):
    monkeypatch.setattr(tally, "MOST_QUERIES", 10)
    ask("often asked", times=3)

    for number in range(100):
        ask(f"query {number}")
        assert len(tally.tally.counts) <= 10

    assert ("often asked", 3, 0) in counted()
    assert ("query 99", 1, 0) in counted()
    assert ("query 0", 1, 0) not in counted()


def test_those_who_ask_within_a_minute_are_bounded_too(ask, monkeypatch):
    monkeypatch.setattr(tally, "MOST_ASKERS", 10)

    for number in range(100):
        tally.count("methane", "methane", True, f"network {number}")

    assert counted() == [("methane", 10, 0)]


def test_a_key_does_not_tell_the_query(ask, settings):
    keys = [tally.key_of("methane", NOVEMBER), tally.key_of("methane", OCTOBER)]
    settings.SECRET_KEY = "another key of another site"
    keys += [tally.key_of("methane", NOVEMBER)]

    assert len(set(keys)) == 3
    assert all(len(key) == 64 for key in keys)

    ask("methane", times=2)
    written()
    assert "methane" not in repr(Asked.objects.values().get())


@pytest.mark.parametrize(
    "typed",
    [
        "ada@example.org",
        "who is ada＠example.org",
        "ada @ example.org",
        "ada@ example.org",
        "ada%40example.org",
        "+62 (0)812 3456 7890",
        "555-1234 office",
        "4111 1111 1111 1111",
        "4111-1111 1111.1111",
        "٠٨١٢٣٤٥٦٧٨",
        "call 0812\u20113456\u2011789",
        "2024 1111 2222 3333",
        "192.168.10.20",
    ],
)
def test_what_looks_like_somebodys_address_or_number_is_not_counted(ask, typed):
    ask(typed, times=3)

    assert counted() == []


@pytest.mark.parametrize(
    "typed",
    [
        "Zhuque-3",
        "launches 2023 2024 2025",
        "after:2024-03-05 before:2024-04-05",
        "2024-03-05 2024/04/06",
        "100 000 satellites",
        "朱雀三号",
        "@landspace",
        "news @landspace 2026",
    ],
)
def test_names_years_and_dates_are_counted(ask, typed):
    ask(typed)

    assert counted() == [(typed, 1, 0)]


@pytest.mark.parametrize("typed", ["", "?!", "   "])
def test_what_holds_no_word_is_not_counted(ask, typed):
    ask(typed)

    assert counted() == []


def test_a_long_or_broken_line_is_kept_as_both_databases_can(ask):
    ask("a\x00\ud800" + "ﷺ" * 500, times=3)

    [(_month, text, times, _empty)] = written()

    assert (len(text), times) == (200, 3)


def test_an_operator_may_switch_it_off(ask, settings):
    settings.TALLY_EVERY_S = 0

    ask("methane")

    assert counted() == []


def row(month: dt.date, text: str = "") -> str:
    key = f"{text} {month}"
    Asked.objects.create(month=month, key=key, text=text, times=3)
    return key


def keys_left(now: dt.datetime) -> list[str]:
    tally.forget(now)
    return list(Asked.objects.values_list("key", flat=True).order_by("pk"))


def test_words_are_kept_for_thirteen_months_and_keys_for_one(clock):
    row(dt.date(2025, 9, 1), "methane")
    row(OCTOBER)
    kept = [row(dt.date(2025, 10, 1), "methane"), row(OCTOBER, "methane"), row(NOVEMBER)]

    assert keys_left(dt.datetime(2026, 11, 30, 23, tzinfo=dt.UTC)) == kept


def test_the_table_is_bounded_and_the_newest_stay(monkeypatch):
    monkeypatch.setattr(tally, "MOST_ROWS", 2)
    kept = [row(NOVEMBER, f"query {number}") for number in range(4)][2:]
    monkeypatch.setattr(tally, "MOST_FORGOTTEN", 3)
    for number in range(6):
        Asked.objects.create(month=NOVEMBER, key=f"key {number}", times=1)
    now = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)

    assert keys_left(now) == [*kept, "key 0", "key 4", "key 5"]
    assert keys_left(now) == [*kept, "key 4", "key 5"]
