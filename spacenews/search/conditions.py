"""What is asked of the index, as a tree; each part can say itself to FTS5 and to PostgreSQL's tsquery.

Only tokens get in, which are letters and digits, so nothing that a reader types can be a syntax error.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacenews.search.text import Phrase


@dataclass(frozen=True)
class Holds:
    """A phrase stands in the entry, or in its title."""

    phrase: Phrase
    title: bool = False

    def in_title(self) -> "Holds":
        return replace(self, title=True)

    def fts5(self) -> str:
        column, star = "title : " if self.title else "", " *" if self.phrase.prefix else ""
        return f'{column}"{" ".join(self.phrase.tokens)}"{star}'

    def tsquery(self) -> str:
        *first, last = (f"'{token}'" for token in self.phrase.tokens)
        weight = ":A" if self.title else ""
        star = ("*" if weight else ":*") if self.phrase.prefix else ""
        return f"({' <-> '.join([*(token + weight for token in first), last + weight + star])})"


@dataclass(frozen=True)
class All:
    """Every part holds, and none of `but`; there is at least one part."""

    parts: tuple
    but: tuple = ()

    def in_title(self) -> "All":
        return replace(self, parts=tuple(part.in_title() for part in self.parts))

    def fts5(self) -> str:
        found = f"({' AND '.join(part.fts5() for part in self.parts)})"
        return f"({found} NOT ({' OR '.join(part.fts5() for part in self.but)}))" if self.but else found

    def tsquery(self) -> str:
        found = [part.tsquery() for part in self.parts] + [f"!{part.tsquery()}" for part in self.but]
        return f"({' & '.join(found)})"


@dataclass(frozen=True)
class AnyOf:
    """One part at least holds."""

    parts: tuple

    def in_title(self) -> "AnyOf":
        return AnyOf(tuple(part.in_title() for part in self.parts))

    def fts5(self) -> str:
        return f"({' OR '.join(part.fts5() for part in self.parts)})"

    def tsquery(self) -> str:
        return f"({' | '.join(part.tsquery() for part in self.parts)})"


def all_but(missing: int, parts: Sequence):
    """Return the condition that at most so many parts do not hold, or None when that is always so.

    Each half may miss its share, so the condition grows with n log n, not with the number of ways to choose.
    """
    if missing >= len(parts):
        return None
    if missing == 0:
        return All(tuple(parts))
    left, right = parts[: len(parts) // 2], parts[len(parts) // 2 :]
    ways = []
    for share in range(max(0, missing - len(right)), min(missing, len(left)) + 1):
        halves = [all_but(share, left), all_but(missing - share, right)]
        ways.append(All(tuple(half for half in halves if half)))
    return AnyOf(tuple(ways))


@dataclass(frozen=True)
class Sought:
    """What an entry must hold, and what its title must; PostgreSQL may be told to look at a part of time alone."""

    held: "All | AnyOf | Holds | None" = None
    titled: "All | AnyOf | None" = None
    part: list[int] | None = None

    @classmethod
    def of_blanks(cls, blank: dict) -> "Sought":
        """Return the same of what stands in for the values of `said`; in FTS5 both conditions are one."""
        return cls(*(blank.get(name) for name in ("held", "titled", "part")))

    def said(self, vendor: str) -> dict:
        """Return the values to fill in, by their names."""
        if vendor == "sqlite":
            return {"held": self.fts5()}
        said = {name: part.tsquery() for name in ("held", "titled") if (part := getattr(self, name))}
        return {**said, "part": self.part} if self.part else said

    def fts5(self):
        if self.titled is None:
            return self.held.fts5()
        return All((*filter(None, [self.held]), self.titled.in_title())).fts5()
