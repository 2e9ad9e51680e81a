"""A database that cannot serve just now is told apart from a fault of ours: 503, not 500."""

import sqlite3
import sys

from django.db import InterfaceError, OperationalError

NOTED = "spacenews.outage"
SQLITE_OUTAGES = tuple(
    f"SQLITE_{name}" for name in ("BUSY", "LOCKED", "FULL", "READONLY", "CANTOPEN", "IOERR")
)
# Classes of SQLSTATE: connection, resources, operator intervention (which holds the statement timeout), lock
# not available, deadlock and its kin. Without a state nobody answered at all.
POSTGRESQL_OUTAGES = ("08", "53", "57", "55P03", "40")


def note(sender, request=None, **kwargs) -> None:
    """Leave word for the WSGI layer, which Django's answer of 500 does not tell why."""
    if request is not None and is_outage(sys.exc_info()[1]):
        request.META[NOTED] = True


def is_outage(error: BaseException | None) -> bool:
    """Say whether trying again may help: locked longer than the busy timeout, down, disk full, read-only."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if isinstance(error.__cause__, sqlite3.Error):
        return getattr(error.__cause__, "sqlite_errorname", "").startswith(SQLITE_OUTAGES)
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(POSTGRESQL_OUTAGES)
