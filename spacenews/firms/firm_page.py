"""All that the page of an organization prints, in a constant number of queries."""

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from spacenews.firms import coverage, json_ld, record, timeline
from spacenews.firms.flights import flights
from spacenews.firms.models import Cooperation, FundingRound, Milestone, Organization
from spacenews.firms.timeline import Show

MOST, CARDS, COUNTED = 200, 6, 500  # records of a kind, the newest; cards; articles counted one by one


def records(now: dt.datetime) -> QuerySet:
    """Return the public organizations with what their page prints of them."""
    joined = Organization.objects.public(now).select_related("source", "website_source")
    return joined.prefetch_related(*record.PREFETCHED)


def subject(pk: int, now: dt.datetime) -> tuple[str, str] | None:
    """Return the name and address of an organization that a reader writes about, if it is public."""
    found = Organization.objects.public(now).filter(pk=pk).first()
    return (found.name, found.url) if found else None


class FirmPage:
    """One organization as readers see it now; what the page prints is in `context`."""

    def __init__(self, firm: Organization, query: QueryDict, language: str, now: dt.datetime):
        self.firm, self.language, self.now = firm, language, now
        self.show = Show.asked(query.get("show", ""))
        self.until = timeline.read_day(query.get("until", ""))

    @property
    def context(self) -> dict:
        firm, slug, shown = self.firm, [self.firm.slug], timeline.page(self.entries, self.until)
        return {
            "firm": firm,
            "crumbs": self.crumbs,
            "counts": self.counts,
            "facts": record.facts(firm),
            "flights": flights(self.milestones, firm.vehicles),
            "rounds": self.rounds,
            "disputes": firm.disputes.public(self.now).with_answers(self.now),
            "timeline": shown.years,
            "filters": self.filters,
            "older_url": self.url(self.show, shown.until) if shown.until else "",
            "ties": self.ties,
            "cards": [card.html for card in self.stories.for_cards(self.language)[:CARDS]],
            "coverage_url": self.url(Show.COVERAGE),
            "rss_url": reverse("firm-rss", args=slug),
            "atom_url": reverse("firm-atom", args=slug),
            "json_url": reverse("firm-json", args=slug),
            "contact_url": f"{reverse('contact')}?about=firm:{firm.pk}",
            "canonical_url": settings.SITE_URL + firm.url,
            "page_title": firm.name,
            "description": firm.descriptor_here,
            "json_ld": json_ld.organization(firm, self.ties),
        }

    @property
    def crumbs(self) -> list[dict]:
        """The way down, by the directory's own filters."""
        firm, url = self.firm, reverse("firms")
        sectors = zip(firm.sectors[:1], firm.sector_labels, strict=False)
        return [
            {"label": _("Firms"), "url": url},
            {"label": firm.country_name, "url": f"{url}?country={firm.country}"},
            *({"label": capfirst(label), "url": f"{url}?sector={sector}"} for sector, label in sectors),
        ]

    @cached_property
    def milestones(self) -> list[Milestone]:
        return self._newest(self.firm.milestones)

    @cached_property
    def rounds(self) -> list[FundingRound]:
        return self._newest(self.firm.funding_rounds)

    def _newest(self, facts) -> list:
        facts = facts.public(self.now).newest().select_related("source").prefetch_related("further_sources")
        return list(facts[:MOST])

    @cached_property
    def ties(self) -> list[Cooperation]:
        """Its cooperations, each with `.partners`: the other parties, as far as readers may see them."""
        ties = list(self.firm.cooperations.public(self.now).newest().with_parties(self.now)[:MOST])
        for tie in ties:
            parties = [party for party in tie.parties.all() if party.organization_id != self.firm.pk]
            tie.partners = [party.organization or party for party in parties]
        return [tie for tie in ties if tie.partners]

    @cached_property
    def stories(self) -> QuerySet:
        return coverage.stories(self.firm, self.language, self.now)

    @cached_property
    def story_count(self) -> int:
        return self.stories[: COUNTED + 1].count()

    @property
    def counts(self) -> list[dict]:
        partners = {partner.name for tie in self.ties for partner in tie.partners}
        stories = f"{COUNTED}+" if self.story_count > COUNTED else self.story_count
        counts = [
            (_("founded"), self.firm.founded_year),
            (_("vehicles"), len(self.firm.vehicles)),
            (_("partners"), len(partners)),
            (_("articles"), stories),
        ]
        return [{"label": label, "number": number} for label, number in counts if number]

    @property
    def entries(self) -> Iterator[timeline.Entry]:
        kinds = {
            Show.COVERAGE: map(timeline.of_story, self.stories_until),
            Show.MILESTONES: map(timeline.of_milestone, self.milestones),
            Show.MONEY: map(timeline.of_round, self.rounds),
            Show.COOPERATION: map(timeline.of_tie, self.ties),
        }
        return chain.from_iterable(entries for kind, entries in kinds.items() if self.show.takes(kind))

    @property
    def stories_until(self) -> QuerySet:
        stories = self.stories.only("pk", "published_at", "language", "path", "headline")
        if self.until and self.until <= self.now.date():
            stories = stories.filter(published_at__lt=timeline.end_of(self.until))
        return stories[: timeline.SHOWN + timeline.OF_ONE_DAY]

    @property
    def filters(self) -> list[dict]:
        counts = {
            Show.COVERAGE: self.story_count,
            Show.MILESTONES: len(self.milestones),
            Show.MONEY: len(self.rounds),
            Show.COOPERATION: len(self.ties),
        }
        counts = {Show.ALL: sum(counts.values()), **counts}
        return [
            {"label": kind.label, "url": self.url(kind), "count": count, "current": kind == self.show}
            for kind, count in counts.items()
            if count
        ]

    def url(self, show: Show, until: str = "") -> str:
        """Return the address of a page of the timeline."""
        asked = {"show": show if show != Show.ALL else "", "until": until}
        query = "&".join(f"{key}={value}" for key, value in asked.items() if value)
        return f"{self.firm.url}?{query}#timeline" if query else f"{self.firm.url}#timeline"
