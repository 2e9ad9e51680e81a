"""Facts that the desk should look at again, each as a queryset that a list can be cut from."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from spacenews.firms.models import (
    Answer,
    Claim,
    Cooperation,
    Figure,
    FundingRound,
    Milestone,
    Organization,
    Sourced,
)
from spacenews.firms.partial_dates import ended

TOLERANCE = Decimal("0.05")  # of the larger of two values: so far apart they may be two roundings of one
A_YEAR = dt.timedelta(days=365)
CHECKED: tuple[type[Sourced], ...] = (Organization, Cooperation, Figure, Milestone, FundingRound, Claim)
SAID_OF_THE_PRESENT = (Figure.Kind.ACTUAL, Figure.Kind.ESTIMATE)
SAID_OF_THE_FUTURE = (Figure.Kind.PROJECTION, Figure.Kind.TARGET)
COMPARABLE = ("group", "metric", "scope", "unit", "currency", "period")


def standing(now: dt.datetime) -> QuerySet:
    """Figures that readers see and nothing has superseded."""
    return Figure.objects.public(now).filter(superseded_by=None)


def past_projections(now: dt.datetime, today: dt.date) -> QuerySet:
    """Projections and targets for a time that is over: what came of them can be known by now."""
    return standing(now).filter(ended("period", today), kind__in=SAID_OF_THE_FUTURE)


def in_conflict(now: dt.datetime) -> QuerySet:
    """Figures that differ from a later record of the same thing, and no dispute shows both."""
    shown = Answer.objects.filter(figure=OuterRef("pk"), dispute__answers__figure=OuterRef(OuterRef("pk")))
    least = 1 - TOLERANCE
    others = (
        _compared(now)
        .filter(**{name: OuterRef(name) for name in COMPARABLE}, pk__gt=OuterRef("pk"))
        .filter(Q(value__lt=OuterRef("value") * least) | Q(value__gt=OuterRef("value") / least))
    )
    return _compared(now).filter(Exists(others.exclude(Exists(shown))))


def _compared(now: dt.datetime) -> QuerySet:
    return standing(now).filter(kind__in=SAID_OF_THE_PRESENT, period__gt="")


def others_in_conflict(figures: list[Figure], now: dt.datetime) -> dict[int, list[Figure]]:
    """Return for each of these figures, by number, those that it is in conflict with; in two queries for all."""
    alike = _compared(now).filter(
        group__in={figure.group_id for figure in figures}, period__in={figure.period for figure in figures}
    )
    candidates = list(alike.select_related("source").order_by("pk"))
    disputes = defaultdict(set)
    for figure, dispute in Answer.objects.filter(figure__in=candidates).values_list("figure", "dispute"):
        disputes[figure].add(dispute)
    return {
        one.pk: [
            other
            for other in candidates
            if other.pk > one.pk and differs(one, other) and not disputes[one.pk] & disputes[other.pk]
        ]
        for one in figures
    }


def differs(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same thing of the same time, and more than a tolerance apart."""
    same = (one.group_id, one.series_key, one.period) == (other.group_id, other.series_key, other.period)
    low, high = sorted((one.value, other.value))
    return same and low < high * (1 - TOLERANCE)


def unchecked(model: type[Sourced], now: dt.datetime, today: dt.date) -> QuerySet:
    """Records that nobody held against their sources for a year; before anybody did, the day they became public."""
    never = Q(checked_on=None, public_from__lt=now - A_YEAR)
    found = model.objects.public(now).filter(never | Q(checked_on__lt=today - A_YEAR))
    return found.filter(superseded_by=None) if model is Figure else found


def promises_due(now: dt.datetime, today: dt.date) -> QuerySet:
    """Milestones that were to have happened by now: by the date first given, or by that given since."""
    announced = Q(promise=Milestone.Promise.ANNOUNCED) & ended("date", today)
    slipped = Q(promise=Milestone.Promise.SLIPPED) & ended("now_expected", today)
    return Milestone.objects.public(now).filter(announced | slipped)
