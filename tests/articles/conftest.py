import pytest
from django.db import connection


@pytest.fixture
def settle():
    """Return a function after which the test's own transaction no longer counts as one that moved the stamp.

    So pages are served as to readers: with the fragments that are kept.
    """
    return connection.run_on_commit.clear
