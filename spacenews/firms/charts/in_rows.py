"""Values one below the other: for those without a period, and those that no common scale over time would show."""

from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from spacenews.firms.charts.parts import DOUBTFUL, OLD, TONES, Chart, Drawing, Room, Value, apart
from spacenews.firms.partial_dates import label

ROW, HEAD = 44, 30  # px
LONGEST = 74  # percent: the rest is for the words behind the longest


def rows(drawing: Drawing) -> Chart:
    names = apart(drawing.series) if len(drawing.series) > 1 else [""]
    drawn = [_row(drawing, names, number, value) for number, value in enumerate(drawing.values)]
    how = _("Values as published, one to a line.")
    return drawing.chart(
        "list",
        how,
        grid=_grid(drawing),
        height=HEAD + ROW * len(drawn),
        base=0,
        points=drawn,
        lines=[_stem(point) for point in drawn],
    )


def _row(drawing: Drawing, names: list[str], number: int, value: Value) -> dict:
    figure = value.figure
    told = capfirst(names[value.place]), label(figure.period) or _("no year given"), figure.source.publisher
    return {
        "x": _x(drawing, figure.value),
        "y": HEAD + ROW * number + 30,
        "name_y": HEAD + ROW * number + 16,
        "name": ", ".join(filter(None, told)),
        "text": drawing.measure.words(figure.value),
        "kind": figure.kind,
        "tone": value.tone if value.tone in (DOUBTFUL, OLD) else TONES[0],
        "title": value.title,
    }


def _stem(point: dict) -> dict:
    ends = {"x1": Decimal(0), "x2": point["x"], "y1": point["y"], "y2": point["y"]}
    return {**ends, "kind": point["kind"], "tone": point["tone"]}


def _grid(drawing: Drawing) -> list[dict]:
    room = Room()
    lines = [{"x": _x(drawing, line), "label": drawing.measure.words(line)} for line in drawing.scale.lines]
    return [line for line in lines if room.take(line["x"], 0, line["label"])]


def _x(drawing: Drawing, value: Decimal) -> Decimal:
    return round(Decimal(LONGEST * drawing.scale.part(value)), 2)
