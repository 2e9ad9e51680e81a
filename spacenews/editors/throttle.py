"""How often somebody may try to sign in: counted before the password is looked at, so that guesses made
side by side count too, and by the name as typed, so that a name that exists waits no longer than one that does not.
"""

import math
import unicodedata
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from spacenews.limits import counter, network

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
# Who goes on guessing waits longer: in each of these windows so many times the limit may be tried.
ACCOUNT_WINDOWS = ((15 * MINUTE, 1), (HOUR, 2), (4 * HOUR, 3), (DAY, 4))
NETWORK_WINDOW = 15 * MINUTE


def wait_minutes(request: HttpRequest, name: str, now: datetime) -> int:
    """Count one attempt and return for how many minutes none is heard; 0 when this one is.

    By account and network, so that nobody locks the owner out from elsewhere, and by network alone.
    """
    account, alone = settings.LIMITS["sign_in_account"], settings.LIMITS["sign_in_network"]
    here = network.hash_of(request, now)
    key = f"{here} {folded(name)}"
    rules = [("sign-in account", key, period_s, account * times) for period_s, times in ACCOUNT_WINDOWS]
    rules.append(("sign-in network", here, NETWORK_WINDOW, alone))
    with transaction.atomic():
        waits = [
            _wait(f"{rule} {period_s}", key, period_s, limit, now) for rule, key, period_s, limit in rules
        ]
    return max(waits)


def _wait(name: str, key: str, period_s: int, limit: int, now: datetime) -> int:
    if not limit or counter.hit(name, key, period_s, now) <= limit:
        return 0
    end = counter.window_of(now, period_s) + timedelta(seconds=period_s)
    return math.ceil((end - now).total_seconds() / MINUTE)


def folded(name: str) -> str:
    """
    >>> folded("  EdiTor ") == folded("ｅｄｉｔｏｒ") == "editor"
    True
    """
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
