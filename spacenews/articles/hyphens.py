"""Where a long word of a headline may be parted: browsers know few languages, and some know none.

Only where one cannot go wrong: in Indonesian between two consonants (Ejaan bahasa Indonesia, I.F), in English
behind a prefix and before an ending that stand by themselves.
"""

import re

LONG, AT_EACH_SIDE = 14, 4
WORD = re.compile(rf"([^\W\d_]{{{LONG},}})")
CONSONANT = "(?:ng|ny|sy|kh|n(?![gy])|s(?!y)|k(?!h)|[bcdfghjlmpqrtvwxyz])"
CLOSED_SYLLABLE = re.compile(rf"(?<=[aiueo]){CONSONANT}(?={CONSONANT})", re.IGNORECASE)
BEGINNING = re.compile(
    r"^(?:inter|counter|under|over|super|tele|hyper|multi|micro|electro|aero|infra|photo|radio|ultra)",
    re.IGNORECASE,
)
ENDING = re.compile(r"(?:tions?|ments?|ness|ships?|ties|ability|ization)$", re.IGNORECASE)


def parts(word: str, language: str) -> list[str]:
    """Return the pieces of a word between which it may be parted; most words are one."""
    places = BREAKS[language](word) if language in BREAKS and len(word) >= LONG else ()
    inside = [place for place in places if AT_EACH_SIDE <= place <= len(word) - AT_EACH_SIDE]
    return [word[begin:end] for begin, end in zip([0, *inside], [*inside, len(word)], strict=True)]


def _indonesian(word: str) -> list[int]:
    return [found.end() for found in CLOSED_SYLLABLE.finditer(word)]


def _english(word: str) -> list[int]:
    begin, end = BEGINNING.search(word), ENDING.search(word)
    return sorted({place for place in (begin and begin.end(), end and end.start()) if place})


BREAKS = {"id": _indonesian, "en": _english}
