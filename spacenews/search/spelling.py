"""How far one spelling is from another. Pure functions."""

from collections.abc import Iterable

from spacenews.search.learning import slips_of

SHORTEST, FAR = 4, 8  # letters of a word that is forgiven one slip, and of one that is forgiven two
LONGEST = 20  # letters: of longer words not all keys of two slips are made


def reach(word: str) -> int:
    """Return how many slips a word may have."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < FAR else 2


def keys_of(word: str) -> set[str]:
    """Return the slips under which words near to this one are kept: with one letter left out, of a long word two."""
    keys = set(slips_of(word))
    if FAR <= len(word) <= LONGEST:
        keys |= {key for shorter in slips_of(word) for key in slips_of(shorter)}
    return keys


def nearest(word: str, uses: dict[str, int]) -> list[str]:
    """Return the words within reach: the nearest first, then those that begin alike, then the most used."""
    slips = {other: distance(word, other) for other in uses if abs(len(other) - len(word)) <= reach(word)}
    near = (other for other in slips if slips[other] <= reach(word))
    return sorted(near, key=lambda other: (slips[other], other[0] != word[0], -uses[other], other))


def distance(one: str, other: str) -> int:
    """Return how many letters are left out, put in, exchanged, or swapped with their neighbours.

    >>> distance("zuque", "zhuque"), distance("galatic", "galactic"), distance("orbti", "orbit")
    (1, 1, 1)
    """
    before, row = [], list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        older, before, row = before, row, [place]
        for at, facing in enumerate(other, 1):
            slips = min(before[at] + 1, row[-1] + 1, before[at - 1] + (letter != facing))
            if place > 1 and at > 1 and (letter, one[place - 2]) == (other[at - 2], facing):
                slips = min(slips, older[at - 2] + 1)
            row.append(slips)
    return row[-1]


def halves_of(word: str, shortest: int) -> Iterable[tuple[str, str]]:
    """Return the pairs of words that were glued to this one."""
    return [(word[:place], word[place:]) for place in range(shortest, len(word) - shortest + 1)]
