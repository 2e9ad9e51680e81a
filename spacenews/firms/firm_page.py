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

from spacenews.firms import charts, coverage, json_ld, record, slugs, timeline
from spacenews.firms.flights import flights
from spacenews.firms.models import Cooperation, Dispute, Figure, FundingRound, Milestone, Organization
from spacenews.firms.network import pages as network
from spacenews.firms.series import parted, shown
from spacenews.firms.timeline import Show
from spacenews.prepared import prepared

MOST, CARDS, COUNTED = 200, 6, 500  # records of a kind, the newest; cards; articles counted one by one
TOLD = "pk", "published_at", "language", "path", "headline"  # of a story, in the timeline
PUT_RIGHT = "live_from", "language", "path", "headline", "correction"


def records(now: dt.datetime) -> QuerySet:
    """Return the public organizations with what their page prints of them."""
    joined = Organization.objects.public(now).select_related("source", "website_source")
    return joined.prefetch_related(*record.PREFETCHED)


def find(slug: str, now: dt.datetime) -> Organization:
    """Return the public organization that has this slug, or had it. Raises Http404 where there is none."""
    found = _with_slug(slug=slug, now=now)
    return found[0] if found else slugs.find(records(now), slug)


@prepared
def _with_slug(*, slug: str, now: dt.datetime) -> QuerySet:
    return records(now).filter(slug=slug)


@prepared
def _milestones(*, firm: int, now: dt.datetime) -> QuerySet:
    return _newest(Milestone.objects.filter(organization=firm), now)


@prepared
def _rounds(*, firm: int, now: dt.datetime) -> QuerySet:
    return _newest(FundingRound.objects.filter(organization=firm), now)


def _newest(facts, now: dt.datetime) -> QuerySet:
    return facts.public(now).newest().select_related("source").prefetch_related("further_sources")[:MOST]


@prepared
def _ties(*, firm: int, now: dt.datetime) -> QuerySet:
    return Cooperation.objects.filter(organizations=firm).public(now).newest().with_parties(now)[:MOST]


@prepared
def _disputes(*, firm: int, now: dt.datetime) -> QuerySet:
    return Dispute.objects.filter(organization=firm).public(now).with_answers(now)


@prepared
def _figures(*, firm: int, now: dt.datetime) -> QuerySet:
    return shown(Figure.objects.filter(organization=firm), now).select_related("group")[:MOST]


@prepared
def _numbers(language: str, *, firm: int, now: dt.datetime) -> QuerySet:
    return coverage.stories(firm, language, now).values_list("pk", flat=True)[: COUNTED + 1]


@prepared
def _cards(language: str, *, firm: int, now: dt.datetime) -> QuerySet:
    return coverage.stories(firm, language, now).for_cards(language)[:CARDS]


@prepared
def _stories(language: str, *, firm: int, now: dt.datetime, **until: dt.datetime) -> QuerySet:
    """Return the newest stories for the timeline, `until` a moment where one is given."""
    stories = coverage.stories(firm, language, now).filter(
        **{f"published_at__{name}": at for name, at in until.items()}
    )
    return stories.only(*TOLD)[: timeline.SHOWN + timeline.OF_ONE_DAY]


@prepared
def _corrections(language: str, *, firm: int, now: dt.datetime) -> QuerySet:
    return coverage.corrections(firm, language, now).only(*PUT_RIGHT)[:MOST]


def subject(pk: int, now: dt.datetime) -> tuple[str, str] | None:
    """Return the name and address of an organization that a reader writes about, if it is public."""
    found = Organization.objects.public(now).filter(pk=pk).first()
    return (found.name, found.url) if found else None


class FirmPage:
    """One organization as readers see it now; what the page prints is in `context`."""

    def __init__(self, firm: Organization, query: QueryDict, language: str, now: dt.datetime):
        self.firm, self.language, self.now = firm, language, now
        self.of = {"firm": firm.pk, "now": now}
        self.show = Show.asked(query.get("show", ""))
        self.until = timeline.read_day(query.get("until", ""))

    @property
    def context(self) -> dict:
        firm, slug, told = self.firm, [self.firm.slug], timeline.page(self.lines, self.until)
        return {
            "firm": firm,
            "crumbs": self.crumbs,
            "counts": self.counts,
            "facts": record.facts(firm, self.ties),
            "flights": flights(self.milestones, firm.vehicles),
            "rounds": self.rounds,
            "disputes": _disputes(**self.of),
            **self.figures,
            "timeline": told.years,
            "filters": self.filters,
            "older_url": self.url(self.show, told.until) if told.until else "",
            "ties": self.ties,
            "network": network.of_firm(firm, self.ties),
            "cards": [card.html for card in _cards(self.language, **self.of)],
            "compare_url": f"{reverse('firms')}?firm={firm.slug}",
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
        country = {"label": firm.country_name, "url": f"{url}?country={firm.country}"}
        return [
            {"label": _("Firms"), "url": url},
            *([country] if firm.country else []),
            *({"label": capfirst(label), "url": f"{url}?sector={sector}"} for sector, label in sectors),
        ]

    @cached_property
    def milestones(self) -> list[Milestone]:
        return _milestones(**self.of)

    @cached_property
    def rounds(self) -> list[FundingRound]:
        return _rounds(**self.of)

    @cached_property
    def ties(self) -> list[Cooperation]:
        """Its cooperations, each with `.partners`: the other parties, as far as readers may see them."""
        ties = _ties(**self.of)
        for tie in ties:
            parties = [party for party in tie.parties.all() if party.organization_id != self.firm.pk]
            tie.partners = [party.organization or party for party in parties]
        return [tie for tie in ties if tie.partners]

    @property
    def figures(self) -> dict:
        """The figures that are its own, by series, with their drawings and the pages where they stand beside others."""
        found = _figures(**self.of)
        series = parted(found)
        groups = {figure.group_id: figure.group for figure in found}
        return {
            "figures": series,
            "charts": charts.drawn(series, "chart"),
            "figure_groups": [{"label": group.title_here, "url": group.url} for group in groups.values()],
        }

    @cached_property
    def corrections(self) -> list:
        return _corrections(self.language, **self.of)

    @cached_property
    def story_count(self) -> int:
        return len(_numbers(self.language, **self.of))

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
    def lines(self) -> Iterator[timeline.Line]:
        kinds = {
            Show.COVERAGE: timeline.stories(self.stories_until),
            Show.MILESTONES: timeline.lines(self.milestones, timeline.of_milestone),
            Show.MONEY: timeline.lines(self.rounds, timeline.of_round),
            Show.COOPERATION: timeline.lines(self.ties, timeline.of_tie),
            Show.CORRECTIONS: timeline.corrections(self.corrections),
        }
        return chain.from_iterable(lines for kind, lines in kinds.items() if self.show.takes(kind))

    @property
    def stories_until(self) -> list:
        is_past = self.until and self.until <= self.now.date()
        until = {"lt": timeline.end_of(self.until)} if is_past else {}
        return _stories(self.language, **self.of, **until)

    @property
    def filters(self) -> list[dict]:
        counts = {
            Show.COVERAGE: self.story_count,
            Show.MILESTONES: len(self.milestones),
            Show.MONEY: len(self.rounds),
            Show.COOPERATION: len(self.ties),
            Show.CORRECTIONS: len(self.corrections),
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
