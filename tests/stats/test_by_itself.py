"""A server of its own: it counts in memory while it runs, and writes what it counted when it is stopped."""

import json
import os
import signal
import sqlite3
import urllib.request
from pathlib import Path

import pytest

from tests.search.test_tally_by_itself import port_of, site
from tests.stats.test_violations import CHROMIUM, NEW
from tests.test_serve import server, unused_port

__all__ = ["server", "site", "unused_port"]


def counts(database: Path) -> list[tuple]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute("SELECT directive, path, times FROM stats_violations").fetchall()
    finally:
        connection.close()


@pytest.mark.sqlite
def test_a_server_that_is_stopped_writes_what_it_has_counted(site, request, monkeypatch):
    monkeypatch.setenv("COUNT_EVERY_S", "3600")
    server = request.getfixturevalue("server")
    report = json.dumps(CHROMIUM).encode()
    address = f"http://127.0.0.1:{port_of(server)}/csp-reports/"
    urllib.request.urlopen(urllib.request.Request(address, report, {"Content-Type": NEW})).close()
    before = counts(site)

    os.kill(server.pid, signal.SIGTERM)

    assert server.wait(timeout=30) == 0
    assert before == []
    assert counts(site) == [("script-src-elem", "/2026/08/a-story/", 1)]
