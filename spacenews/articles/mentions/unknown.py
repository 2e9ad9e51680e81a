"""Names that a text says again and again and that no record has: guesses, for a person to judge.

Latin ones are two capitalised words or more, or one word with a capital inside; Chinese ones end as companies do.
"""

import calendar
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from django.utils import translation

from spacenews.articles.mentions.matcher import Matcher
from spacenews.articles.mentions.texts import HEADLINE, Piece
from spacenews.articles.mentions.words import COMPANY, Word, words
from spacenews.firms.countries import COUNTRIES
from spacenews.languages import CODES

TIMES = 3
LONGEST_NAME = 6  # words
INSIDE = re.compile(r"[a-z][A-Z]")
JOINTS = {" ", "-"}
# A sentence begins with one of these more often than a name does; people are called by their offices.
SMALL = {
    *(
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "he",
        "her",
        "his",
        "if",
        "in",
        "it",
        "its",
        "no",
        "of",
    ),
    *(
        "on",
        "or",
        "our",
        "she",
        "so",
        "that",
        "the",
        "their",
        "these",
        "they",
        "this",
        "to",
        "we",
        "what",
        "when",
        "with",
    ),
    *(
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "professor",
        "president",
        "minister",
        "director",
        "chief",
        "founder",
        "ceo",
    ),
    *(
        "dan",
        "di",
        "dari",
        "ini",
        "itu",
        "ke",
        "pada",
        "para",
        "untuk",
        "yang",
        "bapak",
        "ibu",
        "presiden",
        "menteri",
    ),
}
DATES = {name.casefold() for name in (*calendar.month_name, *calendar.day_name) if name}
COMPANY_TAIL = re.compile(
    "(?:有限公司|公司|集团|航天|宇航|科技|研究院|大学)(?![\u3400-\u9fff]?(?:公司|集团))"
)
HAN_RUN = re.compile("[\u3400-\u9fff]+")
SHORTEST_HAN, LONGEST_HAN = 4, 14
PARTICLES = "的在与和由对是为了将及从向被把让给而或等称据因但就也都又于到家"


@cache
def lands() -> set[str]:
    """Return the words of countries' names in the languages of the site."""
    found = set()
    for code in CODES:
        with translation.override(code):
            found |= {word for name in COUNTRIES.values() for word in str(name).casefold().split()}
    return found


def unknown(matcher: Matcher, pieces: list[Piece]) -> list[tuple[str, int]]:
    """Return the names that no record has and how often each is said, most often first."""
    said = Counter(name for piece in pieces if piece.where != HEADLINE for name in latin(piece))
    said += han(pieces)
    often = [(name, times) for name, times in said.most_common() if times >= TIMES]
    return [(name, times) for name, times in often if not is_known(matcher, name)]


def is_known(matcher: Matcher, name: str) -> bool:
    """Say whether a record has this name, or one that is a part of it."""
    parts = words(name)
    return any(matcher.at(parts, place) for place in range(len(parts)))


def latin(piece: Piece) -> Iterator[str]:
    """Yield what looks like a name in a piece in which capitals tell it from other words."""
    if piece.is_titled or piece.is_capitals:
        return
    run: list[Word] = []
    for word in piece.words:
        if run and (word.gap not in JOINTS or not word.said[0].isupper() or is_ended(run, word)):
            yield from name_of(piece, run)
            run = []
        if word.said[0].isupper():
            run.append(word)
    yield from name_of(piece, run)


def is_ended(run: list[Word], after: Word) -> bool:
    """Say whether a name ends with its legal form, whose full stop may be that of the sentence."""
    return run[-1].folded in COMPANY and after.folded not in COMPANY


def name_of(piece: Piece, run: list[Word]) -> Iterator[str]:
    """Yield the name that a run of capitalised words is, if it is one: neither a date nor a land, nor in quotation."""
    while run and run[0].folded in SMALL:
        run = run[1:]
    if not run or len(run) > LONGEST_NAME or piece.is_quoted(run[0].start, run[-1].end):
        return
    is_coined = len(run) == 1 and INSIDE.search(run[0].said)
    if (is_coined or len(run) > 1) and not any(
        word.folded in DATES or word.folded in lands() for word in run
    ):
        yield piece.text[run[0].start : run[-1].end]


def han(pieces: list[Piece]) -> Counter:
    """Return what stands before a company's ending wherever it does, as far as all these places agree."""
    ends: dict[str, list[str]] = {}
    for run in (run for piece in pieces for run in HAN_RUN.findall(piece.text)):
        for tail in COMPANY_TAIL.finditer(run):
            name = run[max(0, tail.end() - LONGEST_HAN) : tail.end()]
            ends.setdefault(name[-SHORTEST_HAN:], []).append(name)
    shared = ((common_end(names), len(names)) for names in ends.values())
    return Counter({name: times for name, times in shared if len(name) >= SHORTEST_HAN})


def common_end(names: list[str]) -> str:
    shortest = min(map(len, names))
    length = next((n for n in range(1, shortest) if len({name[-n - 1] for name in names}) > 1), shortest)
    return names[0][-length:].lstrip(PARTICLES)
