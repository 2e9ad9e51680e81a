"""Tables to take away: no spreadsheet runs a cell, and what was put in comes out."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest

from spacenews.tables import csv_answer, guarded, json_answer

NAMES = ['Say "orbit", twice', "两行\n文字", "a;b", ""]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_words_that_begin_as_a_formula_are_quoted(sign):
    assert guarded(f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"
    assert guarded([f"{sign}1", "two"]) == f"'{sign}1; two"
    assert guarded(f"2{sign}3") == f"2{sign}3"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (None, ""),
        (True, "true"),
        (-5, "-5"),
        (Decimal("-1E+3"), "-1000"),
        (Decimal("11680000000.0000"), "11680000000.0000"),
        (dt.date(2026, 3, 1), "2026-03-01"),
        (dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), "2026-03-01T12:00:00+00:00"),
        ([], ""),
    ],
)
def test_a_value_that_is_no_words_stays_what_it_is(value, printed):
    assert guarded(value) == printed


def test_a_file_of_rows_is_read_back_as_it_was_written():
    answer = csv_answer("firms.csv", ["name", "count"], [[name, 1] for name in NAMES], licence="CC BY 4.0")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8"), newline="")))

    assert rows == [["name", "count", "licence"], *([name, "1", "CC BY 4.0"] for name in NAMES)]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="firms.csv"'


def test_json_keeps_words_as_they_are_written_with_the_licence_first():
    told = {"name": "蓝箭航天", "value": Decimal("1.5"), "on": dt.date(2026, 3, 1)}

    answer = json_answer(told, licence="CC BY 4.0")

    assert answer.content.decode().startswith('{"licence":"CC BY 4.0","name":"蓝箭航天"')
    assert json.loads(answer.content) == {"licence": "CC BY 4.0", **told, "value": "1.5", "on": "2026-03-01"}
    assert answer.headers["Content-Type"] == "application/json"
