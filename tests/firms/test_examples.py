"""The examples in docstrings run."""

import doctest
from importlib import import_module

import pytest

MODULES = ("amounts", "charts.scales", "flights", "folding", "models.sources", "partial_dates")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name):
    results = doctest.testmod(import_module(f"spacenews.firms.{name}"))

    assert results.attempted
    assert results.failed == 0
