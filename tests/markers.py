"""Tests of one database are left to that database: not collected on the other, rather than skipped."""

import pytest
from django.db import connection

MARKERS = {
    "sqlite": "what only SQLite has",
    "postgresql": "what only PostgreSQL has",
    "browser": "drives Chromium",
}


def pytest_configure(config):
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    foreign = [item for item in items if item.get_closest_marker(other)]
    if foreign:
        config.hook.pytest_deselected(items=foreign)
        items[:] = [item for item in items if item not in foreign]
