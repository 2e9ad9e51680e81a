"""Bars of one series by year, as numbers for templates/parts/series_chart.html: x in percent, y in pixels.

Nothing is summed or averaged: values that differ for one year stand side by side under a bracket.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spacenews.firms.amounts import amount
from spacenews.firms.models import Figure
from spacenews.firms.series import Series

TOP, BASE, HEIGHT = 44, 230, 268
WIDEST_BAR = Decimal(9)
STEPS = (1, 2, Decimal("2.5"), 5, 10)


@dataclass
class Chart:
    id: str
    title: str
    how: str
    summary: str
    kinds: list[dict]
    grid: list[dict]
    bars: list[dict]
    years: list[dict]
    brackets: list[dict]
    differ: list[dict]
    sources: list
    height: int = HEIGHT
    base: int = BASE


def bars(series: Series, anchor: str) -> Chart | None:
    """Return the chart of a series with a value for at least two years, none below zero, else None."""
    figures = [figure for figure in series.figures if figure.period]
    years = [
        (year, list(of_year)) for year, of_year in groupby(figures, key=lambda figure: figure.period[:4])
    ]
    if len(years) < 2 or min(figure.value for figure in figures) < 0:
        return None
    lines = grid_lines(max(figure.value for figure in figures))
    top = lines[-1]
    slots = [_slot(place, len(years), of_year, top) for place, (_year, of_year) in enumerate(years)]
    drawn = [bar for slot in slots for bar in slot]
    return Chart(
        id=anchor,
        title=f"{series.scope}: {series.metric}",
        how=_(
            "Values as published, by year. Hatched: estimate. Hollow: target. Dashed: projection. Orange: doubtful."
        ),
        summary=_summary(series, figures),
        kinds=_kinds(figures),
        grid=[{"y": _y(line, top), "label": _label(figures[0], line)} for line in lines],
        bars=drawn,
        years=[{"x": _middle(place, len(years)), "label": year} for place, (year, _f) in enumerate(years)],
        brackets=[_bracket(slot) for slot in slots if len(slot) > 1],
        differ=[_differ(year, of_year) for year, of_year in years if len(of_year) > 1],
        sources=list({source.pk: source for figure in figures for source in figure.sources}.values()),
    )


def grid_lines(largest: Decimal) -> list[Decimal]:
    """Return three to five round values, of which the last is at least the largest.

    >>> grid_lines(Decimal(92))
    [Decimal('20'), Decimal('40'), Decimal('60'), Decimal('80'), Decimal('100')]
    """
    power = Decimal(10) ** (Decimal(largest / 5).adjusted() if largest > 0 else 0)
    step = next(step * power for step in STEPS if step * power * 5 >= largest)
    return [step * line for line in range(1, max(1, ceil(largest / step)) + 1)]


def _slot(place: int, count: int, figures: list[Figure], top: Decimal) -> list[dict]:
    """Place the bars of one year side by side around the middle of its slot."""
    width = min(WIDEST_BAR, Decimal(84) / count / len(figures))
    left = _middle(place, count) - width * len(figures) / 2
    return [_bar(figure, left + width * index, width, top) for index, figure in enumerate(figures)]


def _bar(figure: Figure, x: Decimal, width: Decimal, top: Decimal) -> dict:
    y = _y(figure.value, top)
    return {
        "x": round(x + width / 20, 2),
        "width": round(width * 9 / 10, 2),
        "middle": round(x + width / 2, 2),
        "y": y,
        "height": BASE - y,
        "kind": figure.kind,
        "doubtful": figure.confidence == "low",
        "value": _label(figure, figure.value),
    }


def _bracket(slot: list[dict]) -> dict:
    left, right = slot[0]["x"], slot[-1]["x"] + slot[-1]["width"]
    return {
        "x": left,
        "width": right - left,
        "middle": (left + right) / 2,
        "y": min(bar["y"] for bar in slot) - 24,
    }


def _differ(year: str, figures: list[Figure]) -> dict:
    """Name the source of each value of a year: there is no room for it at the bars of a narrow screen."""
    values = [{"value": _label(figure, figure.value), "name": figure.source.publisher} for figure in figures]
    return {"label": year, "values": values}


def _kinds(figures: list[Figure]) -> list[dict]:
    present = {figure.kind for figure in figures}
    return [{"kind": kind.value, "label": kind.label} for kind in Figure.Kind if kind.value in present]


def _summary(series: Series, figures: list[Figure]) -> str:
    values = "; ".join(f"{figure.period}: {_label(figure, figure.value)}" for figure in figures)
    count = ngettext("%(n)s value", "%(n)s values", len(figures)) % {"n": len(figures)}
    return f"{series.scope}, {series.metric}, {count}. {values}."


def _label(figure: Figure, value: Decimal) -> str:
    return amount(Figure(value=value, unit=figure.unit, currency=figure.currency))


def _middle(place: int, count: int) -> Decimal:
    return round(6 + Decimal(94) * (2 * place + 1) / (2 * count), 2)


def _y(value: Decimal, top: Decimal) -> int:
    return BASE - round((BASE - TOP) * value / top)
