import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from spacenews.firms.partial_dates import PATTERN, begins_on, iso, label, label_within_year, validate

days = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))
precisions = {
    "year": lambda day: f"{day.year}",
    "half": lambda day: f"{day.year}-H{(day.month + 5) // 6}",
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "month": lambda day: f"{day:%Y-%m}",
    "day": lambda day: f"{day:%Y-%m-%d}",
}
written = st.tuples(days, st.sampled_from(sorted(precisions)), st.sampled_from(["", "?"])).map(
    lambda made: (made[0], precisions[made[1]](made[0]) + made[2])
)


@given(written)
def test_a_date_begins_no_later_than_any_day_that_it_covers(made):
    day, text = made

    begin = begins_on(text)

    assert begin <= day
    assert begin.year == day.year
    assert begin.day == 1 or begin == day


@given(written)
def test_a_date_in_words_claims_no_more_than_its_source(made):
    day, text = made
    precise = text.rstrip("?").count("-") == 2

    words = label(text)

    assert str(day.year) in words
    assert words.endswith("(?)") == text.endswith("?")
    assert (str(day.day) in words.split()) == precise


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_date_or_is_refused_with_a_sentence(text):
    try:
        validate(text)
    except ValidationError as refused:
        assert "2023-Q2" in refused.messages[0]
        assert label(text) == text
    else:
        assert text == "" or begins_on(text).year == int(text[:4])


@pytest.mark.parametrize(
    "text", ["2023-13", "2023-02-30", "0000", "2023-H3", "2023-Q0", "23", "２０２３", "2023\n"]
)
def test_no_day_that_never_was_is_taken_for_a_date(text):
    with pytest.raises(ValidationError):
        validate(text)


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("2023", "2023", "2023"),
        ("2023-H1", "H1 2023", "2023年第1半年"),
        ("2023-Q2?", "Q2 2023 (?)", "2023年第2季度 (?)"),
        ("2023-04", "April 2023", "2023年4月"),
        ("2023-04-02", "2 April 2023", "2023年4月2日"),
        ("", "", ""),
    ],
)
def test_a_date_is_said_as_each_language_says_it(text, english, chinese):
    assert label(text) == english
    with translation.override("zh-hans"):
        assert label(text) == chinese


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023", "year only"),
        ("2023-H2", "H2"),
        ("2023-Q2", "Q2"),
        ("2023-04", "Apr"),
        ("2023-04-02", "2 Apr"),
    ],
)
def test_under_the_heading_of_its_year_a_date_does_not_repeat_it(text, words):
    assert label_within_year(text) == words


@given(written)
def test_what_goes_out_as_structured_data_is_iso_8601(made):
    _day, text = made

    found = PATTERN.fullmatch(iso(text))

    assert found["half"] is found["quarter"] is found["doubt"] is None
