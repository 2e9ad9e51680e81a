"""What stands around words that are spelled like a name, and says that they are none, or a part of another name."""

import re
from collections.abc import Container

from spacenews.articles.mentions.common import DATES, lands
from spacenews.articles.mentions.han import ANOTHER_HOUSE, OUR_NATION
from spacenews.articles.mentions.matcher import Hit
from spacenews.articles.mentions.texts import Piece
from spacenews.articles.mentions.words import COMPANY, Word

# A name that ends so goes on with "of": Zhejiang University of Technology is not Zhejiang University.
SEATS = {"academy", "college", "institute", "school", "universitas", "university"}
OF = {" of", " for"}
# Who bears another's name and one of these words is somebody else: a press, a credit union, a street.
HOUSES = {
    *("avenue", "bank", "club", "hospital", "hotel", "museum", "press", "restaurant", "road", "street"),
    "union",
}
LONGEST_RUN = 4
# In Chinese the agency of another country is called as one's own, behind the country's name.
NATION = "国家"
ABROAD = ("国", "日本", "印度", "俄罗斯", "巴西", "意大利", "加拿大", "欧洲", "以色列", "印尼", "印度尼西亚")
ACADEMY, UNIVERSITY = "院", "大学"
CLOCK = re.compile(r"(?:\d[:.]\d\d|[ap]\.?m\.?) \Z", re.IGNORECASE)  # before it stands, behind it a time zone
LONGEST_CLOCK = 12
ZONES = {"UTC", "GMT"}  # of these two no clock need stand before
ARTICLES = {"a", "an", "the"}
# Words that stand before a firm's name, also at the beginning of a sentence.
OPENERS = {
    *("after", "also", "although", "because", "before", "both", "but", "if", "like", "neither", "rival"),
    "since",
    *("startup", "unlike", "when", "while", "bagi", "dan", "dari", "kata", "menurut", "oleh"),
}
JOINING = {"and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "that", "to", "was", "with"}
HONORIFICS = {"bapak", "dr", "ibu", "miss", "mr", "mrs", "ms", "prof", "sir"}
# Who leads a firm is told behind its name, and where it is from before.
OFFICES = {"chair", "chairman", "chief", "cofounder", "director", "executive", "founder", "president", "vice"}
SAID_OF_FIRMS = OFFICES | COMPANY | DATES
SENTENCE_ENDS = set(".!?…:•")


def is_part_of_another(piece: Piece, hit: Hit) -> bool:
    """Say whether a satellite (LAPAN-A2), an address (spacex.com) or somebody else's name goes on from here."""
    following = word_at(piece, hit.last + 1)
    if following and following.gap == "-" and any(map(str.isdigit, following.said)):
        return True
    if following and following.gap == "." and following.said.islower():
        return True
    if following and hit.said[-1].lower() in SEATS and following.key in OF:
        after = word_at(piece, hit.last + 2)
        return bool(after) and after.said[0].isupper()
    if hit.said[0].isascii():
        return is_a_time_zone(piece, hit) or is_a_house(piece, hit)
    return is_in_a_word(piece, hit) or is_abroad(piece, hit) or is_another_house(piece, hit)


def word_at(piece: Piece, place: int) -> Word | None:
    return piece.words[place] if 0 <= place < len(piece.words) else None


def is_a_time_zone(piece: Piece, hit: Hit) -> bool:
    start = piece.words[hit.first].start
    is_short = hit.first == hit.last and hit.said[0].isupper()
    if not is_short:
        return False
    return hit.said[0] in ZONES or bool(CLOCK.search(piece.text, max(0, start - LONGEST_CLOCK), start))


def is_a_house(piece: Piece, hit: Hit) -> bool:
    """Say whether the capitals that follow end in a word for somebody else's house: Tsinghua University Press."""
    if piece.is_titled or piece.is_capitals:
        return False
    for place in range(hit.last + 1, hit.last + 1 + LONGEST_RUN):
        word = word_at(piece, place)
        if word is None or word.gap != " " or not word.said[0].isupper():
            return False
        if word.folded in HOUSES:
            return True
    return False


def span(piece: Piece, hit: Hit) -> tuple[int, int]:
    return piece.words[hit.first].start, piece.words[hit.last].end


def is_in_a_word(piece: Piece, hit: Hit) -> bool:
    return not piece.inside_words.isdisjoint(span(piece, hit))


def is_abroad(piece: Piece, hit: Hit) -> bool:
    start, _end = span(piece, hit)
    before = piece.text[max(0, start - 5) : start]
    return "".join(hit.said[:2]) == NATION and before.endswith(ABROAD) and not before.endswith(OUR_NATION)


def is_another_house(piece: Piece, hit: Hit) -> bool:
    _start, end = span(piece, hit)
    is_of_academy = hit.said[-1] == ACADEMY and piece.text.startswith(UNIVERSITY, end)
    return is_of_academy or bool(ANOTHER_HOUSE.match(piece.text, end))


def is_in_a_longer_name(piece: Piece, hit: Hit, things: Container[str]) -> bool:
    """Say whether a doubtful word belongs to the capitals beside it: Planet Nine, General Relativity, the Spire of …

    What follows may be a rocket or satellite of its own (`things`), or an office. Where all words have capitals, they
    tell nothing.
    """
    before, after = word_at(piece, hit.first - 1), word_at(piece, hit.last + 1)
    is_joined = hit.first > 0 and piece.words[hit.first].gap == " "
    if is_joined and before.folded in ARTICLES and ends_there(after):
        return True
    if piece.is_titled or piece.is_capitals or not hit.said[0].isascii():
        return False
    if is_joined and (before.folded in HONORIFICS or is_first_of_a_name(piece, hit.first - 1)):
        return True
    return bool(after) and after.gap == " " and is_last_of_a_name(after, things)


def begins_a_sentence(piece: Piece, place: int) -> bool:
    """Say whether a word has its capital from the beginning of a sentence, so that it tells nothing."""
    return place == 0 or not SENTENCE_ENDS.isdisjoint(piece.words[place].gap)


def is_a_doubtful_capital(piece: Piece, hit: Hit) -> bool:
    """Say whether the capital of a name that is one word tells nothing there, or an article or capital stands before.

    The Isar may be a river, and Special Relativity no firm. A possessive without an article tells: Spire's antenna.
    """
    if begins_a_sentence(piece, hit.first):
        return not is_possessive(piece, hit)
    if piece.is_titled:
        return True
    before = word_at(piece, hit.first - 1)
    if piece.words[hit.first].gap != " " or before.folded in OPENERS | JOINING:
        return False
    is_capital = before.said[0].isupper() and before.said[1:].islower()
    return before.folded in ARTICLES or (is_capital and not is_said_of_a_firm(before))


def is_possessive(piece: Piece, hit: Hit) -> bool:
    following = word_at(piece, hit.last + 1)
    return bool(following) and following.key == "'s"


def ends_there(after: Word | None) -> bool:
    """Say whether a word that an article began is over: an article stands before a firm's name if more follows."""
    return after is None or after.gap != " " or after.folded in JOINING


def is_first_of_a_name(piece: Piece, place: int) -> bool:
    """Say whether a word has a capital of its own, not that of a sentence; abbreviations (US, NASA) have their own."""
    word = piece.words[place]
    is_inside = place > 0 and word.gap in {" ", "-"}
    return is_inside and word.said[0].isupper() and word.said[1:].islower() and not is_said_of_a_firm(word)


def is_last_of_a_name(word: Word, things: Container[str]) -> bool:
    is_a_name = word.said[0].isupper() and word.said[1:].islower()
    return is_a_name and word.folded not in things and not is_said_of_a_firm(word)


def is_said_of_a_firm(word: Word) -> bool:
    return word.folded in SAID_OF_FIRMS or word.folded in lands()
