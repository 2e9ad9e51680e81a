"""Reading what was typed: words, "phrases", -exclusions and filters. Wrong use is read as plain words."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.conf import settings

from spacenews.articles.models import Language, Section, Tag
from spacenews.firms.models import Organization
from spacenews.markup import tidy
from spacenews.search import labels, slips, text
from spacenews.search.names import Meaning, Names
from spacenews.search.query import MAX_GROUPS, Group, Query, group_of
from spacenews.search.text import Phrase, folded

MAX_LENGTH = 200
ABBREVIATED = 4  # letters that a code may have beside its digits: those of CZ-5B are no word
MAX_WORDS_IN_NAME, MAX_SIGNS_IN_NAME, MAX_RUN = 6, 12, 40
RECORDS = {"firm": Organization, "tag": Tag, "section": Section}
KEYS = (*RECORDS, "lang", "after", "before")
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』", '"'))
ITEM = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:(?P<key>{'|'.join(KEYS)}):)?"
    r'(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))',
    re.IGNORECASE,
)
DATE = re.compile(r"(19[789]\d|2[01]\d\d)(?:-(\d\d?))?(?:-(\d\d?))?", re.ASCII)
LANGUAGES = {
    "english": "en",
    "bahasa": "id",
    "indonesia": "id",
    "indonesian": "id",
    "zh": "zh-hans",
    "chinese": "zh-hans",
    "中文": "zh-hans",
    "简体中文": "zh-hans",
    **{code: code for code in Language.values},
}
# They stand in nearly every text of their language: not asked for where other words are.
COMMON_WORDS = """
    a about an and are as at be been but by can did do does for from has have how in into is it its many much of on
    or that the their them there these they this those to was we were what when where which who why will with you
    your
    ada adalah akan apa atau bagaimana berapa dalam dan dari dengan di ini itu juga kapan ke mengapa oleh pada para
    sebagai siapa untuk yang
"""
COMMON = frozenset(COMMON_WORDS.split())


@dataclass(frozen=True)
class Item:
    """One piece of what was typed."""

    text: str
    key: str = ""
    quoted: bool = False
    excluded: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it may be a part of a name, and left out where too little is found."""
        return not (self.key or self.quoted or self.excluded)


def tidied(typed: str) -> str:
    """Return what is read of what was typed, and shown again in the box."""
    return " ".join(tidy(typed)[:MAX_LENGTH].split())


def read(typed: str, now: dt.datetime, *, as_typed: bool = False, names: type[Names] = Names) -> Query:
    """Return the query that a line means at `now`; its slips are put right, unless `as_typed`.

    `names` looks up what names mean: to readers, if nothing else is said.
    """
    reader = reader_of(typed, now, names)
    if as_typed:
        return reader.query(typed)
    unknown = slips.unknown(reader.loose(), now)
    line = put_right(typed, unknown.meant)
    if line == normal(typed):
        reader.begun = unknown.begun
        return reader.query(typed)
    reader = reader_of(line, now, names)
    reader.begun = unknown.begun
    return replace(reader.query(line), folded=folded(typed), instead=line)


def reader_of(line: str, now: dt.datetime, names: type[Names]) -> "Reader":
    """Return a reader that has taken all of a line."""
    items = items_of(line)
    values = [item.text for item in items if item.key in RECORDS]
    words = [item.text for item in items if item.is_word]
    asks_section = any(item.key == "section" for item in items)
    reader = Reader(names([*values, *spans_of(words)], now, with_sections=asks_section))
    for item in items:
        reader.take(item)
    return reader


def normal(typed: str) -> str:
    """Return a line in plain signs; symbols part words, as they do in a text: №1 is 1, not No1."""
    parted = "".join(" " if unicodedata.category(sign) == "So" else sign for sign in typed)
    return unicodedata.normalize("NFKC", parted)[:MAX_LENGTH]


def items_of(typed: str) -> list[Item]:
    """Take a line apart.

    >>> [item.text for item in items_of('methane -"New Glenn" firm:landspace a"b')]
    ['methane', 'New Glenn', 'landspace', 'a', 'b']
    """
    return [item_of(found) for found in ITEM.finditer(normal(typed).translate(QUOTES))]


def item_of(found: re.Match) -> Item:
    return Item(
        text=found["quoted"] if found["plain"] is None else found["plain"],
        key=(found["key"] or "").lower(),
        quoted=found["plain"] is None,
        excluded=bool(found["minus"]),
    )


def put_right(typed: str, meant: dict[str, str]) -> str:
    """Return a line with other words for some; what is filtered, quoted or excluded stays as it was typed.

    >>> put_right('Zuque -zuque “zuque” zuque-3', {"zuque": "zhuque"})
    'zhuque -zuque “zuque” zhuque-3'
    """
    line = normal(typed)

    def piece(found: re.Match) -> str:
        as_typed = line[found.start() : found.end()]
        return text.CHUNK.sub(word, as_typed) if item_of(found).is_word else as_typed

    def word(chunk: re.Match) -> str:
        return meant.get(folded(chunk[0]), chunk[0])

    return ITEM.sub(piece, line.translate(QUOTES))


def loose_in(typed: str) -> list[str]:
    """Return the words of what was typed; of a code only those that are no abbreviation: CRS-25 is never put right.

    >>> loose_in("LandSpace's"), loose_in("Zhuque-3"), loose_in("CRS-25")
    (['landspace'], ['zhuque'], [])
    """
    is_code = any(sign.isdigit() for sign in typed)
    return [word for word in text.words(typed) if not is_code or len(word) > ABBREVIATED]


def spans_of(words: list[str]) -> list[str]:
    """Return what may be a name: all the words, runs of some, and runs of signs in an unspaced word."""
    starts = range(len(words))
    runs = [
        " ".join(words[start : start + size]) for size in range(1, MAX_WORDS_IN_NAME + 1) for start in starts
    ]
    return [" ".join(words), *runs] + [
        word[start:end] for word in words if text.SIGN.search(word) for start, end in runs_in(word)
    ]


def runs_in(word: str) -> list[tuple[int, int]]:
    """Return where a name may stand in an unspaced word, the longest first."""
    length = min(len(word), MAX_RUN)
    sizes = range(min(MAX_SIGNS_IN_NAME, length - 1), 1, -1)
    return [(start, start + size) for size in sizes for start in range(length - size + 1)]


class Reader:
    """Puts a query together, item by item."""

    def __init__(self, names: Names):
        self.names = names
        self.words: list[str] = []
        self.plain: set[str] = set()  # those that were typed as words, not as filters that mean nothing
        self.musts: list[Group] = []
        self.filters: list[Group] = []
        self.excluded: list[Group] = []
        self.moments: dict[str, dt.datetime] = {}
        self.firms: dict[Organization, Meaning] = {}
        self.begun: dict[str, Collection[str]] = {}

    def take(self, item: Item) -> None:
        """Take one item; a filter whose value means nothing is words."""
        if item.key and self.filter(item):
            return
        typed = f"{item.key} {item.text}" if item.key else item.text
        if item.is_word:
            self.plain.add(typed)
        if item.is_word or (item.key and not item.excluded):
            self.words += typed.split()
        elif group := group_of(typed):
            (self.excluded if item.excluded else self.musts).append(group)

    def filter(self, item: Item) -> bool:
        """Narrow the query to what the item names; say whether it names anything."""
        if item.key in ("after", "before"):
            return not item.excluded and self.limit(item)
        if item.key == "lang":
            code = LANGUAGES.get(item.text.lower())
            found = (Phrase((labels.language(code),)),) if code else ()
        else:
            meanings = self.names.filtering(item.text, RECORDS[item.key])
            found = tuple(labels.of(meaning.record) for meaning in meanings)
            if not item.excluded:
                self.note(meanings)
        if found:
            (self.excluded if item.excluded else self.filters).append(Group(found))
        return bool(found)

    def limit(self, item: Item) -> bool:
        if begin := moment(item.text):
            self.moments[item.key] = begin
        return begin is not None

    def note(self, meanings: list[Meaning]) -> None:
        self.firms |= {m.record: m for m in meanings if isinstance(m.record, Organization)}

    def query(self, line: str) -> Query:
        groups = list(self.groups())
        rare = [group for group, is_common in groups if not is_common]
        headline = labels.headline(line)
        return Query(
            words=a_few(rare or [group for group, _is_common in groups]),
            musts=a_few(self.musts),
            filters=a_few(self.filters),
            excluded=a_few(self.excluded),
            headline=Phrase((headline,)) if headline else None,
            firms=tuple(self.firms.values()),
            folded=folded(line),
            **self.moments,
        )

    def groups(self) -> Iterator[tuple[Group, bool]]:
        """Yield the groups of the words, and whether each is a word that stands everywhere."""
        for typed, meanings in self.runs():
            if meanings:
                yield self.named(typed, meanings), False
            else:
                yield from self.groups_in(typed)

    def runs(self) -> Iterator[tuple[str, list[Meaning]]]:
        """Yield the words, of which names go first, as long ones as there are, and what each name means."""
        start = 0
        while start < len(self.words):
            left = len(self.words) - start
            for size in (left, *range(min(MAX_WORDS_IN_NAME, left), 0, -1)):
                typed = " ".join(self.words[start : start + size])
                if meanings := self.names.of(typed, alone=size == len(self.words)):
                    break
            yield typed, meanings
            start += size

    def loose(self) -> list[str]:
        """Return the words that are no names or abbreviations with a number, and do not stand everywhere."""
        rest = [typed for typed, meanings in self.runs() if not meanings and typed in self.plain]
        words = [word for typed in rest for word in loose_in(typed)]
        return [word for word in words if word not in COMMON]

    def groups_in(self, word: str) -> Iterator[tuple[Group, bool]]:
        """Yield the groups of one word; an unspaced one may hold a name between other signs."""
        for start, end in runs_in(word) if text.SIGN.search(word) else ():
            if meanings := self.names.of(word[start:end]):
                yield from self.groups_in(word[:start])
                yield self.named(word[start:end], meanings), False
                yield from self.groups_in(word[end:])
                return
        going_on = self.begun.get(folded(word), ())
        if group := group_of(word, [form for other in going_on for form in text.forms(other)]):
            yield group, COMMON.issuperset(text.words(word))

    def named(self, typed: str, meanings: list[Meaning]) -> Group:
        self.note(meanings)
        more = [phrase for meaning in meanings for phrase in meaning.phrases]
        return group_of(typed, more) or Group(tuple(more))


def a_few(groups: list[Group]) -> tuple[Group, ...]:
    """Return each group once: what is typed over and over asks for nothing more."""
    return tuple(dict.fromkeys(groups))[:MAX_GROUPS]


def moment(value: str) -> dt.datetime | None:
    """Return when a year, month or day begins in the site's zone, or None for what is no date.

    >>> moment("2026-02-30") is moment("soon") is None
    True
    """
    found = DATE.fullmatch(value)
    if not found:
        return None
    try:
        return dt.datetime(*(int(part or 1) for part in found.groups()), tzinfo=ZoneInfo(settings.TIME_ZONE))
    except ValueError:
        return None
