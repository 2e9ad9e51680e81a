"""A statement that found SQLite locked does not hold its connection when another thread collects garbage."""

import gc
import threading
import time

import pytest
from django.db import OperationalError, connection, transaction

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


class Waiter:
    """A thread whose statement fails on the lock, is left as garbage in a cycle, and which then waits for the lock."""

    def __init__(self):
        self.again = threading.Event()
        self.waited = None
        self.thread = threading.Thread(target=self.run)

    def run(self):
        cycle = []
        try:
            self.begin(patience_ms=0)
        except OperationalError as error:
            cycle += [cycle, error]
        del cycle
        self.again.set()
        try:
            self.begin(patience_ms=5_000)
        finally:
            self.waited = time.monotonic()
            connection.close()

    def begin(self, patience_ms: int):
        connection.ensure_connection()
        connection.connection.execute(f"PRAGMA busy_timeout = {patience_ms}")
        with transaction.atomic():
            pass


def test_who_holds_the_lock_and_collects_the_garbage_of_who_waits_for_it_need_not_wait():
    waiter = Waiter()
    with transaction.atomic():
        gc.disable()
        try:
            waiter.thread.start()
            waiter.again.wait()
            time.sleep(0.2)
            gc.collect()
        finally:
            gc.enable()
        collected = time.monotonic()
    waiter.thread.join()

    assert collected < waiter.waited
