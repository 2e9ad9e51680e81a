"""The names of organizations as one tree of words: what a text costs does not depend on how many there are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacenews.articles.mentions.words import COMPANY, Word, normal, words
from spacenews.firms.models import Name

Match = Name.Match
LEAF = ""  # under it, in the place where names end, stand these names
LEGAL_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "公司")  # the longer before what they end in
LEAST_SIGNS, LEAST_WORDS = 6, 3  # of what a text may mean when it leaves a legal form out
PLURAL, ITS = "s", "nya"  # "two LandSpaces", and Indonesian for "its"


@dataclass(frozen=True, slots=True)
class Known:
    """A name of an organization, and how it may match."""

    organization: int
    match: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """The words `first` to `last` of a text, and the names that they may be; `said` has no ending that is grammar."""

    names: tuple[Known, ...]
    first: int
    last: int
    said: tuple[str, ...]


def forms(parts: list[Word]) -> Iterator[list[Word]]:
    """Yield the words of a name, and those that are left without the legal form of a company, if they are many."""
    if not parts:
        return
    yield parts
    said = "".join(part.folded for part in parts)
    if form := next((form for form in LEGAL_FORMS if said.endswith(form)), ""):
        bare = parts[: -len(form)] if len(said) == len(parts) else []
    else:
        bare = parts[: max((n for n, part in enumerate(parts, 1) if part.folded not in COMPANY), default=0)]
    least = LEAST_SIGNS if form else LEAST_WORDS
    if least <= len(bare) < len(parts):
        yield bare


class Matcher:
    """Finds names in words; built once from rows of text, match and organization."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]):
        self.tree: dict = {}
        for text, match, organization in rows:
            for parts in forms(words(normal(text))):
                said = tuple(part.said for part in parts)
                self.put(parts, Known(organization, match, said))

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
