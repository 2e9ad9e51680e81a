"""The page of results, put together."""

import datetime as dt
from dataclasses import replace
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.search import answer, cards, curation, facets, find, near, reading, text
from spacenews.search.answer import Found, Result
from spacenews.search.choice import Choice
from spacenews.search.facets import Counts

MAX_FIRMS, MAX_FEWER = 3, 5


class Results:
    """What one choice finds now. Making it, and reading from it, may raise database.TooLong."""

    def __init__(self, choice: Choice, number: str, now: dt.datetime):
        self.choice, self.now = choice, now
        self.query = reading.read(choice.typed, now, as_typed=choice.as_typed)
        self.found = choice.found(self.query, now)
        self.part = answer.page_of(self.others, number)

    @property
    def context(self) -> dict:
        """Return what the template prints."""
        choice, part, is_first = self.choice, self.part, self.part.number == 1
        return {
            "q": choice.typed,
            "instead": self.query.instead,
            "as_typed_url": replace(choice, as_typed=True).url(),
            "cards": self.cards if is_first else [],
            "results": (self.picks if is_first else []) + self.results(lacking=False),
            "lacking": self.results(lacking=True),
            "number": self.number,
            "count": f"{find.WINDOW}+" if self.found.is_cut else str(self.number),
            "sorts": self.sorts,
            "feed_url": choice.by_relevance.url("search-feed"),
            "facets": facets.facets(choice.chosen, self.counts_without, self.now),
            "hidden": choice.words.items(),
            "clear_url": replace(choice, chosen={}).url() if choice.chosen else "",
            "previous_url": choice.url(page=part.number - 1) if part.has_previous() else "",
            "next_url": choice.url(page=part.number + 1) if part.has_next() else "",
            **({} if self.number else self.ways_on),
        }

    @cached_property
    def counts(self) -> Counts:
        return Counts.of(self.found)

    def counts_without(self, name: str) -> Counts:
        """Return what would be counted if nothing were chosen in one dimension.

        Where that holds not all words either, it is what this page shows that is counted.
        """
        chosen = self.choice.chosen
        if name not in chosen:
            return self.counts
        wider = replace(self.choice, chosen=facets.without(chosen, name))
        found = wider.found(self.query, self.now, to_count=True)
        return Counts.of(found) if found.full else self.counts

    @cached_property
    def picks(self) -> list[Result]:
        """What the editors have put first for these words; a reader who narrows or orders them asks for other."""
        if not self.choice.is_plain:
            return []
        editions = curation.pinned(text.folded(self.line), get_language(), self.now)
        return [answer.result(edition, self.query.groups, picked=True) for edition in editions]

    @property
    def line(self) -> str:
        return self.query.instead or self.choice.typed

    @cached_property
    def others(self) -> Found:
        """What was found beside the picks."""
        picked = {pick.edition.pk for pick in self.picks}
        full, nearly = (
            [row for row in rows if row.edition not in picked]
            for rows in (self.found.full, self.found.nearly)
        )
        return Found(full, nearly, self.found.is_cut)

    def results(self, *, lacking: bool) -> list[Result]:
        """Return the results of this page: those that hold all words, or those that lack some."""
        lack = {row.edition for row in self.others.nearly}
        return [result for result in self.of_page if (result.edition.pk in lack) == lacking]

    @cached_property
    def of_page(self) -> list[Result]:
        return answer.results(list(self.part), self.now)

    @property
    def number(self) -> int:
        return len(self.picks) + len(self.others.rows)

    @property
    def cards(self) -> list[cards.Card]:
        return [cards.card(meaning, self.now) for meaning in self.query.firms[:MAX_FIRMS]]

    @property
    def sorts(self) -> list[dict]:
        labels = {False: _("relevance"), True: _("date, newest first")}
        return [
            {
                "label": label,
                "url": replace(self.choice, by_date=by_date).url(),
                "current": by_date == self.choice.by_date,
            }
            for by_date, label in labels.items()
        ]

    @property
    def ways_on(self) -> dict:
        """Return what may help where nothing was found."""
        words = near.words_of(self.choice.typed)
        fewer = [] if words == [self.choice.typed] else words[:MAX_FEWER]
        return {
            "near": near.near(self.choice.typed, self.now),
            "fewer": [{"words": word, "url": Choice(word).url()} for word in fewer],
        }
