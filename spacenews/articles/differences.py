"""Where two texts of one article differ, for the person who must choose."""

import difflib
import re
from dataclasses import dataclass

from spacenews.markup import plain

BLOCK_END = re.compile(
    r"(?<=</p>)|(?<=</h[234]>)|(?<=</li>)|(?<=</tr>)|(?<=</caption>)|(?<=</figure>)|(?<=<hr>)|\n"
)


@dataclass(frozen=True)
class Difference:
    """One field: pairs of what this person wrote and what the other saved, nothing where one of them has nothing."""

    label: str
    pairs: list[tuple[str, str]]


def lines(value) -> list[str]:
    """Return what is compared: the paragraphs of a body, the points of a list, else the text by its lines."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [line for line in BLOCK_END.split(str(value)) if line.strip()]


def pairs(mine, theirs) -> list[tuple[str, str]]:
    """Return the stretches of lines that differ."""
    ours, others = lines(mine), lines(theirs)
    matcher = difflib.SequenceMatcher(None, ours, others, autojunk=False)
    return [readable(ours[a:b], others[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def readable(ours: list[str], others: list[str]) -> tuple[str, str]:
    """Return both as plain words; as markup where nothing but the markup differs."""
    words = tuple("\n".join(map(plain, side)) for side in (ours, others))
    return words if words[0] != words[1] else ("\n".join(ours), "\n".join(others))
