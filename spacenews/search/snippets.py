"""The words found, marked in a headline and in the best piece of a text: cut first, escaped, then marked."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from spacenews.search import text
from spacenews.search.query import Group
from spacenews.search.text import Phrase, Token

LENGTHS, USUAL_LENGTH = {"zh-hans": 90}, 200  # of a snippet, in signs
BEFORE = 3  # a third of it may stand before the first word found
TOGETHER = 20  # spans that are looked at for one snippet
LONG = 1_500  # signs; of a longer text only the part is read where its tokens say that the words stand
DRIFT = 20  # they say so but for a twentieth of the text
SENTENCE_END = re.compile(r"[.!?]\s+|[。！？]")
Span = tuple[int, int, int]  # start, end, number of the group


def marked(words: str, groups: tuple[Group, ...], language: str) -> SafeString:
    """Return a whole text, escaped, what was found in <mark>."""
    return _marked(words, 0, len(words), spans(words, groups, language))


def snippet(deck: str, body: str, groups: tuple[Group, ...], language: str, tokens: str = "") -> SafeString:
    """Return the piece of a body that holds most of the words; the deck where the body holds none.

    `tokens` are those of the body as the index holds them: they say where a long text is to be read.
    """
    length = LENGTHS.get(language, USUAL_LENGTH)
    part = likely(body, tokens, groups, length) if tokens and len(body) > LONG else slice(None)
    found = spans(body, groups, language, part)
    if part.stop and not found:  # they lie elsewhere
        found = spans(body, groups, language)
    if deck and not found:
        return marked(deck, groups, language)
    start, end = window(body, found, length) if found else (0, ending(body, length, 0))
    piece = _marked(body, start, end, found)
    return format_html("{}{}{}", "… " if start else "", piece, " …" if end < len(body) else "")


def likely(body: str, tokens: str, groups: tuple[Group, ...], length: int) -> slice:
    """Return the part of a text where its tokens hold most of the words, an empty one where they hold none."""
    signs_a_token = len(body) / len(tokens)
    found = sorted(standing(f" {tokens} ", groups))
    if not found:
        return slice(0)
    first = int(densest(found, int(length * 2 / BEFORE / signs_a_token))[0] * signs_a_token)
    around = length + len(body) // DRIFT
    low = max(0, first - around)
    return slice(body.find(" ", low, first) + 1 or low, first + length + around)


def standing(tokens: str, groups: tuple[Group, ...]) -> Iterator[Span]:
    """Yield where the groups stand in a padded string of tokens."""
    for number, group in enumerate(groups):
        for needle in {phrase.needle for phrase in group.phrases}:
            place = tokens.find(needle)
            while place >= 0:
                yield place, place + len(needle), number
                place = tokens.find(needle, place + 1)


def spans(words: str, groups: tuple[Group, ...], language: str, part: slice = slice(None)) -> list[Span]:
    """Return where the groups stand in a text, or in a part of it, in order, none over another."""
    phrases = [(phrase, number) for number, group in enumerate(groups) for phrase in group.phrases]
    wanted = {token for phrase, _number in phrases for token in phrase.tokens}
    beginnings = tuple(phrase.tokens[-1] for phrase, _number in phrases if phrase.prefix)
    tokens = text.places(words, language, wanted, beginnings, part)
    found = [
        (start, end, number)
        for phrase, number in phrases
        for place in tokens
        for start, end in occurrence(phrase, place, tokens)
    ]
    return apart(found)


def occurrence(phrase: Phrase, place: int, tokens: dict[int, Token]) -> list[tuple[int, int]]:
    """Return start and end of a phrase that stands at a place; of a beginning only as much as was asked."""
    run = [tokens.get(place + step) for step in range(len(phrase.tokens))]
    *first, last = phrase.tokens
    if None in run or [token.text for token in run[:-1]] != first:
        return []
    if phrase.prefix:
        end = min(run[-1].start + len(last), run[-1].end)
        return [(run[0].start, end)] if run[-1].text.startswith(last) else []
    return [(run[0].start, run[-1].end)] if run[-1].text == last else []


def apart(found: list[Span]) -> list[Span]:
    """Sort spans and drop the ones that begin inside another, the longest staying."""
    kept, end = [], 0
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if span[0] >= end:
            kept.append(span)
            end = span[1]
    return kept


def window(words: str, found: list[Span], length: int) -> tuple[int, int]:
    """Return the start and end of the piece with most different words, then most of all, then the first."""
    first = densest(found, length * 2 // BEFORE)[0]
    start = beginning(words, max(0, first - length // BEFORE), first)
    return start, ending(words, start + length, first)


def densest(found: list[Span], reach: int) -> Span:
    """Return the span from which on most different words stand within reach, then most of all, then the first."""

    def worth(place: int) -> tuple[int, int]:
        last = found[place][0] + reach
        inside = [number for _start, end, number in found[place : place + TOGETHER] if end <= last]
        return len(set(inside)), len(inside)

    return found[max(range(len(found)), key=worth)]


def beginning(words: str, low: int, first: int) -> int:
    """Return where to begin: at a sentence, else at a word, else where it falls."""
    if low == 0:
        return 0
    ends = [found.end() for found in SENTENCE_END.finditer(words, low, first)]
    return ends[-1] if ends else words.find(" ", low, first) + 1 or low


def ending(words: str, high: int, first: int) -> int:
    """Return where to end: behind a word where there are spaces between them."""
    if high >= len(words):
        return len(words)
    space = words.rfind(" ", first, high + 1)
    return space if space > high - 30 else high


def _marked(words: str, start: int, end: int, found: list[Span]) -> SafeString:
    pieces, place = [], start
    for begin, stop, _number in found:
        if start <= begin and stop <= end:
            pieces += [(words[place:begin],), (format_html("<mark>{}</mark>", words[begin:stop]),)]
            place = stop
    return format_html_join("", "{}", [*pieces, (words[place:end],)])
