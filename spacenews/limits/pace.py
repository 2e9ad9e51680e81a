"""How often one network may search, counted in the memory of the process: reading never writes."""

import threading
from collections import Counter
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from spacenews.limits import network

MINUTE_S = 60


class Pace:
    """Counts of the minute that runs; those of the one before are dropped with it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.minute, self.asked = 0, Counter()

    def count(self, what: str, who: str, minute: int) -> int:
        with self.lock:
            if minute != self.minute:
                self.minute, self.asked = minute, Counter()
            self.asked[what, who] += 1
            return self.asked[what, who]


pace = Pace()


def wait_s(request: HttpRequest, now: datetime, what: str = "search_minute") -> int:
    """Count a search, or what else has a limit; return how many seconds its network has to wait, 0 for none."""
    return wait_of_s(network.network_of(network.address_of(request)), now, what)


def wait_of_all_s(now: datetime, what: str) -> int:
    """The same for something that has one limit for everybody together."""
    return wait_of_s("", now, what)


def wait_of_s(who: str, now: datetime, what: str) -> int:
    limit = settings.LIMITS[what]
    minute, second = divmod(int(now.timestamp()), MINUTE_S)
    return MINUTE_S - second if limit and pace.count(what, who, minute) > limit else 0
