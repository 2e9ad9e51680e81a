"""The kinds of records that are given away, and which of them readers may see."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models import F, Model, Prefetch, Q, QuerySet
from django.utils.text import capfirst

from spacenews.firms import series
from spacenews.firms.export import records
from spacenews.firms.export.records import Column
from spacenews.firms.models import (
    Answer,
    Claim,
    Cooperation,
    Dispute,
    Figure,
    FoundedAlternative,
    FundingRound,
    Milestone,
    Organization,
    Party,
    Source,
)
from spacenews.firms.network.choice import on_pages

AT_ONCE = 500  # records in memory


class Kind(NamedTuple):
    """One kind of record; `public` returns the rows that readers may see at a moment, with all that is told of them."""

    name: str
    model: type[Model]
    columns: dict[str, Column]
    public: Callable[[dt.datetime], QuerySet]

    @property
    def label(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    def count(self, now: dt.datetime) -> int:
        return self.public(now).count()

    def rows(self, now: dt.datetime) -> Iterator[Model]:
        return self.public(now).order_by("pk").iterator(chunk_size=AT_ONCE)

    def record(self, row: Model) -> dict[str, Any]:
        return {name: column.read(row) for name, column in self.columns.items()}

    def cells(self, row: Model) -> list:
        return [column.cell(column.read(row)) for column in self.columns.values()]


def _with_sources(rows: QuerySet) -> QuerySet:
    """Fetch what many rows share once: a join would make it anew for each of them."""
    return rows.prefetch_related("source", "further_sources")


def _organizations(now: dt.datetime) -> QuerySet:
    others = FoundedAlternative.objects.select_related("source")
    rows = _with_sources(Organization.objects.public(now))
    return rows.prefetch_related("names", "identifiers", Prefetch("founded_alternatives", others))


def _cooperations(now: dt.datetime) -> QuerySet:
    """Tell of organizations by two columns: a row of each for every party would be most of the work."""
    named = {"organization_name": F("organization__name"), "slug": F("organization__slug")}
    parties = Party.objects.visible(now).annotate(**named).only("cooperation_id", "name", "role")
    return _with_sources(on_pages(now)).prefetch_related(Prefetch("parties", parties))


def _of_organizations(model: type[Model]) -> Callable[[dt.datetime], QuerySet]:
    """Return the rows of organizations that are public too: those of one that is not are on no page."""

    def public(now: dt.datetime) -> QuerySet:
        rows = model.objects.public(now).filter(organization__public_from__lte=now)
        return _with_sources(rows).select_related("organization")

    return public


def _figures(now: dt.datetime) -> QuerySet:
    return series.shown(Figure.objects.all(), now).select_related("group").prefetch_related(_whose(now))


def _whose(now: dt.datetime) -> Prefetch:
    return Prefetch("organization", Organization.objects.public(now))


def _disputes(now: dt.datetime) -> QuerySet:
    return Dispute.objects.public(now).with_answers(now).prefetch_related(_whose(now))


def _claims(now: dt.datetime) -> QuerySet:
    return _with_sources(Claim.objects.public(now))


def _sources(now: dt.datetime) -> QuerySet:
    """Return the sources that a public record rests on: what the desk has read beside them is its own matter."""
    used = Q()
    for kind in KINDS[:-1]:
        rows = kind.public(now).order_by().prefetch_related(None).select_related(None)
        for path in SOURCE_PATHS.get(kind.name, ("source", "further_sources")):
            used |= Q(pk__in=rows.exclude(**{path: None}).values(path))
    answers = Answer.objects.visible(now).filter(dispute__public_from__lte=now)
    for path in ("source", "further_sources"):
        used |= Q(pk__in=answers.exclude(**{path: None}).order_by().values(path))
    return Source.objects.filter(used)


SOURCE_PATHS = {
    "organizations": ("source", "further_sources", "founded_alternatives__source", "website_source"),
    "disputes": (),
}
KINDS = [
    Kind("organizations", Organization, records.ORGANIZATIONS, _organizations),
    Kind("cooperations", Cooperation, records.COOPERATIONS, _cooperations),
    Kind("milestones", Milestone, records.MILESTONES, _of_organizations(Milestone)),
    Kind("funding-rounds", FundingRound, records.FUNDING_ROUNDS, _of_organizations(FundingRound)),
    Kind("figures", Figure, records.FIGURES, _figures),
    Kind("disputes", Dispute, records.DISPUTES, _disputes),
    Kind("claims", Claim, records.CLAIMS, _claims),
    Kind("sources", Source, records.SOURCES_THEMSELVES, _sources),
]
BY_NAME = {kind.name: kind for kind in KINDS}
