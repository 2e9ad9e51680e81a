"""Whether words that are spelled like a name mean it: by how the name may match, and by what stands around it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from spacenews.articles.mentions.matcher import Hit, Known, Matcher
from spacenews.articles.mentions.texts import Piece
from spacenews.firms.models import Name

Match = Name.Match
SURE, ASK = "sure", "ask"
# A name that ends so goes on with "of": Zhejiang University of Technology is not Zhejiang University.
SEATS = {"academy", "college", "institute", "school", "universitas", "university"}
OF = {" of", " for"}
# "China Rocket Fails" tells nothing of the firm China Rocket where every word has a capital.
LANDS = {
    "american",
    "china",
    "chinese",
    "europe",
    "european",
    "india",
    "indian",
    "japan",
    "japanese",
    "korea",
}
ORDINARY = {"aerospace", "launch", "moon", "orbital", "rocket", "rockets", "satellite", "satellites", "space"}
# In Chinese the agency of another country is called as one's own, behind the country's name.
OUR_NATION, NATION = "中国", "国家"
ABROAD = ("国", "日本", "印度", "俄罗斯", "巴西", "意大利", "加拿大", "欧洲", "以色列", "印尼", "印度尼西亚")


@dataclass(frozen=True)
class Mention:
    """A place where one organization is named, or one of several; `ways` says of each whether that is sure."""

    ways: dict[int, str]
    words: str
    where: str


def mentions(matcher: Matcher, pieces: list[Piece]) -> Iterator[Mention]:
    for piece in pieces:
        for hit in matcher.hits(piece.words, partial(is_meant, piece)):
            first, last = piece.words[hit.first], piece.words[hit.last]
            if not piece.is_quoted(first.start, last.start + len(hit.said[-1])):
                yield Mention(
                    ways(piece, hit), piece.text[first.start : last.start + len(hit.said[-1])], piece.where
                )


def is_meant(piece: Piece, hit: Hit) -> bool:
    return not is_part_of_another(piece, hit) and bool(ways(piece, hit))


def is_part_of_another(piece: Piece, hit: Hit) -> bool:
    """Say whether a satellite (LAPAN-A2), an address (spacex.com) or somebody else's name goes on from here."""
    following = piece.words[hit.last + 1] if hit.last + 1 < len(piece.words) else None
    if following and following.gap == "-" and any(map(str.isdigit, following.said)):
        return True
    if following and following.gap == "." and following.said.islower():
        return True
    if following and hit.said[-1].lower() in SEATS and following.key in OF:
        after = piece.words[hit.last + 2 : hit.last + 3]
        return bool(after) and after[0].said[0].isupper()
    return is_abroad(piece, hit)


def is_abroad(piece: Piece, hit: Hit) -> bool:
    start = piece.words[hit.first].start
    before = piece.text[max(0, start - 5) : start]
    return "".join(hit.said[:2]) == NATION and before.endswith(ABROAD) and not before.endswith(OUR_NATION)


def ways(piece: Piece, hit: Hit) -> dict[int, str]:
    """Return the organizations that may be meant. What is spelled like two of them asks, whatever their rules."""
    owners = {name.organization for name in hit.names}
    if len(owners) > 1:
        return dict.fromkeys(sorted(owners), ASK) if may_be_a_name(piece, hit) else {}
    found: dict[int, set[str]] = defaultdict(set)
    for name in hit.names:
        found[name.organization].add(way(piece, hit, name))
    return {owner: SURE if SURE in said else ASK for owner, said in found.items() if said - {""}}


def may_be_a_name(piece: Piece, hit: Hit) -> bool:
    """Say whether any letter tells a name from a word: a capital, or the case in which one is written."""
    is_spelled = any(hit.said == name.words for name in hit.names)
    return is_spelled or any(said != said.lower() or not said.isascii() for said in hit.said)


def way(piece: Piece, hit: Hit, name: Known) -> str:
    if name.match == Match.ALWAYS:
        return SURE
    if not is_spelled(hit.said, name.words, piece.is_capitals):
        return ""
    tells = len(name.words) > 1 or not piece.is_capitals
    if name.match == Match.ASK or not tells or (piece.is_titled and is_plain(name)):
        return ASK
    return SURE


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
