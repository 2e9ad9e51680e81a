"""Abbreviations that a text explains: from then on they mean what it says, whoever else is called so."""

import re
from collections.abc import Iterable, Iterator

from spacenews.articles.mentions.matcher import Hit
from spacenews.articles.mentions.texts import Piece
from spacenews.articles.mentions.words import alike

BEHIND = re.compile(r" \(([A-Z]{2,7})\)")  # Endangered Species Act (ESA)
BEFORE = re.compile(r"\b([A-Z]{2,7}) \(([^()]{8,120})\)")  # ESA (Endangered Species Act)
LONGEST = 120
ENDS = re.compile(r"[.;:!?()]")
LETTERS = re.compile(r"[^\W\d_]+")


def explained(pieces: Iterable[Piece]) -> dict[str, frozenset[str]]:
    """Return the words that each abbreviation stands for, as they are compared.

    >>> found = explained([Piece("body", "The Endangered Species Act (ESA) came first.")])
    >>> sorted(found["ESA"])
    ['act', 'endangered', 'species']
    """
    found = {}
    for short, long in (told for piece in pieces for told in said(piece.text)):
        capitals = [word for word in LETTERS.findall(long) if word[0].isupper()][-len(short) :]
        if "".join(word[0] for word in capitals) == short:
            found[short] = frozenset(map(alike, capitals))
    return found


def said(text: str) -> Iterator[tuple[str, str]]:
    """Yield abbreviations in brackets with what stands before, and those before brackets with what is in these."""
    for match in BEHIND.finditer(text):
        before = text[max(0, match.start() - LONGEST) : match.start()]
        yield match[1], ENDS.split(before)[-1]
    yield from BEFORE.findall(text)


def is_another(hit: Hit, vocabulary: set[str], meanings: dict[str, frozenset[str]]) -> bool:
    """Say whether the text explains an abbreviation by words that are not those of an organization's names."""
    meaning = meanings.get(hit.said[0]) if hit.first == hit.last else None
    return bool(meaning) and 2 * len(meaning & vocabulary) < len(meaning)
