"""Whoever has been told that something is published sees it everywhere: several server processes on one database."""

import os
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection, transaction

from spacenews.pagecache import clock
from tests import make

ROUNDS, SERVERS = 20, 3
PAGE = "/claims/"


class Servers:
    """Three that readers ask, and one that publishes."""

    def __init__(self, folder):
        self.ahead = folder / "ahead"
        self.be_ahead(0)
        self.readers = [Server("spacenews.urls", self.ahead) for _ in range(SERVERS)]
        self.publisher = Server("tests.pagecache.kept", self.ahead)

    @property
    def all(self) -> list["Server"]:
        return [*self.readers, self.publisher]

    def be_ahead(self, seconds: float) -> None:
        """Replace the file at once: no process may read half of it."""
        draft = self.ahead.with_suffix(".new")
        draft.write_text(str(seconds))
        draft.replace(self.ahead)

    def showing(self, words: str) -> list[bool]:
        return [words in reader.get(PAGE) for reader in self.readers]


class Server:
    def __init__(self, urlconf: str, ahead):
        self.port = unused_port()
        command = [sys.executable, "-m", "tests.pagecache.served", str(self.port), urlconf, str(ahead)]
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "PORT": str(self.port),
            "TALLY_EVERY_S": "0",
        }
        self.process = subprocess.Popen(command, env={**environment, "OUTBOX_EVERY_S": "0"})

    def get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return answer.read().decode()

    def wait(self) -> None:
        while self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError("A server has ended before it began.")


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url() -> str:
    """Return the address of this test's database: on PostgreSQL as the one around it is reached."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def servers(committing, tmp_path):
    started = Servers(tmp_path)
    try:
        for server in started.all:
            server.wait()
        yield started
    finally:
        for server in started.all:
            server.process.kill()
            server.process.wait()


@pytest.fixture
def crowd(servers):
    """Readers who never stop asking, so that each process always trusts some reading."""
    stop = threading.Event()

    def ask(server):
        while not stop.wait(0.008):
            server.get(PAGE)

    threads = [threading.Thread(target=ask, args=(server,)) for server in servers.readers]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join()


def test_the_very_next_answer_of_each_process_shows_what_is_published(servers, crowd):
    stale = []
    for number in range(ROUNDS):
        servers.publisher.get(f"/publish/claim-{number}-/")
        stale += [number for shown in servers.showing(f"claim-{number}-") if not shown]

    assert stale == []


def test_what_is_scheduled_is_shown_by_each_process_when_its_time_has_come_and_not_before(servers, crowd):
    wrong = []
    for number in range(1, 6):
        moment = clock.now() + timedelta(hours=number)
        with transaction.atomic():
            make.claim(sentence=f"later-{number}-", public_from=moment)
        time.sleep(0.025)
        early = servers.showing(f"later-{number}-")
        servers.be_ahead((moment - clock.now()).total_seconds())
        wrong += [
            number for shown in (*early, *(not at for at in servers.showing(f"later-{number}-"))) if shown
        ]

    assert wrong == []


def test_the_crowd_reads_from_the_store(servers):
    """Else the tests above would show nothing."""
    servers.publisher.get("/publish/a/")
    first, second = (timed(servers.readers[0]) for _ in range(2))

    assert settings.ROOT_URLCONF == "spacenews.urls"
    assert second < first / 2


def timed(server: Server) -> float:
    begun = time.monotonic()
    server.get(PAGE)
    return time.monotonic() - begun
