import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from spacenews.firms.models import Organization, Source
from spacenews.limits.models import Counter
from spacenews.pagecache import clock, registry, stamp
from spacenews.pagecache.models import Stamp
from tests import make

pytestmark = pytest.mark.usefixtures("committing")


def number() -> int:
    return Stamp.objects.get().number


def source(name: str = "a") -> Source:
    return Source(url=f"https://example.org/{name}", title=name, publisher="Example")


@pytest.fixture
def stored():
    with transaction.atomic():
        first = source("stored")
        first.save()
    return first


def moves(statements) -> int:
    return sum("pagecache_stamp" in query["sql"] for query in statements.captured_queries)


def check_that_it_moves(write) -> None:
    before = number()
    with transaction.atomic():
        write()
    assert number() > before


def test_a_saved_row_of_a_public_table_moves_the_stamp():
    check_that_it_moves(source().save)


def test_update_of_a_queryset_moves_the_stamp(stored):
    check_that_it_moves(lambda: Source.objects.update(title="new"))


def test_a_deletion_moves_the_stamp(stored):
    check_that_it_moves(stored.delete)


def test_bulk_create_moves_the_stamp():
    check_that_it_moves(lambda: Source.objects.bulk_create([source("a"), source("b")]))


def test_bulk_create_that_ignores_conflicts_moves_the_stamp(stored):
    check_that_it_moves(lambda: Source.objects.bulk_create([source("stored")], ignore_conflicts=True))


def test_bulk_update_moves_the_stamp(stored):
    check_that_it_moves(lambda: Source.objects.bulk_update([stored], ["title"]))


def test_raw_sql_moves_the_stamp():
    def write():
        with connection.cursor() as cursor:
            cursor.execute("update firms_source set title = 'raw'")

    check_that_it_moves(write)


def test_executemany_moves_the_stamp():
    def write():
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE firms_source SET title = %s WHERE id = %s", [("a", 1), ("b", 2)])

    check_that_it_moves(write)


def test_a_many_to_many_row_of_a_public_table_moves_the_stamp(stored):
    with transaction.atomic():
        claim = make.claim(source=stored)

    check_that_it_moves(lambda: claim.further_sources.add(stored))
    check_that_it_moves(claim.further_sources.clear)


def test_a_private_table_leaves_the_stamp_alone():
    before = number()

    with transaction.atomic():
        person = make.user()
        person.groups.add(Group.objects.create(name="Readers of proofs"))
        Counter.objects.create(name="a", key="b", window=clock.now(), hits=1)
        after = number()
        transaction.set_rollback(True)

    assert after == before


def test_reading_leaves_the_stamp_alone(stored):
    before = number()

    list(Source.objects.all())
    with transaction.atomic():
        list(Source.objects.select_for_update())

    assert number() == before


def test_the_stamp_moves_once_in_a_transaction():
    with CaptureQueriesContext(connection) as statements, transaction.atomic():
        for name in "abc":
            source(name).save()

    assert moves(statements) == 1


def test_the_stamp_moves_in_each_transaction():
    seen = {number()}
    for name in "abc":
        with transaction.atomic():
            source(name).save()
        seen.add(number())

    assert len(seen) == 4


def test_the_move_is_gone_with_its_transaction():
    before = number()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        source().save()
        raise ZeroDivisionError

    assert number() == before
    check_that_it_moves(source().save)


def test_after_a_savepoint_is_rolled_back_the_next_write_moves_the_stamp():
    before = number()
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            source("a").save()
            raise ZeroDivisionError
        inside = number()
        source("b").save()

    assert inside == before
    assert number() > before


def test_after_a_savepoint_made_by_hand_is_rolled_back_the_next_write_moves_the_stamp():
    before = number()
    with transaction.atomic():
        savepoint = transaction.savepoint()
        source("a").save()
        transaction.savepoint_rollback(savepoint)
        assert stamp.moved()
        source("b").save()

    assert number() > before


def test_a_released_savepoint_keeps_the_move():
    with CaptureQueriesContext(connection) as statements, transaction.atomic():
        with transaction.atomic():
            source("a").save()
        source("b").save()

    assert moves(statements) == 1


def test_a_write_that_fails_inside_a_savepoint_leaves_the_rest_of_the_transaction_whole(stored):
    before = number()
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic():
            source("stored").save()
        source("b").save()

    assert Source.objects.count() == 2
    assert number() > before


def test_a_public_table_is_written_inside_atomic_alone():
    with pytest.raises(RuntimeError, match="inside atomic"):
        source().save()

    assert not Source.objects.exists()


def test_on_a_site_a_write_outside_atomic_gets_a_transaction_of_its_own(settings, stored):
    settings.STRICT_WRITES = False
    before = number()

    Source.objects.update(title="new")

    assert number() > before
    assert Source.objects.get().title == "new"
    assert not connection.in_atomic_block


@pytest.mark.sqlite
def test_a_write_outside_atomic_that_sqlite_could_not_end_is_refused_in_words(settings):
    settings.STRICT_WRITES = False

    with pytest.raises(RuntimeError, match="inside atomic"):
        source().save()

    assert not Source.objects.exists()


def test_take_moves_the_stamp_before_anything_is_written():
    before = number()
    with transaction.atomic():
        stamp.take()
        inside = number()
        source().save()

    assert inside > before
    assert number() == inside


def test_take_stands_inside_atomic():
    with pytest.raises(RuntimeError, match="inside atomic"):
        stamp.take()


def test_two_that_take_the_stamp_come_one_after_the_other():
    first_has_it, order = threading.Event(), []

    def second():
        first_has_it.wait()
        with transaction.atomic():
            stamp.take()
            order.append("second")
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        stamp.take()
        first_has_it.set()
        thread.join(0.3)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]


def test_another_reader_sees_the_old_number_until_the_commit():
    before, seen = number(), []

    def read():
        seen.append(stamp.read(clock.now()).number)
        connection.close()

    def read_beside():
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()

    with transaction.atomic():
        source().save()
        read_beside()
    read_beside()

    assert seen == [before, number()]
    assert seen[0] < seen[1]


def test_many_writers_at_once_lose_no_move():
    start, seen, errors = threading.Barrier(6), [], []

    def write(name):
        try:
            start.wait()
            for turn in range(5):
                with transaction.atomic():
                    source(f"{name}{turn}").save()
                    seen.append(number())
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[name]) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert len(set(seen)) == 30
    assert number() == max(seen)


def test_the_row_comes_back_with_a_number_that_it_never_had():
    before = number()
    Stamp.objects.all().delete()

    without = stamp.read(clock.now()).number
    with transaction.atomic():
        source().save()

    assert without == 0
    assert number() > before


def test_migrating_again_moves_the_stamp_and_keeps_one_row():
    before = number()

    call_command("migrate", verbosity=0)

    assert number() > before


def test_the_database_takes_no_second_stamp():
    with pytest.raises(IntegrityError):
        Stamp.objects.create(id=2, number=1)


def test_the_number_grows_even_when_the_machine_s_clock_steps_back():
    Stamp.objects.update(number=2**60)

    check_that_it_moves(source().save)


def test_reading_takes_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        reading = stamp.read(clock.now())

    assert reading.number == number()


def test_the_edge_is_the_nearest_moment_to_come_of_all_tables(stored):
    now = datetime(2030, 5, 5, 12, tzinfo=UTC)
    near, far = now + timedelta(minutes=5, microseconds=7), now + timedelta(hours=1)
    with transaction.atomic():
        for moment in (now - timedelta(hours=1), now, far, None):
            make.claim(source=stored, public_from=moment)
        Organization.objects.create(name="A", slug="a", kind="firm", source=stored, public_from=near)

    assert stamp.read(now).edge == near
    assert stamp.read(near).edge == far


def test_without_a_moment_to_come_the_edge_is_the_next_midnight():
    now = datetime(2030, 5, 5, 12, tzinfo=UTC)

    assert stamp.read(now).edge == datetime(2030, 5, 6, tzinfo=UTC)
    assert stamp.read(datetime(2030, 5, 6, tzinfo=UTC)).edge == datetime(2030, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "midnight"),
    [
        ("Asia/Jakarta", datetime(2030, 5, 5, 16, 59, tzinfo=UTC), datetime(2030, 5, 5, 17, tzinfo=UTC)),
        ("Asia/Jakarta", datetime(2030, 5, 5, 17, tzinfo=UTC), datetime(2030, 5, 6, 17, tzinfo=UTC)),
        # a day of 23 hours: in Berlin the clock skips an hour on 31 March 2030
        ("Europe/Berlin", datetime(2030, 3, 30, 23, tzinfo=UTC), datetime(2030, 3, 31, 22, tzinfo=UTC)),
        # a midnight that does not exist: Beirut skips 00:00 to 01:00 on that day
        ("Asia/Beirut", datetime(2030, 3, 30, 12, tzinfo=UTC), datetime(2030, 3, 30, 22, tzinfo=UTC)),
    ],
)
def test_midnight_is_the_one_of_the_site_s_zone(settings, zone, now, midnight):
    settings.TIME_ZONE = zone

    assert stamp.read(now).edge == midnight


@pytest.mark.parametrize("edge", registry.edges(), ids=lambda edge: f"{edge.model.__name__}.{edge.name}")
def test_the_next_edge_is_found_by_an_index(edge):
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, edge.model._meta.db_table)

    assert any(found["index"] and found["columns"][:1] == [edge.column] for found in constraints.values())
