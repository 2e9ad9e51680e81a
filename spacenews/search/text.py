"""From text to the tokens that the index holds. Pure functions, so both databases hold and find the same."""

import re
import threading
import unicodedata
from collections.abc import Collection
from functools import cached_property, lru_cache
from typing import NamedTuple

STEMMERS = {"en": "english", "id": "indonesian"}
UNSTEMMED = "zh-hans"
LANGUAGES = (*STEMMERS, UNSTEMMED)
MAX_BYTES = 48  # of one token: with it a whole entry stays below what a tsvector can hold
SHORTEST = 3  # letters of a word that slips are put right of
MAX_KEY = 200  # characters of a folded line
KEPT = 20  # characters of a run whose tokens are kept in memory

# Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
LETTER = rf"[^\W\d_{UNSPACED}]"
LATIN, APOSTROPHE, ACCENT = "A-Za-z\u00c0-\u024f", "'\u2019\uff07", "\u0300-\u036f"
CHUNK = re.compile(
    rf"[A-Za-z]+(?![{APOSTROPHE}{ACCENT}]|{LETTER})"  # only to be fast where most words are plain
    rf"|[{UNSPACED}]+|\d+"
    rf"|{LETTER}+(?:(?:[{ACCENT}]|(?<=[{LATIN}{ACCENT}])[{APOSTROPHE}](?=[{LATIN}])){LETTER}*)*"
)
PART = re.compile(rf"[0-9]+|[{UNSPACED}]+|[^\W0-9_{UNSPACED}]+")
SIGN = re.compile(f"[{UNSPACED}]")
POSSESSIVE = re.compile(rf"[{APOSTROPHE}]s$")
DIGITS = dict(zip("123456789一二三四五六七八九", "一二三四五六七八九123456789", strict=True))
NUMBERED = re.compile("(?<![0-9一二三四五六七八九十])[1-9一二三四五六七八九](?=号)")
APOSTROPHES = re.compile(f"[{APOSTROPHE}\u02bc]")
# Letters that Unicode does not take apart into a plain one and an accent.
UNACCENTED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe"}
)


class Token(NamedTuple):
    """What the index holds for the characters `start` to `end` of a text."""

    text: str
    start: int
    end: int


class Phrase(NamedTuple):
    """Tokens that follow each other; with `prefix` the last one may be only the beginning of what is held."""

    tokens: tuple[str, ...]
    prefix: bool = False

    @property
    def needle(self) -> str:
        """The phrase as a part of a padded string of tokens."""
        return f" {' '.join(self.tokens)}" + ("" if self.prefix else " ")


class Stemmers(threading.local):
    """A stemmer keeps the word that it works on, so every thread has its own."""

    @cached_property
    def by_language(self) -> dict:
        """Imported late: the package loads all of its languages, and most commands stem nothing."""
        import snowballstemmer

        return {code: snowballstemmer.stemmer(name) for code, name in STEMMERS.items()}


stemmers = Stemmers()


def fold(text: str) -> str:
    """Return a text without case, accents and widths.

    >>> fold("Ｚｈｕｑｕｅ Ångström")
    'zhuque angstrom'
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return unicodedata.normalize("NFKC", plain.translate(UNACCENTED))


def tokens(text: str, language: str) -> list[str]:
    """Return the tokens of a text in the language that it is written in.

    >>> tokens("LandSpace’s Zhuque-3 rockets", "en")
    ['landspac', 'zhuqu', '3', 'rocket']
    >>> tokens("朱雀三号2023年", "zh-hans")
    ['朱雀', '雀三', '三号', '号', '2023', '年']
    """
    return [token.text for chunk in CHUNK.findall(text) for token in tokens_of_chunk(chunk, language)]


def words(text: str) -> list[str]:
    """Return the tokens before any stemming: what one word is, whatever its language."""
    return tokens(text, UNSTEMMED)


def surface(text: str) -> set[str]:
    """Return the words that a vocabulary holds of a text: runs of letters, folded and unstemmed.

    >>> sorted(surface("LandSpace’s Zhuque-3 (朱雀三号) is à l’école"))
    ['landspace', 'lecole', 'zhuque']
    """
    return {word for chunk in set(CHUNK.findall(text)) for word in surface_of_chunk(chunk)}


@lru_cache(maxsize=2**16)
def surface_of_chunk(chunk: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens_of_chunk(chunk, UNSTEMMED) if is_surface(token.text))


def is_surface(token: str) -> bool:
    return len(token) >= SHORTEST and token.isalpha() and not SIGN.match(token)


def folded(line: str) -> str:
    """Return the key under which pinned answers, synonyms and the tally know a line.

    >>> folded("LandSpace’s  Zhuque-3!")
    'landspace zhuque 3'
    """
    return " ".join(words(line))[:MAX_KEY]


def located(text: str, language: str) -> list[Token]:
    """Return the tokens of a text with their places in it."""
    return [
        Token(token.text, token.start + chunk.start(), token.end + chunk.start())
        for chunk in CHUNK.finditer(text)
        for token in tokens_of_chunk(chunk[0], language)
    ]


def places(
    text: str, language: str, wanted: Collection[str], beginnings: tuple[str, ...], part: slice = slice(None)
) -> dict[int, Token]:
    """Return by their places among all tokens of a part of a text those that are wanted, or begin so."""
    found, place = {}, 0
    for chunk in CHUNK.finditer(text, *part.indices(len(text))[:2]):
        for token in tokens_of_chunk(chunk[0], language):
            if token.text in wanted or (beginnings and token.text.startswith(beginnings)):
                found[place] = Token(token.text, token.start + chunk.start(), token.end + chunk.start())
            place += 1
    return found


def phrase(text: str, language: str) -> Phrase | None:
    """Return a text as a language's articles would hold it, or None where it has nothing to be found by.

    Words of unspaced scripts may go on in what is held: their last pair of signs is enough, and a single
    sign is the beginning of a pair.
    """
    found = located(text, language)
    if not found:
        return None
    held = tuple(token.text for token in found)
    if not SIGN.match(held[-1]):
        return Phrase(held)
    in_pair = len(found) > 1 and found[-2].end == found[-1].end
    return Phrase(held[:-1]) if in_pair else Phrase(held, prefix=True)


def forms(text: str) -> list[Phrase]:
    """Return a text as each language would hold it, every form once."""
    found = [phrase(text, language) for language in LANGUAGES]
    return list(dict.fromkeys(form for form in found if form))


def renumbered(text: str) -> str:
    """Return a text with the other kind of digit in the numbers of Chinese names.

    >>> renumbered("长征5号B"), renumbered("朱雀三号")
    ('长征五号B', '朱雀3号')
    """
    return NUMBERED.sub(lambda found: DIGITS[found[0]], text)


def tokens_of_chunk(chunk: str, language: str) -> tuple[Token, ...]:
    """Take a run of letters, digits or unspaced signs apart.

    A long one is not kept: with 200 signs each, lines that readers type would fill the memory.
    """
    return taken_apart(chunk, language) if len(chunk) > KEPT else kept(chunk, language)


def taken_apart(chunk: str, language: str) -> tuple[Token, ...]:
    """Folding may make several runs of one: m² is m 2."""
    if not chunk.isascii() and chunk.isdecimal():
        chunk = "".join(str(unicodedata.decimal(sign)) for sign in chunk)
    folded = APOSTROPHES.sub("", POSSESSIVE.sub("", fold(chunk)))
    if len(folded) == len(chunk) and SIGN.match(folded):
        return tuple(pairs(folded))
    whole = 0, len(chunk)
    return tuple(Token(text, *whole) for part in PART.findall(folded) for text in held(part, language))


kept = lru_cache(maxsize=2**14)(taken_apart)


def held(part: str, language: str) -> list[str]:
    if SIGN.match(part):
        return [token.text for token in pairs(part)]
    return [cut(part if part.isdigit() else stem(part, language))]


def pairs(run: str) -> list[Token]:
    """Return each sign with its follower, and the last one alone."""
    return [Token(run[place : place + 2], place, min(place + 2, len(run))) for place in range(len(run))]


def stem(word: str, language: str) -> str:
    stemmer = stemmers.by_language.get(language)
    return (stemmer.stemWord(word) if stemmer else word) or word


def cut(word: str) -> str:
    """Keep a token within MAX_BYTES."""
    if len(word) * 4 <= MAX_BYTES:
        return word
    return word.encode()[:MAX_BYTES].decode(errors="ignore")
