"""Series of figures: the same metric, scope, unit and currency, side by side, never summed or averaged."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from spacenews.firms.models import Figure, FigureGroup


@dataclass
class Series:
    """One series of a group, its figures in order of time."""

    metric: str
    scope: str
    unit: str
    currency: str
    figures: list[Figure]


def series_of(group: FigureGroup, now: dt.datetime | None = None) -> list[Series]:
    """Return the series of a group, in two queries; with `now`, of what is public then."""
    figures = group.figures.public(now) if now else group.figures.all()
    figures = figures.select_related("source").prefetch_related("further_sources")
    return [
        Series(*key, list(of_key)) for key, of_key in groupby(figures, key=lambda figure: figure.series_key)
    ]
