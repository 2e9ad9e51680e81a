"""CPU time of this process and of the process of PostgreSQL that serves it; wall time says little on a busy machine."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from django.db import connection

NS = 1e-9
ONE_PROCESS = "SET max_parallel_workers_per_gather = 0"  # what helpers use would go uncounted


class Clock:
    """Tells what was used so far, in seconds."""

    def __init__(self):
        self.backend = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(ONE_PROCESS)
                cursor.execute("SELECT pg_backend_pid()")
                self.backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def used(self) -> float:
        own = time.process_time()
        return own + int(self.backend.read_text().split()[0]) * NS if self.backend else own

    def cost_ms(self, work: Callable, *args) -> float:
        before = self.used()
        work(*args)
        return (self.used() - before) * 1000


def warm_ms(clock: Clock, work: Callable, *args) -> float:
    """Return the least of four costs, after one that is not counted: what others do on the machine only adds."""
    work(*args)
    return min(clock.cost_ms(work, *args) for _ in range(4))


def percentiles(costs: list[float]) -> tuple[float, float, float]:
    """Return p50, p95 and the most."""
    points = quantiles(costs, n=20, method="inclusive") if len(costs) > 1 else costs * 20
    return median(costs), points[18], max(costs)
