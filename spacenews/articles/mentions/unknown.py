"""Names that a text says again and again and that no record has: guesses, for a person to judge.

Latin ones have a capital inside (AstroForge), or are capitalised words of which the last, in Indonesian the first, says
that they are an organization (Loongson Technology); of others (Northrop Grumman) the text says it somewhere (the maker
Northrop Grumman): people, places and missions are said as often. Chinese ones end as companies do.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import dropwhile

from spacenews.articles.mentions.common import DATES, lands
from spacenews.articles.mentions.han import COMMON
from spacenews.articles.mentions.matcher import Matcher
from spacenews.articles.mentions.texts import HEADLINE, Piece
from spacenews.articles.mentions.words import COMPANY, Word, words

TIMES = 3
LONGEST_NAME = 6  # words
INSIDE = re.compile(r"[a-z][A-Z]")
JOINTS = {" ", "-"}
# A sentence begins with one of these more often than a name does; people are called by their offices.
SMALL = {
    *("a", "an", "and", "as", "at", "but", "by", "for", "from", "he", "her", "his", "if", "in", "it", "its"),
    *("no", "of", "on", "or", "our", "she", "so", "that", "the", "their", "these", "they", "this", "to"),
    *("we", "what", "when", "with"),
    *("dr", "mr", "mrs", "ms", "prof", "professor", "president", "minister", "director", "chief", "founder"),
    "ceo",
    *("dan", "di", "dari", "ini", "itu", "ke", "pada", "para", "untuk", "yang", "bapak", "ibu", "presiden"),
    "menteri",
}
# What an organization's name ends with, or begins with in Indonesian; made of such words alone it is none.
HEADS = {
    *("academy", "administration", "aerospace", "agency", "airlines", "astronautics", "authority"),
    *("aviation", "bank", "capital", "center", "commission", "communications", "company", "corporation"),
    *("dynamics", "electronics", "energy", "engineering", "foundation", "fund", "group", "holdings"),
    *("industries", "institute", "intelligence", "lab", "laboratory", "laboratories", "labs", "launch"),
    *("ministry", "motors", "networks", "observatory", "orbit", "orbital", "partners", "propulsion"),
    *("robotics", "satellite", "satellites", "semiconductor", "services", "solutions", "space", "systems"),
    *("technologies", "technology", "telecom", "university", "ventures", "works"),
    *COMPANY,
}
# With a head alone these name nobody: Deep Space, the Commercial Launch.
ADJECTIVES = {"commercial", "deep", "international", "low", "national", "new", "outer", "private"}
FIRST_HEADS = {"akademi", "badan", "institut", "kementerian", "lembaga", "pt", "universitas", "university"}
# What stands before a name and says that it is one of an organization: "the start-up Stoke Space".
CALLED = {
    *("agency", "builder", "company", "contractor", "firm", "fund", "group", "institute", "investor"),
    *("maker", "manufacturer", "operator", "rival", "startup", "supplier", "up", "university"),
    *("badan", "firma", "lembaga", "perusahaan", "produsen", "rintisan", "universitas"),
}
COMPANY_TAIL = re.compile(
    "(?:有限公司|公司|集团|航天|宇航|科技|研究院|大学)(?![\u3400-\u9fff]?(?:公司|集团))"
)
HAN_RUN = re.compile("[\u3400-\u9fff]+")
SHORTEST_HAN, LONGEST_HAN = 4, 14
PARTICLES = re.compile("[的在与由对是为了将及从向被把让给而或称据因但就也都又于]")
LEADING = "和等到家"  # particles that names have inside, too


def unknown(matcher: Matcher, pieces: list[Piece]) -> list[tuple[str, int]]:
    """Return the names that no record has and how often each is said, most often first."""
    read = [piece for piece in pieces if piece.where != HEADLINE]
    said, called = Counter(), set()
    for piece in read:
        for name, is_called in latin(piece, known_words(matcher, piece)):
            said[name] += 1
            called |= {name} if is_called else set()
    often = [(name, times) for name, times in said.most_common() if times >= TIMES]
    told = [(name, times) for name, times in often if is_told(words(name)) or name in called]
    told += [(name, times) for name, times in han(matcher, pieces).most_common() if times >= TIMES]
    told.sort(key=lambda one: -one[1])
    return [(name, times) for name, times in told if not is_known(matcher, name)]


def is_known(matcher: Matcher, name: str) -> bool:
    """Say whether a record has this name, or one that is a part of it."""
    parts = words(name)
    return any(matcher.at(parts, place) for place in range(len(parts)))


def known_words(matcher: Matcher, piece: Piece) -> set[int]:
    """Return the places of words that belong to names on record: what lies in these is no name of its own."""
    hits = matcher.hits(piece.words, lambda hit: True)
    return {place for hit in hits for place in range(hit.first, hit.last + 1)}


def is_told(parts: list[Word]) -> bool:
    """Say whether a name itself tells that it is one of an organization."""
    folded = [part.folded for part in parts]
    is_headed = folded[-1] in HEADS or folded[0] in FIRST_HEADS
    is_coined = len(parts) == 1 and bool(INSIDE.search(parts[0].said))
    return is_coined or (is_headed and not (HEADS | ADJECTIVES).issuperset(folded))


def latin(piece: Piece, known: set[int]) -> Iterator[tuple[str, bool]]:
    """Yield what looks like a name in a piece in which capitals tell it from other words, and if it is introduced."""
    if piece.is_titled or piece.is_capitals:
        return
    run: list[Word] = []
    before = ""
    for place, word in enumerate(piece.words):
        is_capital = word.said[0].isupper() and place not in known
        if run and (word.gap not in JOINTS or not is_capital or is_ended(run, word)):
            yield from name_of(piece, run, before)
            run = []
        if is_capital:
            before = before if run else piece.words[place - 1].folded if place and word.gap == " " else ""
            run.append(word)
    yield from name_of(piece, run, before)


def is_ended(run: list[Word], after: Word) -> bool:
    """Say whether a name ends with its legal form, whose full stop may be that of the sentence."""
    return run[-1].folded in COMPANY and after.folded not in COMPANY


def name_of(piece: Piece, run: list[Word], before: str) -> Iterator[tuple[str, bool]]:
    """Yield the name that a run of capitalised words is, if it is one: neither a date nor a land, nor in quotation."""
    if run and run[0].folded in SMALL:
        run, before = list(dropwhile(lambda word: word.folded in SMALL, run)), ""
    if not run or len(run) > LONGEST_NAME or piece.is_quoted(run[0].start, run[-1].end):
        return
    is_coined = len(run) == 1 and INSIDE.search(run[0].said)
    if (is_coined or len(run) > 1) and not any(
        word.folded in DATES or word.folded in lands() for word in run
    ):
        yield piece.text[run[0].start : run[-1].end], before in CALLED


def han(matcher: Matcher, pieces: list[Piece]) -> Counter:
    """Return what stands before a company's ending wherever it does, as far as all these places agree."""
    ends: dict[str, list[str]] = {}
    for run in (run for piece in pieces for run in unknown_runs(matcher, piece)):
        for tail in COMPANY_TAIL.finditer(run):
            name = PARTICLES.split(run[max(0, tail.end() - LONGEST_HAN) : tail.end()])[-1]
            if len(name) >= SHORTEST_HAN:
                ends.setdefault(name[-SHORTEST_HAN:], []).append(name)
    shared = ((common_end(names), len(names)) for names in ends.values())
    return Counter(
        {name: times for name, times in shared if len(name) >= SHORTEST_HAN and not COMMON.fullmatch(name)}
    )


def unknown_runs(matcher: Matcher, piece: Piece) -> Iterator[str]:
    """Yield the Chinese of a piece in runs, cut where a name on record stands."""
    if piece.text.isascii():
        return
    text = list(piece.text)
    for place in known_words(matcher, piece):
        word = piece.words[place]
        text[word.start : word.end] = " " * (word.end - word.start)
    yield from HAN_RUN.findall("".join(text))


def common_end(names: list[str]) -> str:
    shortest = min(map(len, names))
    length = next((n for n in range(1, shortest) if len({name[-n - 1] for name in names}) > 1), shortest)
    return names[0][-length:].lstrip(LEADING)
