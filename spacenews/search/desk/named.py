"""Organizations and tags at the desk, by any of their names in any script, or a part of one; with a slip in it too."""

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import and_, or_

from django.db.models import Case, Model, Q, QuerySet, Value, When

from spacenews.articles.models import Tag
from spacenews.firms.folding import fold
from spacenews.firms.models import Name, Organization
from spacenews.search.beginnings import SLIP_FROM, is_slip
from spacenews.search.names import names_of, spellings_of

COLUMNS = {
    Organization: ("name_folded", "short_name", "slug"),
    Tag: ("name_folded", "name_id", "name_zh_hans", "slug"),
}
MOST_WORDS, LOOKED_AT = 6, 300
NOTHING = Q(pk__in=())
How = Callable[[str, str], Q]  # what a column is to do with words: begin so, hold them


def search(queryset: QuerySet, line: str) -> tuple[QuerySet, tuple]:
    """Return what has such a name, or what is one slip away where there is none; and its order, beginnings first."""
    spellings = sorted(spellings_of(line))
    found = queryset.filter(named(queryset.model, holds, spellings) | holding_words(queryset.model, line))
    if not found.exists():
        found = queryset.filter(pk__in=slipped(queryset, fold(line)))
    first = When(named(queryset.model, starts, spellings), then=Value(0))
    order = queryset.query.order_by or queryset.model._meta.ordering
    return found, (Case(first, default=Value(1)), *order)


def holds(column: str, words: str) -> Q:
    return Q(**{f"{column}__icontains": words})


def starts(column: str, words: str) -> Q:
    return Q(**{f"{column}__istartswith": words})


def named(model: type[Model], how: How, spellings: Iterable[str]) -> Q:
    """Return the condition that one of its names is so."""
    names = reduce(or_, (how("text_folded", words) for words in spellings), NOTHING)
    own = reduce(or_, (how(column, words) for column in COLUMNS[model] for words in spellings), NOTHING)
    return own | Q(pk__in=Name.objects.filter(names).values("organization")) if model is Organization else own


def holding_words(model: type[Model], line: str) -> Q:
    words = fold(line).split()[:MOST_WORDS]
    return reduce(and_, (named(model, holds, [word]) for word in words))


def slipped(queryset: QuerySet, words: str) -> list[int]:
    """Return the numbers of what has a name, or a word in it, that begins so but for one letter."""
    if len(words) < SLIP_FROM:
        return []
    half = len(words) // 2  # one of the two has no slip in it
    near = queryset.filter(named(queryset.model, holds, [words[:half], words[half:]]))[:LOOKED_AT]
    if queryset.model is Organization:
        near = near.prefetch_related("names")
    return [record.pk for record in near if any(is_slip(words, end) for end in ends_of(record))]


def ends_of(record: Organization | Tag) -> Iterator[str]:
    """Yield each name from each of its words on."""
    for name, _match in names_of(record):
        words = fold(name).split()
        yield from (" ".join(words[place:]) for place in range(len(words)))
