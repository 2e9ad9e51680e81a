"""A value that sources disagree about is a figure where we hold it from the same source, else words."""

import pytest

from spacenews.firms.models import Dispute
from spacenews.sample import disputes
from spacenews.sample.loaded import Loaded
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> Loaded:
    loaded = Loaded()
    loaded.sources.update(ours=make.source(), other=make.source())
    loaded.organizations["zest"] = make.organization("Zest")
    return loaded


def figure(loaded: Loaded, value: int, currency: str = ""):
    columns = {"unit": "currency", "currency": currency} if currency else {}
    made = make.figure(value=value, source=loaded.sources["ours"], **columns)
    loaded.figures[str(made.pk)] = made
    return made


def answers(loaded: Loaded, *values: tuple[str, str]) -> list[tuple]:
    record = {"id": "k1", "topic": "Zest", "statement": "How many", "editorial_note": None}
    disputes.dispute({**record, "values": [{"value": v, "sources": [s]} for v, s in values]}, loaded)
    return list(Dispute.objects.get().answers.values_list("words", "figure"))


def test_a_value_is_a_figure_of_the_same_number_and_source(loaded):
    ten = figure(loaded, 10)

    assert answers(loaded, ("more than 10", "ours"), ("10", "other"), ("11", "ours")) == [
        ("", ten.pk),
        ("10", None),
        ("11", None),
    ]


def test_a_value_is_a_figure_of_the_same_currency_with_what_it_counts(loaded):
    money = figure(loaded, 1_500_000_000, "CNY")

    assert answers(
        loaded,
        ("1.5 billion CNY for launches alone (2024)", "ours"),
        ("1.5 billion USD", "ours"),
        ("1,500,000,000", "ours"),
    ) == [("Launches alone.", money.pk), ("1.5 billion USD", None), ("1,500,000,000", None)]


def test_words_without_a_number_are_words(loaded):
    assert answers(loaded, ("Zest holds it", "ours"), ("nobody knows", "other")) == [
        ("Zest holds it", None),
        ("nobody knows", None),
    ]


def test_a_value_that_could_be_two_figures_is_an_error(loaded):
    figure(loaded, 10)
    figure(loaded, 10)

    with pytest.raises(ValueError, match="values: '10' is more than one figure"):
        answers(loaded, ("10", "ours"), ("11", "ours"))


def test_a_topic_about_nothing_that_we_hold_is_an_error(loaded):
    record = {
        "id": "k1",
        "topic": "The weather",
        "statement": "How warm",
        "editorial_note": None,
        "values": [],
    }

    with pytest.raises(ValueError, match="topic: 'The weather' is neither"):
        disputes.dispute(record, loaded)
