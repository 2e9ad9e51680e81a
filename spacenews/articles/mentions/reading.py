"""Whether words that are spelled like a name mean it: by how the name may match, and by what stands around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from spacenews.articles.mentions.around import is_a_doubtful_capital, is_in_a_longer_name, is_part_of_another
from spacenews.articles.mentions.explained import explained, is_another
from spacenews.articles.mentions.matcher import Hit, Known, Matcher
from spacenews.articles.mentions.texts import Piece
from spacenews.firms.models import Name

Match = Name.Match
SURE, ASK = "sure", "ask"
# "China Rocket Fails" tells nothing of the firm China Rocket where every word has a capital.
LANDS = {
    *("american", "china", "chinese", "europe", "european", "india", "indian", "japan", "japanese", "korea"),
}
ORDINARY = {"aerospace", "launch", "moon", "orbital", "rocket", "rockets", "satellite", "satellites", "space"}
VOWEL = re.compile("[aeiouy]", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A place where one organization is named, or one of several; `ways` says of each whether that is sure."""

    ways: dict[int, str]
    words: str
    where: str


def mentions(matcher: Matcher, pieces: list[Piece]) -> Iterator[Mention]:
    meanings = explained(pieces)
    for piece in pieces:
        for hit in matcher.hits(piece.words, partial(is_meant, matcher, piece)):
            first, last = piece.words[hit.first], piece.words[hit.last]
            end = last.start + len(hit.said[-1])
            found = {
                owner: way
                for owner, way in ways(matcher, piece, hit).items()
                if not is_another(hit, matcher.vocabulary[owner], meanings)
            }
            if found and not piece.is_quoted(first.start, end):
                yield Mention(found, piece.text[first.start : end], piece.where)


def is_meant(matcher: Matcher, piece: Piece, hit: Hit) -> bool:
    return not is_part_of_another(piece, hit) and bool(ways(matcher, piece, hit))


def ways(matcher: Matcher, piece: Piece, hit: Hit) -> dict[int, str]:
    """Return the organizations that may be meant, and whether that is sure.

    Whom readers see comes before what the desk alone has: a table of thousands takes no sureness from a public name.
    """
    shown = [name for name in hit.names if name.is_shown]
    hidden = [name for name in hit.names if not name.is_shown]
    found = ways_of(matcher, piece, hit, shown or hidden)
    if not hidden or not shown or SURE in found.values():
        return found
    both = found | {name.organization: said for name in hidden if (said := way(matcher, piece, hit, name))}
    return both if len(both) == 1 else dict.fromkeys(sorted(both), ASK)


def ways_of(matcher: Matcher, piece: Piece, hit: Hit, names: list[Known]) -> dict[int, str]:
    """Say the same of some names. What is spelled like two organizations asks, whatever their rules."""
    names = standing(names)
    owners = {name.organization for name in names}
    if len(owners) > 1:
        return dict.fromkeys(sorted(owners), ASK) if may_be_a_name(names, hit) else {}
    found = {way(matcher, piece, hit, name) for name in names} - {""}
    return dict.fromkeys(owners, SURE if SURE in found else ASK) if found else {}


def standing(names: list[Known]) -> list[Known]:
    """Return names without those that ask where another is spelled the same and need not."""
    certain = {name.words for name in names if name.match != Match.ASK}
    return [name for name in names if name.match != Match.ASK or name.words not in certain]


def may_be_a_name(names: list[Known], hit: Hit) -> bool:
    """Say whether any letter tells a name from a word: a capital, or the case in which one is written."""
    is_spelled = any(hit.said == name.words for name in names)
    return is_spelled or any(said != said.lower() or not said.isascii() for said in hit.said)


def way(matcher: Matcher, piece: Piece, hit: Hit, name: Known) -> str:
    if name.match == Match.ALWAYS:
        return SURE
    if not is_spelled(hit.said, name.words, piece.is_capitals):
        return ""
    may_be_a_word = is_one_capital(name)
    if name.match == Match.ASK or may_be_a_word:
        things = matcher.things.get(name.organization, ())
        if is_in_a_longer_name(piece, hit, things):
            return ""
    if name.match == Match.ASK or (piece.is_capitals and is_a_word(name)):
        return ASK
    if may_be_a_word and is_a_doubtful_capital(piece, hit):
        return ASK
    return ASK if piece.is_titled and is_plain(name) else SURE


def is_one_capital(name: Known) -> bool:
    """Say whether a name is told from a word by its first letter alone: Planet, but not NASA or ICEYE."""
    said = name.words[0]
    return len(name.words) == 1 and said.isascii() and said[0].isupper() and said[1:].islower()


def is_a_word(name: Known) -> bool:
    """Say whether a name may be a word that stands in capitals; one without a vowel is an abbreviation."""
    return len(name.words) == 1 and bool(VOWEL.search(name.words[0]))


def is_spelled(said: tuple[str, ...], name: tuple[str, ...], is_capitals: bool) -> bool:
    """Say whether a name is written in its case; one of several words by their first letters, or all in capitals."""
    if said == name or (is_capitals and said == tuple(map(str.upper, name))):
        return True
    return len(said) > 1 and all(
        one[0] == other[0] or one[0] == other[0].upper() for one, other in zip(said, name, strict=True)
    )


def is_plain(name: Known) -> bool:
    """Say whether a name is a land and an ordinary word of this beat."""
    first, *others = map(str.lower, name.words)
    return first in LANDS and ORDINARY.issuperset(others)
