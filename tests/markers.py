"""Tests of one database are left to that database: not collected on the other, rather than skipped.

What asks no database at all is tried once, with SQLite.
"""

import pytest
from django.db import connection

MARKERS = {
    "sqlite": "what only SQLite has",
    "postgresql": "what only PostgreSQL has",
    "browser": "drives Chromium",
}

ASKS = {"db", "transactional_db", "django_db_setup"}  # fixtures that lead to the database


def pytest_configure(config):
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    foreign = [item for item in items if is_foreign(item)]
    if foreign:
        config.hook.pytest_deselected(items=foreign)
        items[:] = [item for item in items if item not in foreign]


def is_foreign(item: pytest.Item) -> bool:
    if connection.vendor == "sqlite":
        return item.get_closest_marker("postgresql") is not None
    marks = {mark.name for mark in item.iter_markers()}
    return "sqlite" in marks or not (
        marks & {"django_db", "postgresql"} or ASKS.intersection(item.fixturenames)
    )
