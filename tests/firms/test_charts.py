"""Drawings of series: what stands where, and that nothing is summed, dropped in silence or chosen between sources."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from spacenews.firms.amounts import Measure
from spacenews.firms.charts import drawn
from spacenews.firms.charts.parts import BASE, TOP
from spacenews.firms.charts.scales import grid_lines, logarithmic
from spacenews.firms.models import Figure, FigureGroup, Source
from spacenews.firms.series import Series
from tests import make
from tests.firms.reading import NOW, SHOWN, main, words

PRESS = Source(pk=1, publisher="Example Press", url="https://example.org/")


@pytest.fixture(autouse=True)
def no_rows(monkeypatch):
    """These figures are in no database: they have the one source."""
    monkeypatch.setattr(Figure, "sources", property(lambda figure: [figure.source]))


def series(*told: tuple, metric="launches", scope="World", currency="", **columns) -> Series:
    """Return a series of (period, value) or (period, value, kind)."""
    unit = "currency" if currency else "count"
    common = {
        "metric": metric,
        "scope": scope,
        "currency": currency,
        "unit": unit,
        "source": PRESS,
        **columns,
    }
    figures = [
        Figure(pk=pk, period=period, value=Decimal(value), kind=kind[0] if kind else "actual", **common)
        for pk, (period, value, *kind) in enumerate(told, start=1)
    ]
    return Series(metric, scope, unit, currency, figures)


@given(st.decimals(0, 10**15, places=2), st.decimals(-(10**15), 0, places=2))
def test_the_grid_holds_all_values_in_few_round_steps(largest, smallest):
    lines = grid_lines(largest, smallest)

    assert 1 <= len(lines) <= 7
    assert max(0, *lines) >= largest
    assert min(0, *lines) <= smallest


@given(st.decimals("0.0001", 10**15, places=4), st.decimals("0.0001", 10**15, places=4))
def test_a_logarithmic_scale_holds_all_values(one, other):
    scale = logarithmic([one, other])

    assert all(0 <= scale.part(value) <= 1 for value in (one, other))


def test_bars_rise_from_zero_in_proportion_and_hang_below_it():
    [chart] = drawn([series(("2022", 50), ("2023", 100))], "c")
    [sunk] = drawn([series(("2022", -50), ("2023", 50))], "c")

    assert [bar["height"] for bar in chart.bars] == [(BASE - TOP) // 2, BASE - TOP]
    assert all(bar["y"] + bar["height"] == BASE == chart.base for bar in chart.bars)
    down, up = sunk.bars
    [under] = drawn([series(("2022", -50), ("2023", -100))], "c")
    assert down["y"] == sunk.base == up["y"] + up["height"]
    assert abs(down["height"] - up["height"]) <= 1
    assert {bar["y"] for bar in under.bars} == {TOP} == {under.base}


def test_values_that_differ_for_a_period_stand_side_by_side_under_a_bracket_each_with_its_source():
    [chart] = drawn([series(("2022", 10), ("2023", 26), ("2023", 17), ("2023-Q1", 5), ("2025", 30))], "c")

    beside = [bar for bar in chart.bars if bar["value"] in ("26", "17")]
    [bracket] = chart.brackets
    assert chart.form == "bars"
    assert beside[0]["x"] + beside[0]["width"] <= beside[1]["x"]
    assert bracket["x"] == beside[0]["x"]
    press = {"name": "Example Press"}
    assert chart.differ == [{"label": "2023", "values": [{"value": "26", **press}, {"value": "17", **press}]}]
    assert [tick["label"] for tick in chart.ticks] == ["2022", "2023", "Q1 2023", "2025"]


def test_the_same_said_twice_and_what_was_superseded_is_no_difference():
    twice = series(("2022", 10), ("2023", 26), ("2023", 26), ("2024", 9), ("2024", 8))
    twice.figures[3].superseded_by = twice.figures[4]

    [chart] = drawn([twice], "c")

    assert chart.brackets == chart.differ == []
    assert [bar["tone"] for bar in chart.bars] == ["s0", "s0", "s0", "old", "s0"]
    assert "superseded" in chart.how


def test_values_that_lie_apart_in_time_are_a_line_at_their_time_of_its_later_ends_kind():
    told = ("2015", 1), ("2020", 2, "estimate"), ("2021", 3, "projection"), ("2025", 4, "target")

    [chart] = drawn([series(*told)], "c")

    assert chart.form == "line"
    first, second, third, last = (point["x"] for point in chart.points)
    assert (second - first) / (third - second) == pytest.approx(Decimal(5), rel=Decimal("0.01"))
    assert [tie["kind"] for tie in chart.lines] == ["estimate", "projection"]
    assert last == max(point["x"] for point in chart.points) <= 100
    assert [point["kind"] for point in chart.points] == ["actual", "estimate", "projection", "target"]


def test_up_to_four_series_of_one_unit_share_a_drawing_and_more_have_one_each():
    def some(number: int) -> list[Series]:
        return [series(("2022", 5), ("2023", 6), metric=f"m{place}") for place in range(number)]

    [together] = drawn(some(4), "c")
    apart = drawn(some(5), "c")

    assert [name["letter"] for name in together.names] == ["A", "B", "C", "D"]
    assert len({bar["tone"] for bar in together.bars}) == 4
    assert (together.tones[0], apart[0].tones) == ("any", ["s0"])  # the key's kinds are in no series' colour
    assert together.title == "World: m0, m1, m2, m3"
    assert [(chart.is_small, chart.names) for chart in apart] == [(True, [])] * 5
    assert len({chart.id for chart in apart}) == 5


def test_currencies_and_counts_never_share_a_scale():
    kinds = [{"currency": "USD"}, {"currency": "CNY"}, {"currency": ""}]

    charts = drawn([series(("2022", 5), ("2023", 6), **kind) for kind in kinds], "c")

    assert len(charts) == 3
    assert all(len(chart.bars) == 2 for chart in charts)


def test_values_without_a_period_stand_in_rows_and_far_apart_ones_on_a_scale_that_says_so():
    [chart] = drawn([series(("2025", 12), ("", 2800, "target"))], "c")

    assert chart.form == "list"
    assert [point["name"] for point in chart.points] == [
        "2025, Example Press",
        "no year given, Example Press",
    ]
    assert "Logarithmic scale" in chart.how
    assert chart.points[0]["x"] < chart.points[1]["x"] <= 100
    assert [line["kind"] for line in chart.lines] == ["actual", "target"]


def test_beside_a_course_of_years_what_has_none_is_drawn_by_itself():
    told = ("2022", 5), ("2023", 6), ("2024", 7), ("", 8), ("", 9)

    timed, rows = drawn([series(*told)], "c")

    assert (timed.form, rows.form) == ("bars", "list")
    assert sorted(bar["value"] for bar in timed.bars) + [point["text"] for point in rows.points] == list(
        "56789"
    )


@pytest.mark.parametrize("told", [(), (("2023", 5),), (("", 5),), (("2023", 5), ("2023", 6))])
def test_what_cannot_be_compared_over_time_is_not_drawn_as_if(told):
    assert [chart.form for chart in drawn([series(*told)] if told else [], "c")] == ["list"] * (len(told) > 1)


def test_labels_never_cover_each_other_on_a_small_screen():
    [chart] = drawn([series(*((str(year), 10**9 + year) for year in range(2000, 2030)))], "c")

    by_place = sorted((label["y"], float(label["x"])) for label in chart.labels)
    gaps = [b[1] - a[1] for a, b in pairwise(by_place) if abs(a[0] - b[0]) < 15]
    assert len(chart.points) == 30
    assert all(gap * 3.28 >= 6 for gap in gaps)
    assert chart.ticks[-1]["label"] == "2029"


def test_a_label_stands_below_where_above_it_would_hide_another_value():
    low, high = ((("2015", 100), ("2020", 200), ("2025", value)) for value in (250, 280))

    [chart] = drawn([series(*low, metric="low"), series(*high, metric="high")], "c")

    labels = {label["text"]: label["y"] for label in chart.labels}
    points = {point["of"].figure.value: point["y"] for point in chart.points}
    assert labels["B 280"] < points[280] < points[250] < labels["A 250"]


@pytest.mark.parametrize(
    ("language", "unit", "printed"),
    [("en", "CN¥ trillion", "0.376"), ("id", "CN¥ triliun", "0,376"), ("zh-hans", "CN¥ 万亿", "0.376")],
)
def test_a_drawing_names_its_scale_once_and_rounds_to_three_digits(language, unit, printed):
    values = [Decimal("376420000000"), Decimal("2800000000000")]
    with translation.override(language):
        measure = Measure.of(Figure(unit="currency", currency="CNY"), values)

        assert (measure.unit, measure.words(values[0])) == (unit, printed)
        assert [measure.rounds(value) for value in values] == [True, False]


@pytest.mark.django_db
def test_the_drawing_is_told_in_words_and_has_neither_view_box_nor_style(client, clock):
    clock.set(NOW)
    group = FigureGroup.objects.create(slug="launches", title="Launches")
    for value, period, kind, confidence in ((1, "2022", "actual", "high"), (2, "2023", "target", "low")):
        make.figure(
            group=group, value=value, period=period, kind=kind, confidence=confidence, public_from=SHOWN
        )

    html = main(client.get(group.url))

    key = re.search(r'<ul class="key">.*?</ul>', html, re.DOTALL)[0]
    drawing = re.search(r'<svg width="100%".*?</svg>', html, re.DOTALL)[0]
    assert words(key) == "Reported Target"
    assert 'aria-label="World: launches, 2 values. 2022: 1 (Reported); 2023: 2 (Target)."' in drawing
    assert re.findall(r'class="bar ([a-z0-9 ]+)"', drawing) == ["actual s0", "target doubtful"]
    assert "viewBox" not in drawing
    assert "style=" not in drawing
    assert 'href="/figures/launches.csv"' in html
