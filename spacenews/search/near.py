"""Ways on where nothing was found: tags and firms whose names are near to the words, and fewer words."""

import datetime as dt
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from spacenews.articles.models import Tag
from spacenews.firms.folding import fold
from spacenews.firms.models import Name, Organization
from spacenews.search import names, reading, text

MOST, MOST_WORDS = 5, 6
LOOKED_AT = 100  # names that begin alike
BEGINNING, ALIKE = 3, 0.6  # letters that a name must share with a word, and how much of both


def words_of(typed: str) -> list[str]:
    """Return the words of a query, without what it excludes."""
    items = [item.text for item in reading.items_of(typed) if not item.excluded]
    return list(dict.fromkeys(items))[:MOST_WORDS]


def near(typed: str, now: dt.datetime) -> list[Organization | Tag]:
    """Return firms and tags that readers know whose names begin as one of the words and are much like it."""
    words = [fold(word) for word in words_of(typed)]
    asked = list(dict.fromkeys([" ".join(words), *words]))
    beginnings = {beginning_of(word) for word in words} - {""}
    if not beginnings:
        return []
    firms, tags = firms_from(beginnings, now), tags_from(beginnings, now)
    closest = {record: closeness(record, asked) for record in (*firms, *tags)}
    alike = [record for record in closest if closest[record] >= ALIKE]
    return sorted(alike, key=lambda record: -closest[record])[:MOST]


def beginning_of(word: str) -> str:
    """Return the letters that a name must share with a word; one sign says as much, where a sign is a word."""
    signs = 1 if text.SIGN.match(word) else BEGINNING
    return word[:signs] if len(word) > signs else ""


def firms_from(beginnings: set[str], now: dt.datetime) -> Iterable[Organization]:
    known = Name.objects.filter(starting("text_folded", beginnings), organization=OuterRef("pk"))
    firms = Organization.objects.public(now).filter(starting("name_folded", beginnings) | Exists(known))
    return firms.prefetch_related("names")[:LOOKED_AT]


def tags_from(beginnings: set[str], now: dt.datetime) -> Iterable[Tag]:
    columns = ("name_folded", "name_id", "name_zh_hans")
    wanted = reduce(or_, (starting(column, beginnings) for column in columns))
    return names.tags(now).filter(wanted)[:LOOKED_AT]


def starting(column: str, beginnings: set[str]) -> Q:
    return reduce(or_, (Q(**{f"{column}__startswith": beginning}) for beginning in sorted(beginnings)))


def closeness(record: Organization | Tag, asked: list[str]) -> float:
    """Return how much one of the lines is like one of the names of a record: 1 for the same."""
    known = {fold(name) for name, _match in names.names_of(record)}
    return max(SequenceMatcher(None, name, line).ratio() for name in known for line in asked)
