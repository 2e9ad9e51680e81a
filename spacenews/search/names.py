"""Names in a query: a firm's name stands for all its names and for the articles tied to it, a tag's for its own.

They are looked up when a query is read, and the index holds only numbers: so a new name counts from the moment
that it is saved, and renaming a firm or a tag writes nothing anew.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from spacenews.articles.models import Edition, Section, Tag
from spacenews.firms.folding import fold
from spacenews.firms.models import Name, Organization
from spacenews.search import database, labels, text
from spacenews.search.text import Phrase

MAX_NAMES = 8


@dataclass(frozen=True)
class Meaning:
    """What a name stands for; `match` says how freely, as firms.Name has it."""

    record: Organization | Tag | Section
    spelled: str
    match: str = Name.Match.ALWAYS

    @property
    def phrases(self) -> list[Phrase]:
        """All that may stand for the record in an entry: its label, and a firm's names that mean nothing else."""
        names = names_of(self.record) if isinstance(self.record, Organization) else []
        clear = [name for name, match in names if is_clear(name, match)][:MAX_NAMES]
        return [labels.of(self.record), *(form for name in clear for form in text.forms(name))]

    def holds(self, typed: str, alone: bool) -> bool:
        """Say whether words mean this: a doubtful name only as the whole query, a short one in its own case."""
        as_written = self.match == Name.Match.EXACT and typed == self.spelled
        return alone or as_written or is_clear(typed, self.match)


class Names:
    """What names mean at one moment to readers, looked up in a constant number of queries."""

    def __init__(self, typed: Iterable[str], now: dt.datetime, with_sections: bool = False):
        self.now = now
        spellings = {spelling for name in typed for spelling in spellings_of(name)}
        self.meanings: dict[str, list[Meaning]] = defaultdict(list)
        named = database.named(spellings) if spellings else {}
        if "firm" in named:
            self.add(self.firms().filter(pk__in=named["firm"]).prefetch_related("names"))
        if "tag" in named:
            self.add(self.tags().filter(pk__in=named["tag"]))
        if with_sections:
            self.add(self.sections())

    def firms(self) -> QuerySet:
        return Organization.objects.public(self.now)

    def tags(self) -> QuerySet:
        return tags(self.now)

    def sections(self) -> QuerySet:
        return sections(self.now)

    def add(self, records: Iterable) -> None:
        for record in records:
            for spelled, match in names_of(record):
                meaning = Meaning(record, spelled, match)
                if meaning not in self.meanings[fold(spelled)]:
                    self.meanings[fold(spelled)].append(meaning)

    def of(self, typed: str, alone: bool = False) -> list[Meaning]:
        """Return what words in running text mean, one meaning a record."""
        return self._found(typed, lambda meaning: meaning.holds(typed, alone))

    def filtering(self, typed: str, kind: type) -> list[Meaning]:
        """Return what the value of a filter means."""
        return self._found(typed, lambda meaning: isinstance(meaning.record, kind))

    def _found(self, typed: str, wanted: Callable[[Meaning], bool]) -> list[Meaning]:
        if not self.meanings:
            return []
        meanings = [m for spelling in sorted(spellings_of(typed)) for m in self.meanings.get(spelling, ())]
        return list({meaning.record: meaning for meaning in meanings if wanted(meaning)}.values())


def is_clear(name: str, match: str) -> bool:
    """Say whether a name means its record whatever its case: HIT does not, Harbin Institute does."""
    several = " " in name or text.SIGN.search(name) is not None
    return match == Name.Match.ALWAYS or (match == Name.Match.EXACT and several)


def spellings_of(typed: str) -> set[str]:
    """Return how a name that is typed so may be written: i space is i-Space, galaxy space GalaxySpace."""
    words = [] if text.SIGN.search(typed) else text.words(typed)
    return {fold(typed), " ".join(words), "-".join(words), "".join(words)} - {""}


def names_of(record: Organization | Tag | Section) -> list[tuple[str, str]]:
    """Return the names of a record and how freely each may match; its slug too, where it is all that is asked."""
    if isinstance(record, Organization):
        named = [(name.text, name.match) for name in record.names.all()]
        named += [(name, Name.Match.EXACT) for name in (record.name, record.short_name)]
    else:
        named = [(name, Name.Match.ALWAYS) for name in (record.name, record.name_id, record.name_zh_hans)]
    return [(name, match) for name, match in named if name] + [(record.slug, Name.Match.ASK)]


def tags(now: dt.datetime) -> QuerySet:
    """Return the tags that readers know: one that only a draft bears must not be told."""
    return Tag.objects.filter(Exists(Edition.objects.live(now).filter(tag_rows__tag=OuterRef("pk"))))


def sections(now: dt.datetime) -> QuerySet:
    return Section.objects.filter(Exists(Edition.objects.live(now).filter(section=OuterRef("pk"))))
