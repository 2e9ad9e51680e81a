"""On SQLite a statement that failed is let go of at once, not when its error is collected as garbage.

Letting go of it needs its connection. Whoever holds the write lock and happens to collect the garbage of another
thread would wait for that thread's connection, which waits for the write lock, until its patience of some seconds ends.
"""

from django.db import OperationalError
from django.db.backends.signals import connection_created


def install() -> None:
    connection_created.connect(watch, dispatch_uid="let_go_of_failed_statements")


def watch(connection, **kwargs) -> None:
    if connection.vendor == "sqlite" and let_go not in connection.execute_wrappers:
        connection.execute_wrappers.append(let_go)


def let_go(execute, sql, params, many, context):
    """Close the cursor of a statement that failed, as one that found the database locked: it serves for no other."""
    try:
        return execute(sql, params, many, context)
    except OperationalError:
        context["cursor"].close()
        raise
