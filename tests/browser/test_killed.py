"""A server that is killed in the midst of a save leaves the old state or the new one, and every character."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.chromium import PATIENCE_MS
from tests.test_serve import answers

PASSWORD = "correct horse battery staple"
BEGIN = f"""
from django.contrib.auth.models import Group
from django.db import transaction
from spacenews.articles.models import Article
from spacenews.editors.models import User
with transaction.atomic():
    person = User.objects.create_user("mei", password="{PASSWORD}", is_staff=True)
    person.groups.add(Group.objects.get(name="Editor"))
    article = Article.objects.create(headline="Begun", body="<p>Begun.</p>", created_by=person)
    article.keep(by=person)
"""
AFTER_S = (0, 0.02, 0.08)


class Server:
    """The site as `make run` serves it, on a database of its own, in a process group that can be killed."""

    def __init__(self, folder: Path):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder, self.process = folder, None
        self.environment = {**os.environ, "DATA_DIR": str(folder), "PORT": str(self.port)}
        self.environment.pop("DATABASE_URL", None)
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        self.manage("shell", "--command", BEGIN)

    def manage(self, *arguments: str):
        subprocess.run([sys.executable, "manage.py", *arguments], env=self.environment, check=True)

    def start(self):
        command = [sys.executable, "-m", "spacenews.serve"]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        while not answers(self.port):
            time.sleep(0.05)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def state(self) -> tuple[int, str, int, str]:
        """Return version and headline of the article, and of its newest revision."""
        with sqlite3.connect(self.folder / "spacenews.sqlite3") as database:
            saved = database.execute("SELECT version, headline FROM articles_article").fetchone()
            newest = "SELECT number, document FROM articles_revision ORDER BY number DESC"
            number, document = database.execute(newest).fetchone()
        return (*saved, number, json.loads(document)["headline"])


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def page(server, chromium):
    context = chromium.new_context(base_url=f"http://127.0.0.1:{server.port}")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/admin/articles/article/1/change/")
    page.get_by_label("User name").fill("mei")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector(".tiptap")
    yield page
    context.close()


def test_a_server_that_is_killed_in_the_midst_of_a_save_loses_nothing(server, page):
    saved = "Begun"
    for number, after_s in enumerate(AFTER_S):
        words = f"Round {number}"
        page.get_by_label("Headline").fill(words)
        page.get_by_label("Deck").fill(f"{words}, every character.")
        page.get_by_role("button", name="Save", exact=True).click(no_wait_after=True)
        time.sleep(after_s)
        server.kill()

        server.start()
        version, headline, newest, document = server.state()
        assert (version, headline) == (newest, document)
        assert headline in (saved, words)
        page.goto("/admin/articles/article/1/change/")
        expect(page.get_by_label("Headline")).to_have_value(words)
        expect(page.get_by_label("Deck")).to_have_value(f"{words}, every character.")
        page.wait_for_selector(".tiptap")
        saved = headline
