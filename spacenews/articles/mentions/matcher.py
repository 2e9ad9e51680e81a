"""The names of organizations as one tree of words: what a text costs does not depend on how many there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from spacenews.articles.mentions.han import short_forms
from spacenews.articles.mentions.words import LEGAL, Word, normal, words
from spacenews.firms.models import Name

Match = Name.Match
LEAF = ""  # under it, in the place where names end, stand these names
LEAST_WORDS = 3  # of what a text may mean when it leaves a legal form out
PLURAL, ITS = "s", "nya"  # "two LandSpaces", and Indonesian for "its"
UNIVERSITY, UNIVERSITAS = " University", "Universitas "


class Row(NamedTuple):
    """A name as it is on record; `is_shown` says whether readers may see whose it is, now or at a time that is set."""

    text: str
    match: str
    organization: int
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """A name of an organization, and how it may match."""

    organization: int
    match: str
    words: tuple[str, ...]
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """The words `first` to `last` of a text, and the names that they may be; `said` has no ending that is grammar."""

    names: tuple[Known, ...]
    first: int
    last: int
    said: tuple[str, ...]


def forms(text: str) -> Iterator[list[Word]]:
    """Yield the words of a name, and of what a text may say instead of it."""
    parts = words(text)
    if not parts:
        return
    yield parts
    yield from map(words, short_forms(text) if not text.isascii() else ())
    if text.endswith(UNIVERSITY):
        yield words(UNIVERSITAS + text.removesuffix(UNIVERSITY))
    bare = parts[: max((n for n, part in enumerate(parts, 1) if part.said.lower() not in LEGAL), default=0)]
    if LEAST_WORDS <= len(bare) < len(parts):
        yield bare


def fold_first(name: str) -> str:
    """Return the first word of a rocket's or satellite's name as it is compared."""
    return next((word.folded for word in words(normal(name))), "")


class Matcher:
    """Finds names in words; built once from rows, and from what each organization calls its rockets and satellites."""

    def __init__(self, rows: Iterable[Row | tuple], things: Iterable[tuple[int, list[str]]] = ()):
        self.tree: dict = {}
        self.vocabulary: dict[int, set[str]] = defaultdict(set)  # all words of an organization's names
        for row in rows:
            text, match, organization, is_shown = Row(*row)
            for parts in forms(normal(text)):
                said = tuple(part.said for part in parts)
                self.put(parts, Known(organization, match, said, is_shown))
                self.vocabulary[organization].update(part.folded for part in parts)
        self.things = {owner: {fold_first(name) for name in names} for owner, names in things}

    def put(self, parts: list[Word], name: Known) -> None:
        node = self.tree.setdefault(parts[0].folded, {})
        for part in parts[1:]:
            node = node.setdefault(part.key, {})
        names = node.get(LEAF, ())
        if name not in names:
            node[LEAF] = (*names, name)

    def hits(self, parts: list[Word], may) -> Iterator[Hit]:
        """Yield what is named from the left, each time the longest that `may` be meant: no name lies in another."""
        place = 0
        while place < len(parts):
            hit = next((hit for hit in self.at(parts, place) if may(hit)), None)
            if hit:
                yield hit
            place = hit.last + 1 if hit else place + 1

    def at(self, parts: list[Word], first: int) -> list[Hit]:
        """Return the names that begin at a word, the longest first."""
        found, node, last = [], self.tree, first
        while last < len(parts):
            key = parts[last].key if last > first else parts[last].folded
            found += [] if key in node else self.inflected(node, key, parts, first, last)
            node = node.get(key)
            if node is None:
                break
            if LEAF in node:
                said = tuple(part.said for part in parts[first : last + 1])
                found.append(Hit(node[LEAF], first, last, said))
            last += 1
        return found[::-1]

    @staticmethod
    def inflected(node: dict, key: str, parts: list[Word], first: int, last: int) -> list[Hit]:
        """Return the coined names that end here once an ending of grammar is taken off, and those with an "-nya"."""
        for ending in (PLURAL, ITS):
            names = node.get(key.removesuffix(ending), {}).get(LEAF, ()) if key.endswith(ending) else ()
            names = tuple(name for name in names if ending == ITS or name.match == Match.ALWAYS)
            if names:
                said = [part.said for part in parts[first : last + 1]]
                said[-1] = said[-1][: -len(ending)]
                return [Hit(names, first, last, tuple(said))]
        return []
