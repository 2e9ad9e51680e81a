"""What a reader asks of the page of results. Each parameter is named; what means nothing is left out."""

import datetime as dt
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from spacenews.languages import CODES
from spacenews.search import answer, facets, reading
from spacenews.search.answer import Found
from spacenews.search.facets import Chosen
from spacenews.search.query import Query

PARAMETERS = ("q", *(dimension.name for dimension in facets.DIMENSIONS), "sort", "exact")


@dataclass(frozen=True)
class Choice:
    """Words, what they are narrowed by, their order, and whether slips in them stay."""

    typed: str
    chosen: Chosen = field(default_factory=dict)
    by_date: bool = False
    as_typed: bool = False

    @classmethod
    def of(cls, query: QueryDict, now: dt.datetime) -> "Choice":
        return cls(
            typed=typed_in(query),
            chosen=facets.chosen_in(query.getlist, now),
            by_date=query.get("sort") == "date",
            as_typed=query.get("exact") == "1",
        )

    def found(self, query: Query, now: dt.datetime, *, to_count: bool = False) -> Found:
        """Return what a query finds, narrowed and ordered so. Raises database.TooLong."""
        narrowed, spans = query.narrowed(facets.groups_of(self.chosen)), facets.spans_of(self.chosen)
        return answer.search(narrowed, now, by_date=self.by_date, spans=spans, to_count=to_count)

    @property
    def is_empty(self) -> bool:
        return not (self.typed or self.chosen)

    @property
    def is_plain(self) -> bool:
        """Whether nothing narrows the words or orders what they find."""
        return not (self.chosen or self.by_date)

    @property
    def words(self) -> dict[str, str]:
        """The parameters that every address of this search has, and its form sends along."""
        asked = {
            "q": self.typed,
            "exact": "1" if self.as_typed else "",
            "sort": "date" if self.by_date else "",
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def by_relevance(self) -> "Choice":
        return replace(self, by_date=False)

    def url(self, name: str = "search", **more: int) -> str:
        """Return an address that asks the same."""
        values = {name: [value.slug for value in values] for name, values in self.chosen.items()}
        return f"{reverse(name)}?{urlencode({**self.words, **values, **more}, doseq=True)}"

    def urls(self, **more: int) -> dict[str, str]:
        """Return that address under the prefix of each language."""
        found = {}
        for code in CODES:
            with translation.override(code):
                found[code] = self.url(**more)
        return found


def typed_in(query: QueryDict) -> str:
    return reading.tidied(query.get("q", ""))


def is_search(query: QueryDict) -> bool:
    """Say whether an address asks for anything; it may still turn out to mean nothing."""
    return bool(typed_in(query)) or any(query.get(dimension.name) for dimension in facets.DIMENSIONS)
