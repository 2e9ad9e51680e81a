"""Pieces of HTML that many pages share, kept in the memory of each process."""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from spacenews.pagecache import freshness, stamp
from spacenews.pagecache.stamp import Reading

held: dict[tuple[str, str], "Fragment"] = {}
locks: dict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)


@dataclass(frozen=True)
class Fragment:
    html: str
    reading: Reading


class Fragments:
    """What one page takes of them, in one language: on one reading, the request's or that of the first asked for."""

    def __init__(self, language: str, now: datetime):
        self.language, self.now = language, now

    @cached_property
    def reading(self) -> Reading:
        return freshness.of_request(self.now)

    def get(self, name: str, build: Callable[[], str]) -> str:
        """Return the HTML of `build()`, made once until the content or the next edge in time changes it.

        A transaction that moved the stamp sees what nobody else may see: it builds for itself.
        """
        if stamp.moved():
            return build()
        key, reading = (name, self.language), self.reading
        with locks[key]:  # of a burst of readers one builds, the others wait for it
            fragment = held.get(key)
            if fragment is None or fragment.reading != reading:
                fragment = held[key] = Fragment(build(), reading)
        return fragment.html


def get(name: str, language: str, now: datetime, build: Callable[[], str]) -> str:
    return Fragments(language, now).get(name, build)


def clear() -> None:
    held.clear()
