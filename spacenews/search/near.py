"""Ways on where nothing was found: names near to the words, and fewer words."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from spacenews.articles.models import Tag
from spacenews.firms.models import Organization
from spacenews.search import beginnings, database, reading, text

MOST, LINES = 5, 4  # names offered; lines that they are looked up by: all the words, then each of the first
SHORTEST = 3  # letters of a line that says enough; in scripts of signs any does


def words_of(typed: str) -> list[str]:
    """Return the words, phrases and values of a query, without what it excludes."""
    return list(dict.fromkeys(item.text for item in reading.items_of(typed) if not item.excluded))


@dataclass(frozen=True)
class Near:
    """A firm or a tag, and which of them it is."""

    label: str
    url: str
    kind: str

    @classmethod
    def of(cls, record: Organization | Tag) -> "Near":
        if isinstance(record, Tag):
            return cls(record.name_here, record.url, _("Tag"))
        return cls(record.label, record.url, _("Firm"))


def near(typed: str, now: dt.datetime) -> list[Near]:
    """Return firms and tags that readers know by a name that begins as the words do, or is one slip away."""
    words = words_of(typed)
    lines = [line for line in dict.fromkeys([" ".join(words), *words]) if says_enough(line)]
    with database.in_time():
        records = [meaning.record for line in lines[:LINES] for meaning in beginnings.meant(line, now, MOST)]
    return [Near.of(record) for record in dict.fromkeys(records)][:MOST]


def says_enough(line: str) -> bool:
    return len(line) >= SHORTEST or text.SIGN.match(line) is not None
