import pytest


@pytest.fixture(autouse=True)
def without_pieces(nothing_is_drawn):
    """A search shows none."""
