"""A text as words with what stands between them. Pure functions; whatever is compared is folded here."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from spacenews.articles.mentions.han import SIMPLIFIED

# Kana and Han: written without spaces, so every sign is a word of its own.
UNSPACED = (
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+|&")
HYPHENS = re.compile("[\u2010-\u2015\u2212]")
APOSTROPHES = re.compile("[\u2018\u2019\u02bc]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # soft hyphens and joints of no width
# Behind these and before them a dot or a comma may stand or not: "Co., Ltd", "ispace inc.".
COMPANY = {"co", "corporation", "incorporated", "limited", "llc", "plc", "pt", "sa", "tbk"}
# These a text leaves out; a corporation is one.
LEGAL = {"co", "corp", "inc", "incorporated", "limited", "llc", "ltd", "plc", "pt", "sa", "tbk"}
# What is written in two ways is one word.
SPELLED = {
    **{"corp": "corporation", "inc": "incorporated", "ltd": "limited"},
    **{"organisation": "organization", "centre": "center", "programme": "program", "defence": "defense"},
}
SPACES = re.compile(r"\s+")
LONGEST_GAP = 20
BARRIER = "\ufffc"  # stands for what is left out of a text: no name goes on across it


class Word(NamedTuple):
    """A word of a text at `start` to `end`; `key` is how it is compared, together with what parts it from the last."""

    said: str
    folded: str
    gap: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return self.gap + self.folded


def normal(text: str) -> str:
    """Return a text in which the places of words count: full width and half width are one."""
    return text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def words(text: str) -> list[Word]:
    """Take a text that is `normal` apart.

    >>> [word.key for word in words("LandSpace’s i‑Space, 蓝箭")]
    ['landspace', "'s", ' i', '-space', ', 蓝', '箭']
    """
    found, end, before = [], 0, ""
    for chunk in WORD.finditer(text):
        start = chunk.start()
        said = "and" if chunk[0] == "&" else chunk[0]
        folded = alike(said)
        gap = text[end:start]
        if gap and gap != " ":
            gap = kept(gap, before, folded)
        found.append(Word(said, folded, gap, start, chunk.end()))
        end, before = chunk.end(), folded
    return found


def alike(said: str) -> str:
    """Return a word as it is compared: without case, in one spelling, and a Han sign simplified."""
    if said.isascii():
        low = said.lower()
        return SPELLED.get(low, low)
    return SIMPLIFIED.get(said) or said.casefold()


def kept(gap: str, before: str, after: str) -> str:
    """Return what parts two words as it is compared; a comma before "and" may stand or not."""
    if after == "and" and gap == ", ":
        return " "
    gap = parting(gap) if len(gap) < LONGEST_GAP else BARRIER
    return gap.replace(".", "").replace(",", "") if before in COMPANY or after in COMPANY else gap


@lru_cache(maxsize=1024)
def parting(gap: str) -> str:
    return SPACES.sub(" ", HYPHENS.sub("-", APOSTROPHES.sub("'", gap)))
