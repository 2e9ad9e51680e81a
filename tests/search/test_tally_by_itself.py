"""A server of its own: it counts in memory while it runs, and writes what it counted when it is stopped."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.test_serve import server, unused_port

__all__ = ["server", "unused_port"]


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Return the database of a site that writes its counts by itself but once an hour."""
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("TALLY_EVERY_S", "3600")
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
    for command in (["migrate"], ["collectstatic", "--noinput"]):
        manage = [sys.executable, "manage.py", *command, "--verbosity", "0"]
        subprocess.run(manage, env=environment, check=True)
    return tmp_path / "spacenews.sqlite3"


def counts(database: Path) -> list[tuple]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute("SELECT text, times, empty FROM search_asked").fetchall()
    finally:
        connection.close()


def port_of(process: subprocess.Popen) -> str:
    return re.search(rb"(?:^|\0)PORT=(\d+)", Path(f"/proc/{process.pid}/environ").read_bytes())[1].decode()


@pytest.mark.sqlite
def test_a_server_that_is_stopped_writes_what_it_has_counted(site, request):
    server = request.getfixturevalue("server")
    urllib.request.urlopen(f"http://127.0.0.1:{port_of(server)}/search/?q=methane").close()
    before = counts(site)

    os.kill(server.pid, signal.SIGTERM)

    assert server.wait(timeout=30) == 0
    assert before == []
    assert counts(site) == [("", 1, 1)]
