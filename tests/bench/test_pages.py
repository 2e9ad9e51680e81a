"""The pages that are measured are there, and what is measured of a server adds up."""

import os

import pytest
from django.db import connection

from bench import fill, page_rows, pages, serving
from bench.generate import story
from spacenews.articles.models import Edition
from tests import make

KEPT = [fill.kept, fill.firms, page_rows.pictures]


@pytest.fixture
def generated():
    """Articles as the bench makes them, upon the few records that they name."""
    for remembered in KEPT:
        remembered.cache_clear()
    made = [
        make.section(),
        make.author(),
        *(make.tag() for _ in range(3)),
        *(make.source() for _ in range(20)),
    ]
    picture = make.image()
    picture.renditions.create(shape="wide", format="jpeg", width=480, height=320, file="x.jpg")
    firms = [make.organization(public_from=fill.UNTIL).name for _ in range(3)]
    fill.write([story(number, firms) for number in range(10)], 10)
    yield made
    for remembered in KEPT:
        remembered.cache_clear()


@pytest.mark.django_db
def test_each_kind_of_page_answers_and_asks_a_few_queries(generated, settings, monkeypatch):
    settings.LIMITS["search_minute"] = 0
    monkeypatch.setenv("PORT", "8000")
    page_rows.complete(list(Edition.objects.all()))
    connection.run_on_commit.clear()  # so that fragments are kept

    asked = {name: pages.queries(address) for name, address in page_rows.addresses().items()}

    assert len(asked) == 14
    assert all(0 < number < 30 for number in asked.values())


def test_a_server_is_all_of_its_processes():
    server = serving.Server(port=1, pid=os.getpid())
    before = server.used()
    sum(number * number for number in range(2_000_000))

    assert os.getpid() in server.pids()
    assert server.used() > before
    assert 10 < server.memory_mib() < 2_000


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(serving.shutil, "which", lambda name, path: None if name == "wrk" else name)

    assert serving.missing() == ["wrk"]
