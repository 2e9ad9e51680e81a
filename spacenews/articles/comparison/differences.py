"""What differs between two texts, or two documents of an article, in words; the work is bounded."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise, zip_longest
from operator import itemgetter

from spacenews.articles.comparison import wording
from spacenews.articles.comparison.edits import Work, runs
from spacenews.articles.comparison.labels import LABELS, ROWS, Records
from spacenews.articles.comparison.tokens import tokens

TEXTS = {"headline", "deck", "slug", "source_line"}
PART_END = re.compile(r"(?<=>)(?=<)")
SAME, DEL, INS = "same", "del", "ins"
LEAST_ALIKE = 0.35  # below it two texts are shown as two, not as one with holes
SHORT = 3  # signs: so little between two changes is read as part of them
AROUND = 1  # blocks shown before and after a changed one


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `same` in both, `del` in the old one alone, `ins` in the new one alone."""

    kind: str
    text: str


@dataclass(frozen=True)
class Block:
    """One paragraph, list item or row of both sides; `skipped` says how many equal ones stand here unprinted."""

    pieces: list[Piece] = field(default_factory=list)
    skipped: int = 0

    @property
    def same(self) -> bool:
        return all(piece.kind == SAME for piece in self.pieces)

    @property
    def old(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != INS]

    @property
    def new(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != DEL]


@dataclass(frozen=True)
class Difference:
    """One field that differs, by its name in the document."""

    name: str
    label: str
    blocks: list[Block]

    @property
    def counts(self) -> tuple[int, int]:
        """How many words are new, and how many are gone."""
        return self._count(INS), self._count(DEL)

    def _count(self, kind: str) -> int:
        texts = (piece.text for block in self.blocks for piece in block.pieces if piece.kind == kind)
        return sum(token[0].isalnum() for text in texts for token in tokens(text))


def counted(old: str, new: str) -> tuple[int, int]:
    """Return how many words of two bodies are new, and how many are gone, however they look; reads no record."""
    sides = (
        [block.words for block in wording.blocks(body, lambda _kind, pk: str(pk))] for body in (old, new)
    )
    blocks = _of_blocks(*([wording.Block(words, words) for words in side] for side in sides), Work())
    return Difference("body", "", blocks).counts


def words(old: str, new: str, work: Work | None = None) -> list[Piece]:
    """Return both texts as one, in pieces."""
    return _compared(tokens(old), tokens(new), work or Work())


def of_documents(old: dict, new: dict, user) -> list[Difference]:
    """Return the fields in which two documents of an article differ, named as this person may know them."""
    if old == new:
        return []
    work, records = Work(), Records((old, new), user)
    found = (
        Difference(name, str(label), _blocks(name, old, new, records, work)) for name, label in LABELS.items()
    )
    return [difference for difference in found if difference.blocks]


def _blocks(name: str, old: dict, new: dict, records: Records, work: Work) -> list[Block]:
    """Return what differs in a field, nothing where nothing does."""
    if name == "body":
        return folded(_of_bodies(old.get(name) or "", new.get(name) or "", records, work))
    if name in TEXTS:
        return folded([Block(_certain(old.get(name) or "", new.get(name) or "", work))])
    if name == "points":
        sides = [[_whole(point) for point in document.get(name) or []] for document in (old, new)]
        return folded(_of_blocks(*sides, work))
    if name in ROWS:
        return _of_rows(records.rows(name, old), records.rows(name, new), work)
    return _of_rows(
        *([value] if value else [] for value in (records.value(name, old), records.value(name, new))), work
    )


def _of_rows(old: list[str], new: list[str], work: Work) -> list[Block]:
    """Return rows that are the same or not, never a word of one."""
    found = []
    for run in runs(old, new, work):
        if run.same:
            found += [Block([Piece(SAME, row)]) for row in new[run.new]]
        else:
            found += [_one_for_another(*pair) for pair in zip_longest(old[run.old], new[run.new])]
    return [] if all(block.same for block in found) else found


def _one_for_another(old: str | None, new: str | None) -> Block:
    return Block([Piece(kind, text) for kind, text in ((DEL, old), (INS, new)) if text is not None])


def _of_bodies(old: str, new: str, records: Records, work: Work) -> list[Block]:
    if old == new:
        return []
    found = _of_blocks(*(wording.blocks(body, records.name) for body in (old, new)), work)
    if any(not block.same for block in found):
        return found
    sides = ([_whole(part) for part in PART_END.split(body)] for body in (old, new))
    return _of_blocks(*sides, work)  # nothing but markup that has no words


def _whole(text: str) -> wording.Block:
    return wording.Block(tokens(text), [text])


def _of_blocks(old: list[wording.Block], new: list[wording.Block], work: Work) -> list[Block]:
    """Compare block by block, and in blocks that are alike word by word."""
    found = []
    for run in runs([block.key for block in old], [block.key for block in new], work):
        if run.same:
            found += [Block([Piece(SAME, "".join(block.words))]) for block in new[run.new]]
        else:
            found += _beside(old[run.old], new[run.new], work)
    return found


def _beside(old: list[wording.Block], new: list[wording.Block], work: Work) -> list[Block]:
    """Pair blocks that are alike, and set the others beside each other as they stand."""
    found, a, b = [], 0, 0
    for i, j in [*_likest(old, new, work), (len(old), len(new))]:
        found += [Block(_replaced(*pair)) for pair in zip_longest(old[a:i], new[b:j])]
        if i < len(old):
            found.append(Block(_of_block(old[i], new[j], work)))
        a, b = i + 1, j + 1
    return found


def _replaced(old: wording.Block | None, new: wording.Block | None) -> list[Piece]:
    return [Piece(kind, "".join(side.words)) for kind, side in ((DEL, old), (INS, new)) if side]


def _of_block(old: wording.Block, new: wording.Block, work: Work) -> list[Piece]:
    """Return what differs in the words of two blocks; else in how they look; else both."""
    for one, other in ((old.words, new.words), (old.full, new.full)):
        pieces = _compared(one, other, work)
        if not Block(pieces).same:
            return pieces
    return _replaced(old, new)


def _likest(old: list[wording.Block], new: list[wording.Block], work: Work) -> list[tuple[int, int]]:
    """Return the places of blocks that are alike, in order, so that they are as much alike as can be in all."""
    if not old or not new or not work.take(len(old) * len(new)):
        return []
    sides = [[_vocabulary(block.words) for block in side] for side in (old, new)]
    likeness = [[_alike(one, other) for other in sides[1]] for one in sides[0]]
    best = [[0.0] * (len(new) + 1)]
    for row in likeness:
        above, line = best[-1], [0.0]
        for place, alike in enumerate(row):
            line.append(max(above[place + 1], line[place], above[place] + alike))
        best.append(line)
    return _path(best, likeness)


def _path(best: list[list[float]], likeness: list[list[float]]) -> list[tuple[int, int]]:
    found, i, j = [], len(likeness), len(likeness[0])
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found.append((i, j))
    return found[::-1]


def _vocabulary(words: list[str]) -> frozenset[str]:
    return frozenset(key for word in words if (key := word.strip()) and (key[0].isalnum() or key[0] == "["))


def _alike(old: frozenset[str], new: frozenset[str]) -> float:
    """Return how much of their words two texts share, from 0 to 1, and 0 for too little."""
    share = 2 * len(old & new) / (len(old) + len(new) or 1)
    return share if share >= LEAST_ALIKE else 0.0


def _certain(old: str, new: str, work: Work) -> list[Piece]:
    """Return the pieces of two texts; texts that differ in spaces alone differ too."""
    pieces = words(old, new, work)
    return [Piece(DEL, old), Piece(INS, new)] if old != new and Block(pieces).same else pieces


def _compared(old: list[str], new: list[str], work: Work) -> list[Piece]:
    keys = [[token.strip() or token for token in side] for side in (old, new)]
    if keys[0] != keys[1] and not _alike(*map(_vocabulary, keys)):
        return _pieces([(False, old, new)])
    found = [(run.same, old[run.old], new[run.new]) for run in runs(*keys, work)]
    return _pieces(_smooth(found))


def _smooth(stretches: list[tuple]) -> Iterator[tuple]:
    """Read what is equal but too short to be found between two changes as changed with them."""
    last = len(stretches) - 1
    for place, (same, old, new) in enumerate(stretches):
        yield same and not (0 < place < last and len("".join(new).strip()) <= SHORT), old, new


def _pieces(stretches: Iterable[tuple]) -> list[Piece]:
    """Join neighbours of a kind: what is gone stands before what is new, each with the space that was before it."""
    joined = [_joined(same, group) for same, group in groupby(stretches, key=itemgetter(0))]
    found, spaces = [], ("", "")
    for (same, old, new), (_same, *after) in pairwise([*joined, (True, "", "")]):
        if same:
            spaces = _moved(_space(old), _space(new), *after)
            found.append(Piece(SAME, new.rstrip() + ("" if any(spaces) else max(_space(old), _space(new)))))
        else:
            found += [Piece(DEL, spaces[0] + old), Piece(INS, spaces[1] + new)]
    return [piece for piece in found if piece.text]


def _joined(same: bool, group: Iterable[tuple]) -> tuple[bool, str, str]:
    sides = zip(*(("".join(old), "".join(new)) for _same, old, new in group), strict=True)
    return same, *map("".join, sides)


def _space(text: str) -> str:
    return text[len(text.rstrip()) :]


def _moved(old_space: str, new_space: str, old: str, new: str) -> tuple[str, str]:
    """Return the spaces that go before what differs: where they differ, and each has something to stand before."""
    if old_space == new_space or (old_space and not old) or (new_space and not new):
        return "", ""
    return old_space, new_space


def folded(blocks: list[Block]) -> list[Block]:
    """Leave out what is the same, but for the neighbours of what is not; nothing at all where nothing differs."""
    near = {
        place + step
        for place, block in enumerate(blocks)
        if not block.same
        for step in range(-AROUND, AROUND + 1)
    }
    found = []
    for shown, group in groupby(range(len(blocks)), key=near.__contains__):
        places = list(group)
        found += [blocks[place] for place in places] if shown else [Block(skipped=len(places))]
    return found if near else []
