"""Room between two batches for whoever else writes."""

import time

from django.db import connection

A_MOMENT_S = 0.12  # SQLite has no queue: who waits for its lock looks again every tenth of a second


def let_in() -> None:
    """Leave SQLite's lock alone for a moment: who takes it again at once keeps all others out, until they give up."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(A_MOMENT_S)
