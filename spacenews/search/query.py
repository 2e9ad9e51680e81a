"""What is asked of the index."""

import datetime as dt
from dataclasses import dataclass, field, replace

from spacenews.articles.models import Language
from spacenews.search import labels, text
from spacenews.search.conditions import All, AnyOf, Holds, Sought, all_but
from spacenews.search.text import Phrase

MAX_GROUPS, MAX_MISSING = 12, 2
MAX_PARTS = (
    8  # of a long run of signs: a condition that any four of twelve may miss takes a database too long
)


@dataclass(frozen=True)
class Group:
    """Alternatives, one of which is to be found; `parts` are what it falls apart into where too little is."""

    phrases: tuple[Phrase, ...]
    parts: tuple["Group", ...] = ()

    @property
    def condition(self) -> AnyOf:
        return AnyOf(tuple(Holds(phrase) for phrase in self.phrases))


@dataclass(frozen=True)
class Query:
    """Words, all but `missing` of them, and all that must be, save what is excluded, in a span of time."""

    words: tuple[Group, ...] = ()
    musts: tuple[Group, ...] = ()
    filters: tuple[Group, ...] = ()
    excluded: tuple[Group, ...] = ()
    after: dt.datetime | None = None
    before: dt.datetime | None = None
    headline: Phrase | None = None
    missing: int = 0
    firms: tuple = field(default=(), compare=False)
    folded: str = field(default="", compare=False)  # what the line is known by, whatever its case
    instead: str = field(default="", compare=False)  # the line with its slips put right, if there were any

    @property
    def groups(self) -> tuple[Group, ...]:
        """What ranking counts and snippets mark."""
        return self.words + self.musts

    @property
    def is_empty(self) -> bool:
        return not (self.groups or self.filters or self.excluded or self.after or self.before)

    def condition(self, *, in_titles: bool = False) -> All:
        """Return what an entry must hold; with `in_titles` the words must stand in its title."""
        words = all_but(self.missing, [group.condition for group in self.words])
        parts = [words.in_title() if in_titles else words] if words else []
        parts += [group.condition for group in (*self.musts, *self.filters)]
        return All(tuple(parts) or (EVERYTHING,), tuple(group.condition for group in self.excluded))

    def in_titles(self) -> Sought:
        """Return the condition with the words in the title; phrases, where they are all that is asked."""
        asked = self if self.words else replace(self, words=self.musts, musts=())
        words = all_but(self.missing, [group.condition for group in asked.words])
        rest = replace(asked, words=())
        is_all = not (rest.musts or rest.filters or rest.excluded)
        return Sought(None if words and is_all else rest.condition(), words)

    def narrowed(
        self, groups: tuple[Group, ...], after: dt.datetime | None = None, before: dt.datetime | None = None
    ) -> "Query":
        """Return the query that also asks for these groups, within this span of time."""
        return replace(
            self,
            filters=self.filters + groups,
            after=max(filter(None, (self.after, after)), default=None),
            before=min(filter(None, (self.before, before)), default=None),
        )

    def relaxed(self, *, in_need: bool = False) -> "Query | None":
        """Return the query that finds more, or None: words taken apart, one missing, two; of many parts a third.

        In need, where nothing at all is found, phrases become words, and in the end one word is enough.
        """
        parts = tuple(part for group in self.words for part in spread(group.parts) or (group,))[:MAX_GROUPS]
        if parts != self.words:
            return replace(self, words=parts, missing=len(parts) // 3)
        if self.missing < min(MAX_MISSING, len(parts) - 1):
            return replace(self, missing=self.missing + 1)
        if in_need and self.musts:
            return replace(self, words=(self.words + self.musts)[:MAX_GROUPS], musts=(), missing=0)
        if in_need and self.missing < len(parts) - 1:
            return replace(self, missing=len(parts) - 1)
        return None


EVERYTHING = AnyOf(tuple(Holds(Phrase((labels.language(code),))) for code in Language.values))


def group_of(typed: str, more: list[Phrase] = ()) -> Group | None:
    """Return the group of a word or phrase as each language would hold it, with further alternatives.

    None where it has nothing to be found by.
    """
    forms = text.forms(typed)
    if not forms:
        return None
    renumbered = text.forms(text.renumbered(typed))
    length = len(forms[0].tokens)
    stands_for_parts = [*renumbered, *more] if length <= MAX_PARTS else more
    parts = (part_of(forms, place, stands_for_parts) for place in range(length)) if length > 1 else ()
    return Group(tuple(dict.fromkeys([*forms, *renumbered, *more])), tuple(parts))


def spread(parts: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return so many parts, from the first to the last, that a condition may be asked of them.

    >>> spread(tuple(range(16)))
    (0, 2, 4, 6, 8, 10, 12, 15)
    """
    if len(parts) <= MAX_PARTS:
        return parts
    return tuple(parts[place * (len(parts) - 1) // (MAX_PARTS - 1)] for place in range(MAX_PARTS))


def part_of(forms: list[Phrase], place: int, more: list[Phrase]) -> Group:
    """Return the group of one token of a phrase; what holds this very token is no further alternative."""
    last = place == len(forms[0].tokens) - 1
    tokens = [Phrase((form.tokens[place],), form.prefix and last) for form in forms]
    held = {token.tokens[0] for token in tokens}
    others = [phrase for phrase in more if held.isdisjoint(phrase.tokens)]
    return Group(tuple(dict.fromkeys([*tokens, *others])))
