"""Finding working copies, as search.find finds editions: a condition, the newest article first, so many rows.

Every question is asked of what this person may see: `within` is never wider, and stands in the same statement.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial

from django.db import connection
from django.db.models import F, Max, OrderBy, Q, QuerySet

from spacenews.articles.models import Address, Article
from spacenews.articles.policy import is_editor
from spacenews.search import find, parts
from spacenews.search.conditions import All, AnyOf, Holds, Sought
from spacenews.search.desk.index import owner
from spacenews.search.find import OLDER, SAME, WINDOW, headline
from spacenews.search.index import key_of
from spacenews.search.models.working import BUCKET, WorkingEntry, WorkingWords
from spacenews.search.parts import ROOM, Part
from spacenews.search.query import Group, Query
from spacenews.search.text import Phrase

LITTLE = 300
PARTS = ("title", "points", "labels")
ADDRESS = re.compile(r"(?:^|/)(\d{4}/\d\d/[a-z0-9-]+)/?(?:[?#].*)?$", re.ASCII)
OWN_PAGE = re.compile(r"/articles/article/(\d{1,18})(?:/|$)", re.ASCII)
SLUG = re.compile(r"[a-z0-9-]{1,120}", re.ASCII)


@dataclass
class Row(find.Row):
    """A working copy as ranking sees it: its number in an edition's place, and as its key when it was changed."""

    changed_at: dt.datetime | None = None

    @property
    def pk(self) -> int:
        return self.edition

    @cached_property
    def all_of_it(self) -> str:
        return f"{self.head} {self.body} "


@dataclass(frozen=True)
class Scope:
    """What one person may find: his own alone, unless he edits what others wrote."""

    within: QuerySet
    marks: tuple[Group, ...] = ()

    @classmethod
    def of(cls, user, within: QuerySet) -> "Scope":
        """The mark only bounds the work of the index; `visible_to` decides."""
        marks = () if is_editor(user) else (Group((Phrase((owner(user.pk),)),)),)
        return cls(within & Article.objects.visible_to(user), marks)

    @cached_property
    def little(self) -> list[Row] | None:
        """All of it, texts too, where it is so little that the index would be walked in vain; else None."""
        pks = list(self.within.order_by().values_list("pk", flat=True)[: LITTLE + 1])
        if len(pks) > LITTLE:
            return None
        words = WorkingWords.objects.filter(article__in=pks)
        return rows_of(words.values_list("article__changed_at", "article_id", *PARTS, "body"))


def window(query: Query, scope: Scope) -> tuple[list[Row], bool]:
    """Return the newest working copies in which the query holds, and whether there are more.

    Of more, older ones are added that hold the words in their titles, or have just this headline.
    """
    query = query.narrowed(scope.marks)
    condition = AnyOf((query.condition(), *headline(query)))
    if scope.little is not None:
        return [row for row in scope.little if is_in_time(query, row) and holds(condition, row)], False
    found = newest(query, Sought(condition), scope, WINDOW + 1)
    is_cut = len(found) > WINDOW
    if is_cut and query.groups:
        found = found[:WINDOW] + older(query, scope, found[WINDOW - 1][1])
    return rows_of(found[: WINDOW + OLDER + SAME]), is_cut


def is_in_time(query: Query, row: Row) -> bool:
    is_after = query.after is None or row.changed_at >= query.after
    return is_after and (query.before is None or row.changed_at < query.before)


def holds(condition: All | AnyOf | Holds, row: Row) -> bool:
    """Say of a row what the index would."""
    match condition:
        case All(parts, but):
            return all(holds(part, row) for part in parts) and not any(holds(part, row) for part in but)
        case AnyOf(parts):
            return any(holds(part, row) for part in parts)
        case Holds(phrase, title):
            return phrase.needle in (row.title if title else row.all_of_it)


def older(query: Query, scope: Scope, pk: int) -> list[tuple]:
    """Return older ones that hold the words in their titles, and those that have just this headline."""
    before = replace(scope, within=scope.within.filter(working_words__article__lt=pk))
    same = [row for held in headline(query) for row in copies(query, Sought(held), before, SAME)]
    return same + newest(query, query.in_titles(), before, OLDER)


def newest(query: Query, sought: Sought, scope: Scope, most: int) -> list[tuple]:
    return parts.newest(partial(copies, query, sought, scope, most), most, part_of, parts.FIRST)


def part_of(looked_at: int) -> Part:
    """As search.parts has it of editions; here by the numbers of the articles."""
    last = WorkingEntry.objects.aggregate(last=Max("article"))["last"] or 0
    if ROOM * looked_at >= last:
        return None
    return list(range((last - looked_at) >> BUCKET, (last >> BUCKET) + 1))


def copies(query: Query, sought: Sought, scope: Scope, most: int, part: Part = None) -> list[tuple]:
    """Return of the newest when each was changed, its number, and what is ranked of it.

    A span of time is one of changes.
    """
    found = scope.within.filter(working_words__vector__match=replace(sought, part=part))
    if query.after:
        found = found.filter(changed_at__gte=query.after)
    if query.before:
        found = found.filter(changed_at__lt=query.before)
    columns = ("changed_at", "pk", *(f"working_entry__{name}" for name in PARTS))
    return list(found.order_by(newest_first()).values_list(*columns)[:most])


def newest_first() -> OrderBy:
    """As search.question has it."""
    number = F("working_words__article_id")
    return number.desc() if connection.vendor == "sqlite" else (-number).asc()


def rows_of(found: Iterable[tuple]) -> list[Row]:
    """Give each row a key, the last changed first; two of one moment have two."""
    rows, key = [], 0
    for changed_at, *values in sorted({row[1]: row for row in found}.values()):
        key = max(key + 1, key_of(changed_at))
        rows.append(Row(key, *values, changed_at=changed_at))
    return rows[::-1]


def bodies(pks: dict[int, int]) -> dict[int, str]:
    """Return the tokens of the texts, padded, by key as the numbers of the articles are."""
    held = dict(WorkingWords.objects.filter(article__in=pks.values()).values_list("article_id", "body"))
    return {key: f" {held[pk]} " for key, pk in pks.items() if pk in held}


def addressed(line: str, scope: Scope) -> list[int]:
    """Return the articles that have, or had, the address that a line is, or whose slug it is."""
    if found := OWN_PAGE.search(line):
        asked = Q(pk=int(found[1]))
    elif found := ADDRESS.search(line):
        asked = Q(pk__in=Address.objects.filter(path=found[1]).values("article"))
        asked |= Q(slug=found[1].rpartition("/")[2])
    elif SLUG.fullmatch(line):
        asked = Q(slug=line)
    else:
        return []
    return list(scope.within.filter(asked).order_by("-pk").values_list("pk", flat=True)[:SAME])
