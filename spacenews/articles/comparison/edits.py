"""What to take away and to put in to make one list of another: the shortest way (E. Myers, 1986), bounded."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import takewhile


@dataclass
class Work:
    """How many steps comparing may still take, some millions a second; whoever has none left says "all changed"."""

    left: int = 500_000

    def take(self, steps: int) -> bool:
        """Take steps from what is left, if they are no more than half of it: one place leaves enough for the others."""
        if steps > self.left // 2:
            return False
        self.left -= steps
        return True


@dataclass(frozen=True)
class Run:
    """A stretch of both lists: the same in both, or what stands in one in place of what stands in the other."""

    same: bool
    old: slice
    new: slice


def runs(old: Sequence[Hashable], new: Sequence[Hashable], work: Work) -> list[Run]:
    """Return the stretches in order; one of equals is followed by one of others."""
    head = _alike(zip(old, new, strict=False))
    rest = min(len(old), len(new)) - head
    tail = min(rest, _alike(zip(reversed(old), reversed(new), strict=False)))
    ends = len(old) - tail, len(new) - tail
    inner = _pairs(old[head : ends[0]], new[head : ends[1]], work)
    pairs = [(place, place) for place in range(head)]
    pairs += [(head + a, head + b) for a, b in inner]
    pairs += [(ends[0] + place, ends[1] + place) for place in range(tail)]
    return _runs(pairs, len(old), len(new))


def _alike(pairs) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _runs(pairs: list[tuple[int, int]], olds: int, news: int) -> list[Run]:
    found, start = [], (0, 0)  # the start of the stretch that is open
    a = b = 0  # behind the last equal pair
    for i, j in [*pairs, (olds, news)]:
        if (i, j) == (a, b) and i < olds and j < news:
            a, b = i + 1, j + 1
            continue
        if (a, b) > start:
            found.append(Run(True, slice(start[0], a), slice(start[1], b)))
        if (i, j) > (a, b):
            found.append(Run(False, slice(a, i), slice(b, j)))
        start, (a, b) = (i, j), (i + 1, j + 1)
    return found


def _pairs(old: Sequence, new: Sequence, work: Work) -> list[tuple[int, int]]:
    """Return the places of equals, in order; none where finding them takes more than may be done."""
    reach, steps, limit = {1: 0}, [], work.left // 2
    for edits in range(len(old) + len(new) + 1):
        steps.append(reach.copy())
        for diagonal in range(-edits, edits + 1, 2):
            a = _start(reach, diagonal, edits)
            begun = a
            while a < len(old) and a - diagonal < len(new) and old[a] == new[a - diagonal]:
                a += 1
            reach[diagonal] = a
            limit -= 1 + a - begun
            if a >= len(old) and a - diagonal >= len(new):
                work.left -= work.left // 2 - limit
                return _back(steps, len(old), len(new))
        if limit < 0:
            work.left -= work.left // 2
            return []
    return []


def _start(reach: dict[int, int], diagonal: int, edits: int) -> int:
    """Return how far a diagonal is reached by one more edit from its neighbours."""
    if _from_above(reach, diagonal, edits):
        return reach[diagonal + 1]
    return reach[diagonal - 1] + 1


def _from_above(reach: dict[int, int], diagonal: int, edits: int) -> bool:
    return diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])


def _back(steps: list[dict[int, int]], a: int, b: int) -> list[tuple[int, int]]:
    pairs = []
    for edits in range(len(steps) - 1, -1, -1):
        reach, diagonal = steps[edits], a - b
        before = diagonal + 1 if _from_above(reach, diagonal, edits) else diagonal - 1
        from_a, from_b = reach[before], reach[before] - before
        while a > from_a and b > from_b:
            a, b = a - 1, b - 1
            pairs.append((a, b))
        a, b = from_a, from_b
    return pairs[::-1]
