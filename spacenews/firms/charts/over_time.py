"""Values over time: bars where each period has its slot, a line where periods lie apart."""

from collections import Counter
from decimal import Decimal
from itertools import groupby, pairwise

from django.utils.translation import gettext as _

from spacenews.firms.charts.parts import (
    BASE,
    HEIGHT,
    NARROWEST,
    OLD,
    SIGN,
    Chart,
    Drawing,
    Room,
    Value,
    grid,
    y_of,
)
from spacenews.firms.models import Figure
from spacenews.firms.partial_dates import begins_on, label

WIDEST_BAR = Decimal(9)
LEFT = Decimal(6)  # percent: beside the words of the grid
FIRST, LAST = Decimal(10), Decimal(94)  # percent: points, with room for the words at the ends
MARK, LETTERS_HIGH = 4, 9  # px: half a mark, less what words may touch of it; the height of the letters
UNTIED = (Figure.Kind.TARGET,)  # what somebody aims at is no course of things


def bars(drawing: Drawing) -> Chart:
    """Draw a bar for each value, those of one period side by side."""
    slots = [
        (period, list(values))
        for period, values in groupby(drawing.values, lambda value: value.figure.period)
    ]
    drawn = [_slot(drawing, place, len(slots), values) for place, (_period, values) in enumerate(slots)]
    differing = [run for slot in drawn for run in _differing(slot)]
    return drawing.chart(
        "bars",
        _("Values as published, by period."),
        grid=grid(drawing),
        base=y_of(drawing.scale, Decimal(0)),
        bars=[bar for slot in drawn for bar in slot],
        labels=_bar_labels(drawn),
        ticks=_ticks((_middle(place, len(slots)), period) for place, (period, _values) in enumerate(slots)),
        brackets=[_bracket(run) for run in differing],
        differ=[_differ(drawing, run) for run in differing],
    )


def _slot(drawing: Drawing, place: int, count: int, values: list[Value]) -> list[dict]:
    """Place the bars of one period side by side around the middle of its slot, series by series."""
    values = sorted(values, key=lambda value: value.place)
    width = min(WIDEST_BAR, Decimal(84) / count / len(values))
    left = _middle(place, count) - width * len(values) / 2
    return [_bar(drawing, value, left + width * index, width) for index, value in enumerate(values)]


def _bar(drawing: Drawing, value: Value, x: Decimal, width: Decimal) -> dict:
    ends = sorted([y_of(drawing.scale, value.figure.value), y_of(drawing.scale, Decimal(0))])
    return {
        "x": round(x + width / 20, 2),
        "width": round(width * 9 / 10, 2),
        "middle": round(x + width / 2, 2),
        "y": ends[0],
        "height": ends[1] - ends[0],
        "kind": value.figure.kind,
        "tone": value.tone,
        "title": value.title,
        "value": drawing.measure.words(value.figure.value),
        "letter": drawing.letter(value),
        "of": value,
    }


def _bar_labels(slots: list[list[dict]]) -> list[dict]:
    room = Room()
    return [
        {"x": bar["middle"], "y": bar["y"] - 6, "text": bar["value"], "tone": bar["tone"]}
        for slot in slots
        for bar in slot
        if room.take(bar["middle"], bar["y"], bar["value"])
    ]


def _differing(slot: list[dict]) -> list[list[dict]]:
    """Return the runs of bars that say different things of the same."""
    standing = [bar for bar in slot if bar["tone"] != OLD]
    runs = [list(run) for _place, run in groupby(standing, lambda bar: bar["of"].place)]
    return [run for run in runs if len({bar["of"].figure.value for bar in run}) > 1]


def _bracket(run: list[dict]) -> dict:
    left, right = run[0]["x"], run[-1]["x"] + run[-1]["width"]
    return {
        "x": left,
        "width": right - left,
        "middle": (left + right) / 2,
        "y": min(bar["y"] for bar in run) - 24,
    }


def _differ(drawing: Drawing, run: list[dict]) -> dict:
    """Name the source of each value: there is no room for it at the bars of a narrow screen."""
    values = [{"value": bar["value"], "name": bar["of"].figure.source.publisher} for bar in run]
    return {
        "label": " ".join(filter(None, [run[0]["letter"], label(run[0]["of"].figure.period)])),
        "values": values,
    }


def line(drawing: Drawing) -> Chart:
    """Draw a point for each value at its time, those of one series tied."""
    days = [begins_on(value.figure.period).toordinal() for value in drawing.values]
    first, last = min(days), max(days)
    xs = [round(FIRST + (LAST - FIRST) * (day - first) / (last - first), 2) for day in days]
    points = [_point(drawing, value, x) for value, x in zip(drawing.values, xs, strict=True)]
    ticks = dict(zip(xs, (value.figure.period[:4] for value in drawing.values), strict=True))
    return drawing.chart(
        "line",
        _("Values as published, over time."),
        grid=grid(drawing),
        base=BASE if drawing.scale.is_log else y_of(drawing.scale, Decimal(0)),
        points=points,
        lines=[tie for place in range(len(drawing.series)) for tie in _ties(points, place)],
        labels=_point_labels(drawing, points),
        ticks=_ticks(ticks.items()),
    )


def _point(drawing: Drawing, value: Value, x: Decimal) -> dict:
    y = y_of(drawing.scale, value.figure.value)
    return {"x": x, "y": y, "kind": value.figure.kind, "tone": value.tone, "title": value.title, "of": value}


def _ties(points: list[dict], place: int) -> list[dict]:
    """Tie each value of a series to the next, in the later one's kind; of several of one time none is chosen."""
    mine = [point for point in points if point["of"].place == place and point["tone"] != OLD]
    times = Counter(point["x"] for point in mine)
    standing = [point for point in mine if point["kind"] not in UNTIED]
    return [
        {
            **{"x1": one["x"], "y1": one["y"], "x2": other["x"], "y2": other["y"]},
            **{"kind": other["kind"], "tone": f"s{place}"},
        }
        for one, other in pairwise(standing)
        if times[one["x"]] == times[other["x"]] == 1
    ]


def _point_labels(drawing: Drawing, points: list[dict]) -> list[dict]:
    """Return the words of the points, clear of other points; the last ones first, which name their series."""
    room, named, found = Room(), set(), []
    marks = [(point["x"], point["y"]) for point in points]
    for point in sorted(points, key=lambda point: -point["x"]):
        value = point["of"]
        letter = "" if value.place in named else drawing.letter(value)
        text = " ".join(filter(None, [letter, drawing.measure.words(value.figure.value)]))
        ys = sorted((point["y"] - 10, point["y"] + 21), key=lambda y: _covers(point["x"], y, text, marks))
        y = next((y for y in ys if room.take(point["x"], y, text)), None)
        if y is not None:
            named.add(value.place)
            found.append({"x": point["x"], "y": y, "text": text, "tone": point["tone"]})
    return found


def _covers(x: Decimal, y: int, text: str, marks: list[tuple[Decimal, int]]) -> bool:
    """Whether words at a place would hide a mark, on the narrowest screen."""
    half = len(text) * SIGN / 2 + MARK
    return any(
        y - LETTERS_HIGH - MARK < at < y + MARK and abs(float(x - mark)) * NARROWEST / 100 < half
        for mark, at in marks
    )


def _ticks(periods) -> list[dict]:
    """Return the words below the drawing, the last ones first where there is no room for all."""
    room = Room()
    told = [{"x": x, "label": label(period)} for x, period in periods]
    return [tick for tick in reversed(told) if room.take(tick["x"], HEIGHT, f"{tick['label']}  ")][::-1]


def _middle(place: int, count: int) -> Decimal:
    return round(LEFT + (100 - LEFT) * (2 * place + 1) / (2 * count), 2)
