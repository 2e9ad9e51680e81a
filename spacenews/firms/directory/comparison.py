"""Two to four organizations side by side: facts line by line, numbers, newest milestones, and what they share."""

import datetime as dt
from collections import Counter, defaultdict
from itertools import chain
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.firms import record
from spacenews.firms.coverage import covered_at
from spacenews.firms.directory.choice import COMPARED, slugs_asked
from spacenews.firms.models import Cooperation, Milestone, Organization, Party
from spacenews.firms.timeline import Entry, of_milestone

NEWEST, TIES = 5, 400  # milestones of each; ties that are printed
Outcome = Milestone.Outcome


def page(query: QueryDict, now: dt.datetime) -> dict:
    """Return what the comparison prints; what cannot be compared is said in `refusal`."""
    asked = slugs_asked(query)
    firms = _firms(asked[: COMPARED + 1], now)
    slugs = [firm.slug for firm in firms]
    told = {
        "page_title": _("Firms compared"),
        "noindex": True,
        "canonical_url": f"{settings.SITE_URL}{reverse('firms-compare')}?{_query(slugs)}",
        "crumbs": [{"label": _("Firms"), "url": reverse("firms")}],
        "firms": firms,
        "unknown": [slug for slug in asked[: COMPARED + 1] if slug not in slugs],
        "choose_url": f"{reverse('firms')}?{_query(slugs[:COMPARED])}" if slugs else reverse("firms"),
        "refusal": _refusal(len(firms)),
    }
    return told if told["refusal"] else {**told, **Comparison(firms, now).context}


def _firms(slugs: tuple[str, ...], now: dt.datetime) -> list[Organization]:
    """Return those that are public, in the order in which they were asked for."""
    public = Organization.objects.public(now).select_related("source", "website_source")
    rows = public.filter(slug__in=slugs).annotate(covered_at=covered_at(get_language(), now))
    found = {firm.slug: firm for firm in rows.prefetch_related(*record.PREFETCHED)}
    return [found[slug] for slug in slugs if slug in found]


def _refusal(count: int) -> str:
    if count > COMPARED:
        return _("At most four can stand side by side. Leave one out.")
    if count == 1:
        return _("One alone cannot be compared. Choose another beside it.")
    return "" if count else _("Choose two to four organizations in the directory.")


def _query(slugs: list[str]) -> str:
    return urlencode([("firm", slug) for slug in slugs])


class Comparison:
    """Organizations that are public, in a number of queries that does not depend on how many they are.

    Of their ties, which may be hundreds, the parties alone are read; the whole of those alone that are printed.
    """

    def __init__(self, firms: list[Organization], now: dt.datetime):
        self.firms, self.now = firms, now
        self.keys = [firm.pk for firm in firms]
        self.parties, owning = self._parties()
        self.ties_of = {
            key: [tie for tie, parties in self.parties.items() if key in parties] for key in self.keys
        }
        self.partners = {key: self._partners(key) for key in self.keys}
        between = {tie for tie, parties in self.parties.items() if len(parties & set(self.keys)) > 1}
        self.told = self._whole(between | owning & self.parties.keys())
        self.between = self._between(between)

    def _parties(self) -> tuple[dict[int, set[int | str]], set[int]]:
        """Return the visible parties of ties that have two, by number or plain name; and the ties in which one owns."""
        theirs = Party.objects.filter(organization__in=self.keys).order_by().values("cooperation")
        ties = Cooperation.objects.public(self.now).filter(pk__in=theirs).order_by()
        rows = Party.objects.visible(self.now).filter(cooperation__in=ties).order_by()
        found, owning = defaultdict(set), set()
        for tie, key, name, role in rows.values_list("cooperation", "organization", "name", "role"):
            found[tie].add(key or name)
            if role and key in self.keys:
                owning.add(tie)
        return {tie: parties for tie, parties in found.items() if len(parties) > 1}, owning

    def _partners(self, key: int) -> set[int | str]:
        return set().union(*(self.parties[tie] for tie in self.ties_of[key])) - {key}

    def _whole(self, numbers: set[int]) -> list[Cooperation]:
        return list(Cooperation.objects.filter(pk__in=numbers).newest().with_parties(self.now)[:TIES])

    def _between(self, numbers: set[int]) -> list[Cooperation]:
        """Return the ties of which two or more are parties, each with all its `.partners`."""
        found = [tie for tie in self.told if tie.pk in numbers]
        for tie in found:
            tie.partners = [party.organization or party for party in tie.parties.all()]
        return found

    @property
    def context(self) -> dict:
        return {
            "without": [self._without(firm) for firm in self.firms],
            "facts": self.facts,
            "numbers": self.numbers,
            "milestones": self.milestones,
            "between": self.between,
            "shared": self.shared,
            "description": _("%(firms)s, side by side.")
            % {"firms": ", ".join(firm.name for firm in self.firms)},
        }

    def _without(self, firm: Organization) -> str:
        """Return the address of the comparison without one of them."""
        return f"{reverse('firms-compare')}?{_query([other.slug for other in self.firms if other != firm])}"

    @property
    def facts(self) -> list[dict]:
        """Return the lines of the records, those that say something of anybody; a cell may be empty."""
        lines = zip(*(record.lines(firm, self.told) for firm in self.firms), strict=True)
        return [
            {"label": facts[0].label, "cells": [fact if fact.is_known else None for fact in facts]}
            for facts in lines
            if any(fact.is_known for fact in facts)
        ]

    @property
    def numbers(self) -> list[dict]:
        outcomes = self._outcomes()
        rows = {
            _("Milestones"): [outcomes[key].total() for key in self.keys],
            _("Failures"): [outcomes[key][Outcome.FAILURE] for key in self.keys],
            _("Ties"): [len(self.ties_of[key]) for key in self.keys],
            _("Partners"): [len(self.partners[key]) for key in self.keys],
        }
        return [{"label": label, "cells": cells} for label, cells in rows.items() if any(cells)]

    def _outcomes(self) -> dict[int, Counter]:
        counted = {key: Counter() for key in self.keys}
        rows = Milestone.objects.filter(organization__in=self.keys).public(self.now).order_by()
        for key, outcome, count in rows.values_list("organization", "outcome").annotate(Count("pk")):
            counted[key][outcome] += count
        return counted

    @property
    def milestones(self) -> list[list[Entry]]:
        """Return the newest milestones of each, as lines of a timeline."""
        rows = Milestone.objects.filter(organization__in=self.keys).public(self.now)
        newest = Window(
            RowNumber(), partition_by="organization", order_by=[F("date_begins_on").desc(), F("pk").desc()]
        )
        numbered = rows.annotate(number=newest).filter(number__lte=NEWEST).order_by("number")
        found = list(numbered.select_related("source").prefetch_related("further_sources"))
        return [[of_milestone(row) for row in found if row.organization_id == key] for key in self.keys]

    @property
    def shared(self) -> list[dict]:
        """Return partners of two or more, those of most first; who is compared is none of them."""
        counts = Counter(chain.from_iterable(self.partners.values()))
        names = [name for name, count in counts.items() if count > 1 and name not in self.keys]
        known = self._named(names)
        names.sort(key=lambda name: (-counts[name], known[name].name))
        yes, no = _("yes,no").split(",")
        return [
            {
                "partner": known[name],
                "cells": [yes if name in self.partners[key] else no for key in self.keys],
            }
            for name in names
        ]

    def _named(self, names: list[int | str]) -> dict[int | str, Organization | Party]:
        numbers = [name for name in names if isinstance(name, int)]
        records = Organization.objects.only("name", "kind", "slug").prefetch_related("names")
        plain = {name: Party(name=name) for name in names if isinstance(name, str)}
        return {**records.in_bulk(numbers), **plain}
