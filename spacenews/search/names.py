"""Names in a query: a firm's name stands for all its names and for the articles tied to it, a tag's for its own,
and a word with synonyms for each of them.

They are looked up when a query is read, and the index holds only numbers: so a new name counts from the moment
that it is saved, and renaming a firm or a tag writes nothing anew.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from spacenews.articles.models import Edition, Section, Tag
from spacenews.firms.folding import fold
from spacenews.firms.models import Name, Organization
from spacenews.search import database, labels, text
from spacenews.search.models import Synonym
from spacenews.search.text import Phrase

MAX_NAMES, MAX_ALIKE = 8, 1000


@dataclass(frozen=True)
class Meaning:
    """What a name stands for; `match` says how freely, as firms.Name has it."""

    record: Organization | Tag | Section | Synonym
    spelled: str
    match: str = Name.Match.ALWAYS

    @property
    def phrases(self) -> list[Phrase]:
        """All that may stand for the record in an entry: its label, and a firm's names that mean nothing else.

        For a synonym they are its words.
        """
        if isinstance(self.record, Synonym):
            return [form for word in self.record.words[:MAX_NAMES] for form in text.forms(word)]
        if not isinstance(self.record, Organization):
            return [labels.of(self.record)]
        clear = [name for name, match in names_of(self.record) if is_clear(name, match)][:MAX_NAMES]
        tied = [labels.of(self.record), Phrase((labels.about(self.record.pk),))]
        return [*tied, *(form for name in clear for form in text.forms(name))]

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
        if "synonym" in named:
            self.add(Synonym.objects.filter(pk__in=named["synonym"]))
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
            fold_name = text.folded if isinstance(record, Synonym) else fold
            for spelled, match in names_of(record):
                meaning = Meaning(record, spelled, match)
                if meaning not in self.meanings[fold_name(spelled)]:
                    self.meanings[fold_name(spelled)].append(meaning)

    def of(self, typed: str, alone: bool = False) -> list[Meaning]:
        """Return what words in running text mean, one meaning a record."""
        return self._found(typed, lambda meaning: meaning.holds(typed, alone))

    def filtering(self, typed: str, kind: type) -> list[Meaning]:
        """Return what the value of a filter means, by a slug that it had if nothing else."""
        return self._found(typed, lambda meaning: isinstance(meaning.record, kind)) or self._former(
            typed, kind
        )

    def _former(self, typed: str, kind: type) -> list[Meaning]:
        records = {Organization: self.firms, Tag: self.tags, Section: self.sections}[kind]()
        former = records.filter(former_slugs__slug=fold(typed))
        return [Meaning(record, record.slug, Name.Match.ASK) for record in former]

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
    words = text.words(typed)
    joints = " " if text.SIGN.search(typed) else (" ", "-", "")
    return {fold(typed), *(joint.join(words) for joint in joints)} - {""}


def names_of(record: Organization | Tag | Section | Synonym) -> list[tuple[str, str]]:
    """Return the names of a record and how freely each may match; its slug too, where it is all that is asked."""
    if isinstance(record, Synonym):
        return [(word, Name.Match.ALWAYS) for word in record.words]
    if isinstance(record, Organization):
        named = [(name.text, name.match) for name in record.names.all()]
        named += [(name, Name.Match.EXACT) for name in (record.name, record.short_name)]
    else:
        named = [(name, Name.Match.ALWAYS) for name in (record.name, record.name_id, record.name_zh_hans)]
    return [(name, match) for name, match in named if name] + [(record.slug, Name.Match.ASK)]


def alike(word: str, now: dt.datetime) -> dict[str, str]:
    """Return words of names that readers know and that begin as this one does, and by what they are replaced.

    A name of several words is there too, as it looks without its spaces.
    """
    firms = Organization.objects.public(now)
    columns = (
        (firms, "names__text_folded"),
        (firms, "name_folded"),
        (tags(now), "name_folded"),
        (tags(now), "name_id"),
    )
    first, *others = (begun(records, column, word[0]) for records, column in columns)
    found = {}
    for words in map(text.words, first.union(*others).order_by("spelled")[:MAX_ALIKE]):
        found |= {"".join(words): " ".join(words)} | {word: word for word in words if text.is_surface(word)}
    return found


def begun(records: QuerySet, column: str, letter: str) -> QuerySet:
    """Return the names with a word that begins with a letter."""
    begins = Q(**{f"{column}__istartswith": letter}) | Q(**{f"{column}__icontains": f" {letter}"})
    return records.filter(begins).order_by().annotate(spelled=F(column)).values_list("spelled", flat=True)


def tags(now: dt.datetime) -> QuerySet:
    """Return the tags that readers know: one that only a draft bears must not be told."""
    return Tag.objects.filter(Exists(Edition.objects.live(now).filter(tag_rows__tag=OuterRef("pk"))))


def sections(now: dt.datetime) -> QuerySet:
    return Section.objects.filter(Exists(Edition.objects.live(now).filter(section=OuterRef("pk"))))
