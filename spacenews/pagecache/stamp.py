"""The content stamp: one number that moves in the same transaction as anything that readers can see.

Lock order everywhere: stamp, article, rest. Public tables are written inside `atomic()` alone.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day

from django.apps import apps as global_apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.signals import connection_created
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from spacenews.pagecache import registry, statements

MOVE = """
    INSERT INTO pagecache_stamp AS held (id, number) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET
    number = CASE WHEN held.number < excluded.number THEN excluded.number ELSE held.number + 1 END
"""
HOLD = "SELECT number FROM pagecache_stamp WHERE id = 1 FOR UPDATE"
READ = "SELECT (SELECT number FROM pagecache_stamp WHERE id = 1), MIN(edge) FROM ({edges}) AS edges"
EDGE = "SELECT MIN({column}) AS edge FROM {table} WHERE {column} > %s"
NO_EDGE = "SELECT NULL AS edge"


SETTLED_S = 0.025  # more than any process trusts a reading (freshness.TRUSTED_S)


@dataclass(frozen=True)
class Reading:
    """What is built from the database since then holds while the stamp has this number, and until the edge.

    Two of one number and one edge are equal: between them nothing changed.
    """

    number: int
    edge: datetime
    since: datetime = field(compare=False)

    def holds(self, now: datetime) -> bool:
        """A clock that was put back may stand before an edge that has passed."""
        return self.since <= now < self.edge


class Committed(threading.local):
    """When this thread last committed a move that nobody has been told of yet, by time.monotonic()."""

    at = 0.0


committed = Committed()


class Move:
    """Stands among a transaction's commit hooks, because Django drops a hook together with its savepoint.

    A savepoint that was not made by `atomic()` takes no hook with it: then the move is no longer sure.
    """

    sure = True

    def __call__(self) -> None:
        committed.at = time.monotonic()


def install() -> None:
    """Watch every connection of this process, from its opening on."""
    registry.public_tables()  # a name that no model has fails here, at the start
    connection_created.connect(watch, dispatch_uid="watch_writes")


def watch(connection, **kwargs) -> None:
    if notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(notice)


def notice(execute, sql, params, many, context):
    """Move the stamp before a statement writes a public table.

    Outside `atomic()` it is given a transaction of its own, save one that SQLite could not end: what a statement
    returns is read after it.
    """
    if sql.startswith("SELECT "):  # as the ORM writes what it reads, which is nearly all
        return execute(sql, params, many, context)
    connection = context["connection"]
    if statements.is_rollback_to_savepoint(sql):
        doubt(connection)
    if statements.written_tables(sql).isdisjoint(registry.public_tables()):
        return execute(sql, params, many, context)
    if connection.in_atomic_block:
        move(connection)
        return execute(sql, params, many, context)
    if settings.STRICT_WRITES or (connection.vendor == "sqlite" and " RETURNING " in sql):
        raise RuntimeError(f"Public tables are written inside atomic() alone: {sql[:120]}")
    with transaction.atomic(using=connection.alias):
        return notice(execute, sql, params, many, context)


def take(using: str = DEFAULT_DB_ALIAS) -> None:
    """Move the stamp and hold its row until the transaction ends: the first lock of whoever may publish."""
    if not connections[using].in_atomic_block:
        raise RuntimeError("take() stands inside atomic().")
    move(connections[using])


def hold(using: str = DEFAULT_DB_ALIAS) -> None:
    """Hold its row until the transaction ends and leave the number: for who writes nothing that readers can tell.

    On SQLite a transaction holds the whole database from its beginning.
    """
    if not connections[using].in_atomic_block:
        raise RuntimeError("hold() stands inside atomic().")
    if connections[using].features.has_select_for_update:
        with connections[using].cursor() as cursor:
            cursor.execute(HOLD)


def moved(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Say whether the open transaction may have moved the stamp: nobody else sees its number yet."""
    return any(True for _ in moves(connections[using]))


def move(connection) -> None:
    """Give the stamp a number that it never had, once in a transaction."""
    if any(done.sure for done in moves(connection)):
        return
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [unused_number()])
    transaction.on_commit(Move(), using=connection.alias)


def settle() -> None:
    """Wait until every process knows what this thread has committed: to be done before anybody is told of it."""
    if committed.at:
        time.sleep(max(0.0, committed.at + SETTLED_S - time.monotonic()))
        committed.at = 0.0


def moves(connection):
    return (hook for _, hook, _ in connection.run_on_commit if isinstance(hook, Move))


def doubt(connection) -> None:
    for done in moves(connection):
        done.sure = False


def unused_number() -> int:
    """The microsecond: also above all numbers that a restored backup or an emptied table has forgotten."""
    return time.time_ns() // 1000


def renew(using: str, apps=global_apps, **kwargs) -> None:
    """Write the row after a migration, whose statements may have changed anything."""
    if "stamp" in apps.all_models["pagecache"]:  # else its own table is not there yet
        with transaction.atomic(using=using):
            move(connections[using])


def read(now: datetime, using: str = DEFAULT_DB_ALIAS) -> Reading:
    """Read the number and the next edge in one statement; to be called before a page's first query."""
    connection = connections[using]
    moments = [connection.ops.adapt_datetimefield_value(now)] * len(registry.edges())
    with connection.cursor() as cursor:
        cursor.execute(READ.format(edges=edges_sql(connection)), moments)
        number, edge = cursor.fetchone()
    midnight = next_midnight(now)
    return Reading(number or 0, min(_aware(edge), midnight) if edge else midnight, since=now)


def edges_sql(connection) -> str:
    quote = connection.ops.quote_name
    names = [(quote(edge.column), quote(edge.model._meta.db_table)) for edge in registry.edges()]
    return " UNION ALL ".join(EDGE.format(column=column, table=table) for column, table in names) or NO_EDGE


def _aware(moment: datetime | str) -> datetime:
    """SQLite answers the smallest moment as text, in UTC."""
    return parse_datetime(moment).replace(tzinfo=UTC) if isinstance(moment, str) else moment


def next_midnight(now: datetime) -> datetime:
    """The site's day ends there: windows of days and the date in the page's head change."""
    zone = timezone.get_default_timezone()
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time_of_day.min, zone).astimezone(UTC)
