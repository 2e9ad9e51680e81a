"""What should be found: queries with graded judgements, written from reading the texts, never from an engine's answer.

queries.txt has a class in brackets, then queries, each followed by lines of a grade and the texts that deserve it:
3 for what is sought, 2 for what is partly about it, 1 for what mentions it. What is not listed deserves nothing.
@ stands for the headline of a text, as its writer has it: whole, reversed, or without some of its words.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log2
from pathlib import Path

from tests.search.judged import texts

FILE = Path(__file__).with_name("queries.txt")
STORIES, ALL = "stories", "all"  # what is published: the sample stories, or the real texts with them
SAMPLE = re.compile(r"\.(en|id|zh)$")
LISTED, SEEN = 10, 5


@dataclass
class Query:
    """One line to type, and how much each text deserves to be found by it."""

    kind: str
    typed: str  # as a reader types it; `line` is how queries.txt has it
    line: str
    grades: dict[str, int] = field(default_factory=dict)

    @cached_property
    def best(self) -> int:
        return max(self.grades.values())

    def within(self, keys: Collection[str]) -> "Query":
        """Return the query with the judgements of these texts only."""
        return replace(self, grades={key: self.grades[key] for key in self.grades if key in keys})

    def ndcg(self, found: Sequence[str]) -> float:
        """Return the discounted gain of the first ten, of the best that is possible; a gain is 2^grade - 1."""
        ideal = sorted(self.grades.values(), reverse=True)
        return gain(self.grades.get(key, 0) for key in found[:LISTED]) / gain(ideal[:LISTED])

    def succeeds(self, found: Sequence[str]) -> bool:
        """Say whether one of the texts that deserve most is among the first five."""
        return any(self.grades.get(key) == self.best for key in found[:SEEN])


def gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def parts() -> dict[str, list[Query]]:
    """Return the queries to ask of the sample stories and, where the real texts are there, of all together."""
    return {STORIES: of_sample(), **({ALL: queries()} if texts.are_there() else {})}


def queries() -> list[Query]:
    return list(parsed(FILE.read_text("utf-8")))


def parsed(text: str) -> Iterator[Query]:
    """Yield the queries, but those that ask for the headline of a text which is not there."""
    kind, headlines = "", {text.key: text.headline for text in texts.real()}
    for block in text.strip().split("\n\n"):
        if found := re.fullmatch(r"\[(.+)\]", block):
            kind = found[1]
            continue
        line, *judged = block.split("\n")
        grades = {key: int(row[0]) for row in judged for key in row[2:].split()}
        if typed := spelled_out(line, headlines):
            yield Query(kind, typed, line, grades)


def spelled_out(line: str, headlines: dict[str, str]) -> str:
    """
    >>> spelled_out("@x without 1 3", {"x": "One two three four"}), spelled_out("@x reversed", {"x": "One two"})
    ('two four', 'two One')
    """
    key, *how = line.split()
    if not key.startswith("@"):
        return line
    words = headlines.get(key[1:], "").split()
    if how == ["reversed"]:
        words.reverse()
    return " ".join(word for place, word in enumerate(words, 1) if str(place) not in how[1:])


def shortened(headline: str) -> str:
    """Return a headline without its first and its fourth word; one of four words is too short for that."""
    words = headline.split()
    return " ".join(words[1:3] + words[4:]) if len(words) > 4 else ""


def of_sample() -> list[Query]:
    """Return the queries whose best texts are among the sample stories, with the judgements of these only."""
    found = []
    for query in queries():
        narrowed = query.within([key for key in query.grades if SAMPLE.search(key)])
        if narrowed.grades and narrowed.best == query.best:
            found.append(narrowed)
    return found
