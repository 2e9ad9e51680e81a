"""Which series are drawn together, and in which form."""

from itertools import groupby

from spacenews.firms.amounts import Measure
from spacenews.firms.charts import in_rows, over_time, scales
from spacenews.firms.charts.parts import OLD, TONES, Chart, Drawing, Value
from spacenews.firms.partial_dates import begins_on
from spacenews.firms.series import Series

MOST_ROWS, MOST_BARS = 12, 14
FEWEST_PERIODS, FEWEST_IN_A_LINE = 2, 3


def drawn(series: list[Series], anchor: str) -> list[Chart]:
    """Return the drawings of some series; what stands alone is in no drawing, as it could be compared with nothing."""
    by_unit = groupby(sorted(series, key=_unit), key=_unit)
    charts = [chart for _of, of_unit in by_unit for chart in _of_one_unit(list(of_unit), anchor)]
    for number, chart in enumerate(charts, start=1):
        chart.id = f"{anchor}-{number}"
    return charts


def _unit(series: Series) -> tuple[str, str]:
    return series.currency, series.unit


def _of_one_unit(series: list[Series], anchor: str) -> list[Chart]:
    """Draw over time what has periods enough; what is left, and what has none, in rows."""
    groups = _together(series)
    timed = [group for group in groups if _has_course(group)]
    charts = [_over_time(group, anchor, is_small=len(timed) > 1) for group in timed]
    in_time = [one for group in timed for one in group]
    left = [Series(*one.key, _undated(one) if one in in_time else one.figures) for one in series]
    return [*charts, *_in_rows([one for one in left if one.figures], anchor)]


def _together(series: list[Series]) -> list[list[Series]]:
    """Return the series that share a drawing: all of them, or each by itself."""
    dated = [one for one in series if _dated(one)]
    tops = [max(abs(figure.value) for figure in _dated(one)) for one in dated]
    is_one = len(dated) <= len(TONES) and tops and not scales.are_far_apart(tops)
    return [dated] if is_one else [[one] for one in dated]


def _has_course(group: list[Series]) -> bool:
    """Two periods show a course; with values that have none beside them, three."""
    periods = {figure.period for one in group for figure in _dated(one)}
    return len(periods) >= FEWEST_PERIODS + any(map(_undated, group))


def _over_time(group: list[Series], anchor: str, *, is_small: bool) -> Chart:
    values = _values(group, _dated)
    values.sort(key=lambda value: (begins_on(value.figure.period), value.figure.period))
    drawing = _drawing(group, values, anchor, is_small=is_small)
    return (over_time.line if drawing.scale.is_log or _lie_apart(values) else over_time.bars)(drawing)


def _lie_apart(values: list[Value]) -> bool:
    """A line is for a course with gaps or many periods; where sources differ, bars stand side by side."""
    said = {(value.place, value.figure.period): set() for value in values}
    for value in values:
        if value.tone != OLD:
            said[value.place, value.figure.period].add(value.figure.value)
    if any(len(different) > 1 for different in said.values()):
        return False
    periods = {value.figure.period for value in values}
    if (
        len({period for place, period in said if place == 0}) < FEWEST_IN_A_LINE
        and len(said) < 2 * FEWEST_IN_A_LINE
    ):
        return False
    years = sorted({int(period[:4]) for period in periods})
    return len(values) > MOST_BARS or years[-1] - years[0] >= len(years)


def _in_rows(series: list[Series], anchor: str) -> list[Chart]:
    values = _values(series, lambda one: one.figures) if len(series) <= MOST_ROWS else []
    if not 1 < len(values) <= MOST_ROWS or min(value.figure.value for value in values) < 0:
        return []
    return [in_rows.rows(_drawing(series, values, anchor))]


def _values(series: list[Series], chosen) -> list[Value]:
    return [Value(figure, place) for place, one in enumerate(series) for figure in chosen(one)]


def _drawing(series: list[Series], values: list[Value], anchor: str, *, is_small: bool = False) -> Drawing:
    numbers = [value.figure.value for value in values]
    scale = (scales.logarithmic if scales.are_far_apart(numbers) else scales.from_zero)(numbers)
    return Drawing(anchor, series, values, scale, Measure.of(series[0].figures[0], numbers), is_small)


def _dated(series: Series) -> list:
    return [figure for figure in series.figures if figure.period]


def _undated(series: Series) -> list:
    return [figure for figure in series.figures if not figure.period]
