"""Counts of one process that are not in the table yet."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


class Counts:
    """How often each thing was counted, of bounded size: where it is full, the rarer half goes."""

    def __init__(self, most: int):
        self.most, self.lock = most, threading.Lock()
        self.held = Counter()

    def add(self, times: Mapping) -> None:
        with self.lock:
            self.held.update(times)
            if len(self.held) > self.most:
                self.held = Counter(dict(self.held.most_common(self.most // 2)))

    @contextmanager
    def taken(self) -> Iterator[Counter]:
        """Hand over what is held, to be emptied as it is written; what is left is kept for the next try."""
        with self.lock:
            taken, self.held = self.held, Counter()
        try:
            yield taken
        finally:
            self.add(taken)
