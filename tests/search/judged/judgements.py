"""What should be found: queries with graded judgements, written from reading the texts, never from an engine's answer.

queries.txt has a class in brackets, then queries, each followed by lines of a grade and the texts that deserve it:
3 for what is sought, 2 for what is partly about it, 1 for what mentions it. What is not listed deserves nothing.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log2
from pathlib import Path

FILE = Path(__file__).with_name("queries.txt")
SAMPLE = re.compile(r"\.(en|id|zh)$")
LISTED, SEEN = 10, 5


@dataclass
class Query:
    """One line to type, and how much each text deserves to be found by it."""

    kind: str
    typed: str
    grades: dict[str, int] = field(default_factory=dict)

    @cached_property
    def best(self) -> int:
        return max(self.grades.values())

    def within(self, keys: Collection[str]) -> "Query":
        """Return the query with the judgements of these texts only."""
        return Query(self.kind, self.typed, {key: self.grades[key] for key in self.grades if key in keys})

    def ndcg(self, found: Sequence[str]) -> float:
        """Return the discounted gain of the first ten, of the best that is possible; a gain is 2^grade - 1."""
        ideal = sorted(self.grades.values(), reverse=True)
        return gain(self.grades.get(key, 0) for key in found[:LISTED]) / gain(ideal[:LISTED])

    def succeeds(self, found: Sequence[str]) -> bool:
        """Say whether one of the texts that deserve most is among the first five."""
        return any(self.grades.get(key) == self.best for key in found[:SEEN])


def gain(grades) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def queries() -> list[Query]:
    return list(parsed(FILE.read_text("utf-8")))


def parsed(text: str):
    kind = ""
    for block in text.strip().split("\n\n"):
        if found := re.fullmatch(r"\[(.+)\]", block):
            kind = found[1]
            continue
        typed, *lines = block.split("\n")
        judged = [(int(grade), keys.split()) for grade, keys in (line.split(" ", 1) for line in lines)]
        yield Query(kind, typed, {key: grade for grade, keys in judged for key in keys})


def of_sample() -> list[Query]:
    """Return the queries whose best texts are among the sample stories, with the judgements of these only."""
    found = []
    for query in queries():
        narrowed = query.within([key for key in query.grades if SAMPLE.search(key)])
        if narrowed.grades and narrowed.best == query.best:
            found.append(narrowed)
    return found
