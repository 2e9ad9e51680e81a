"""Series of figures: the same metric, scope, unit and currency, side by side, never summed or averaged."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, Q, QuerySet

from spacenews.firms.models import Figure, FigureGroup
from spacenews.pagecache import clock


@dataclass
class Series:
    """One series of a group, its figures in order of time."""

    metric: str
    scope: str
    unit: str
    currency: str
    figures: list[Figure]

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.metric, self.scope, self.unit, self.currency


def series_of(group: FigureGroup, now: dt.datetime | None = None) -> list[Series]:
    """Return the series of a group, in two queries or three; with `now`, of what is public then.

    Without, of all: an article that prints a group shows its figures to readers.
    """
    if now:
        return parted(shown(group.figures.all(), now))
    newer = Figure.objects.filter(Q(group=group) | Q(public_from__lte=clock.now()))
    return parted(_with(group.figures.all(), newer))


def shown(figures: QuerySet, now: dt.datetime) -> QuerySet:
    """Return of some figures those that are public, with their sources and what superseded them, if that is too."""
    return _with(figures.public(now), Figure.objects.public(now))


def _with(figures: QuerySet, newer: QuerySet) -> QuerySet:
    newer = Prefetch("superseded_by", newer.select_related("group"))
    return figures.select_related("source").prefetch_related("further_sources", newer)


def parted(figures: Iterable[Figure]) -> list[Series]:
    """Return the series of figures that come in the order of the model; what has no period comes last in its own."""
    by_key = groupby(figures, key=lambda figure: figure.series_key)
    return [Series(*key, sorted(of_key, key=_time)) for key, of_key in by_key]


def _time(figure: Figure) -> tuple:
    return not figure.period, figure.period_begins_on or dt.date.min, figure.pk
