"""What many pages share, kept in the memory of each process: pieces of HTML, and what takes long to count.

All threads are given the same, so nobody changes it.
"""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from spacenews.pagecache import freshness, stamp
from spacenews.pagecache.stamp import Reading

T = TypeVar("T")
held: dict[tuple[str, str], "Fragment"] = {}
locks: dict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)


@dataclass(frozen=True)
class Fragment:
    made: Any
    reading: Reading


class Fragments:
    """What one page takes of them, in one language: on one reading, the request's or that of the first asked for."""

    def __init__(self, language: str, now: datetime):
        self.language, self.now = language, now

    @cached_property
    def reading(self) -> Reading:
        return freshness.of_request(self.now)

    def get(self, name: str, build: Callable[[], T]) -> T:
        """Return what `build()` made, once until the content or the next edge in time changes it.

        A transaction that moved the stamp sees what nobody else may see: it builds for itself.
        """
        if stamp.moved():
            return build()
        key, reading = (name, self.language), self.reading
        with locks[key]:  # of a burst of readers one builds, the others wait for it
            fragment = held.get(key)
            if fragment is None or fragment.reading != reading:
                fragment = held[key] = Fragment(build(), reading)
        return fragment.made


def get(name: str, language: str, now: datetime, build: Callable[[], T]) -> T:
    return Fragments(language, now).get(name, build)


def clear() -> None:
    held.clear()
