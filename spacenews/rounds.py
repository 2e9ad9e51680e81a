"""What each server process does beside its requests, again and again."""

import logging
import threading
import time
from collections.abc import Callable
from multiprocessing.util import Finalize

from django.db import close_old_connections

logger = logging.getLogger(__name__)


def start(name: str, every_s: int, work: Callable[[], None], fault: str, *, at_end: bool = False) -> None:
    """Begin in this process, unless it is to be done every 0 seconds; for wsgi.py, so that no command ever does.

    `at_end` does it once more when the process is stopped.
    """
    if every_s:
        threading.Thread(target=run, args=[every_s, work, fault], name=name, daemon=True).start()
    if every_s and at_end:  # granian's worker is forked and skips atexit
        Finalize(None, once, args=[work, fault], exitpriority=0)


def run(every_s: int, work: Callable[[], None], fault: str) -> None:
    while True:
        time.sleep(every_s)
        once(work, fault)


def once(work: Callable[[], None], fault: str) -> None:
    """Do it; what fails is logged and ends its own round alone."""
    close_old_connections()
    try:
        work()
    except Exception:
        logger.exception(fault)
    finally:
        close_old_connections()
