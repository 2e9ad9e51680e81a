"""One text of two that were made of a third: what either changed is changed in it, and where both did both stand."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from spacenews.articles.comparison.edits import Work, runs

NEEDLESS = re.compile(r"(?<=<li>)<p>|</p>(?=</li>|<[uo]l>)|\s+(?=<)|(?<=>)\s+")  # an editor writes it, or not
SPACES = re.compile(r"[ \n]+")
TAG = re.compile(r"""<(/?)([a-z0-9]+)(?:[^>"]|"[^"]*")*>""")
VOID = {"br", "hr"}


@dataclass(frozen=True)
class Both:
    """What came of it; `clean` if the two changed different places."""

    parts: list
    clean: bool


@dataclass(frozen=True, order=True)
class Edit:
    """What one of the two put in place of a stretch of the third."""

    start: int
    stop: int
    is_mine: bool
    parts: list = field(compare=False)


def combined(begun: Sequence[Hashable], mine: Sequence[Hashable], theirs: Sequence[Hashable]) -> Both:
    parts, clean, at, work = [], True, 0, Work()
    edits = sorted([*_edits(begun, mine, True, work), *_edits(begun, theirs, False, work)])
    for group in _at_one_place(edits):
        start, stop = group[0].start, max(edit.stop for edit in group)
        ours, others = (
            _made(begun, start, stop, [e for e in group if e.is_mine is is_mine]) for is_mine in (True, False)
        )
        parts += begun[at:start]
        at = stop
        if len({edit.is_mine for edit in group}) == 1:
            parts += ours if group[0].is_mine else others
        else:
            clean = clean and ours == others
            known = {*ours, *begun[start:stop]}
            parts += [*ours, *(part for part in others if part not in known)]
    return Both([*parts, *begun[at:]], clean)


def _edits(begun: Sequence, other: Sequence, is_mine: bool, work: Work) -> list[Edit]:
    changed = [run for run in runs(begun, other, work) if not run.same]
    return [Edit(run.old.start, run.old.stop, is_mine, list(other[run.new])) for run in changed]


def _at_one_place(edits: list[Edit]) -> list[list[Edit]]:
    """Put together those that touch the same parts, or begin at the same place."""
    groups: list[list[Edit]] = []
    for edit in edits:
        group = groups[-1] if groups else []
        if group and (edit.start < max(one.stop for one in group) or edit.start == group[0].start):
            group.append(edit)
        else:
            groups.append([edit])
    return groups


def _made(begun: Sequence, start: int, stop: int, edits: list[Edit]) -> list:
    """Return what edits make of a stretch."""
    made = []
    for edit in edits:
        made += [*begun[start : edit.start], *edit.parts]
        start = edit.stop
    return [*made, *begun[start:stop]]


@dataclass(frozen=True)
class Part:
    """An element of a body; two that editors write differently and readers see alike are one."""

    key: str
    html: str = field(compare=False)


def parts_of(body: str) -> list[Part]:
    """Return the outermost elements of a clean body."""
    return [Part(_key(html), html) for block in top_blocks(body) if (html := block.strip())]


def _key(html: str) -> str:
    bare = NEEDLESS.sub("", html)
    return bare if "<pre" in html else SPACES.sub(" ", bare)


def top_blocks(body: str) -> list[str]:
    """Return the outermost elements of a clean body, each with what follows it; joined they are the body."""
    found, depth, start = [], 0, 0
    for tag in TAG.finditer(body):
        depth += 0 if tag[2] in VOID else -1 if tag[1] else 1
        if depth <= 0:
            found.append(body[start : tag.end()])
            start, depth = tag.end(), 0
    return [*found, *filter(None, [body[start:]])]
