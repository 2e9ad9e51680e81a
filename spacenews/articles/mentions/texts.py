"""What of an article is read for names: piece by piece, without headings, links, quotations and references."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from itertools import chain

from spacenews.articles.mentions.han import words_across
from spacenews.articles.mentions.words import BARRIER, Word, normal, words

HEADLINE, DECK, POINTS, BODY = "headline", "deck", "points", "body"
UNREAD = {"a", "h2", "h3", "h4", "blockquote", "cite", "code", "pre", "figure", "caption"}
RUNNING = {"strong", "em", "sup", "sub", "mark", "cite", "code", "a"}  # all other elements begin a new piece
# What somebody else says, and titles of works. An open quotation ends with its paragraph.
QUOTED = re.compile(
    r"“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^«»]*»|「[^「」]*」|『[^『』]*』|《[^《》]*》|\"[^\"]*\"|(?<!\w)‘[^‘]*?’(?!\w)"
)
MOSTLY = 0.8  # of the longer words begin with a capital: a headline as American papers write it
LONG_WORD, ENOUGH_WORDS = 4, 4
LONGEST_ABBREVIATION = 5
GROWS = 2  # times that a text may become longer when it is made normal
LONGEST_LINE = 1_000  # characters, up to which it may grow in any case


@dataclass(frozen=True)
class Piece:
    """A line of an article or a paragraph of its text."""

    where: str
    text: str

    @cached_property
    def words(self) -> list[Word]:
        return words(self.text)

    @cached_property
    def latin(self) -> list[str]:
        return [word.said for word in self.words if len(word.said) > 1 and word.said.isalpha()]

    @cached_property
    def is_capitals(self) -> bool:
        """Whether all of it is, and not abbreviations alone: then case says nothing."""
        is_long = len(self.latin) > 2 and max(map(len, self.latin)) > LONGEST_ABBREVIATION
        return is_long and all(map(str.isupper, self.latin))

    @cached_property
    def is_titled(self) -> bool:
        """Whether nearly every word has a capital: then one says little."""
        long = [said for said in self.latin if len(said) >= LONG_WORD]
        return len(long) >= ENOUGH_WORDS and sum(said[0].isupper() for said in long) >= MOSTLY * len(long)

    @cached_property
    def inside_words(self) -> frozenset[int]:
        """The places at which no name begins or ends, as a word of Chinese goes on there."""
        return frozenset(chain.from_iterable(range(start + 1, end) for start, end in words_across(self.text)))

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """The places between quotation marks."""
        return [(found.start() + 1, found.end() - 1) for found in QUOTED.finditer(self.text)]

    def is_quoted(self, start: int, end: int) -> bool:
        """Say whether somebody else speaks there; what has the quotation marks for itself is a term."""
        before = bisect(self.quotations, (start, len(self.text))) - 1
        opened, closed = self.quotations[before] if before >= 0 else (0, 0)
        return end <= closed and (start, end) != (opened, closed)


def pieces(headline: str, deck: str, points: Iterable[str], body: str) -> list[Piece]:
    """Return the pieces of an article in their order; the body is markup, clean or not."""
    lines = [(HEADLINE, headline), (DECK, deck), *((POINTS, point) for point in points)]
    read = [*lines, *((BODY, text) for text in running(body))]
    return [Piece(where, readable(text)) for where, text in read if text.strip()]


def readable(text: str) -> str:
    """Return a text as it is read: one of signs that stand for up to eighteen others is none, and read in part."""
    return normal(text)[: max(GROWS * len(text), LONGEST_LINE)]


def running(body: str) -> Iterator[str]:
    reader = Reader()
    reader.feed(body)
    reader.close()
    reader.end_piece()
    return iter(reader.pieces)


class Reader(HTMLParser):
    """Cuts a body into paragraphs, items and cells, and puts a barrier for what is not read."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.open: list[str] = []
        self.unread: list[str] = []  # the elements that are open and not read, inside one another

    def handle_starttag(self, tag, attrs):
        if tag not in RUNNING:
            self.end_piece()
        if (
            tag in UNREAD
            or (tag == "mark" and "data-figure" in dict(attrs))
            or (self.unread and tag == "mark")
        ):
            self.unread.append(tag)
            self.open.append(BARRIER)

    def handle_endtag(self, tag):
        if tag in self.unread:
            del self.unread[len(self.unread) - 1 - self.unread[::-1].index(tag) :]
        if tag not in RUNNING:
            self.end_piece()

    def handle_data(self, data):
        if not self.unread:
            self.open.append(data)

    def end_piece(self) -> None:
        self.pieces.append("".join(self.open))
        self.open = []
