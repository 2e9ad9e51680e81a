"""Followers of feeds are told of changes by the hub that an operator has set, of each once, and of nothing hidden."""

import datetime as dt
import logging
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import ImproperlyConfigured

from spacenews import environment, rounds
from spacenews.websub import changes, hub
from spacenews.websub.models import LEASE, MOST_ATTEMPTS, Told
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


class Hub(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append(parse_qs(body) | {"at": self.path})
        self.server.answer(self)

    def log_message(self, *args):
        pass


def status(code: int, **headers: str):
    def answer(request) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()

    return answer


def silence(request) -> None:
    request.server.ended.wait(5)


def garbage(request) -> None:
    request.wfile.write(b"\x00\xff no HTTP at all\r\n\r\n")


def drops(request) -> None:
    request.wfile.write(b"HTTP/1.1 ")
    while not request.server.ended.wait(0.1):
        request.wfile.write(b" ")


@pytest.fixture
def server(settings):
    """A hub on this machine; `answer` is what it does with a notice, `heard` what it was sent."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.heard, server.answer, server.ended = [], status(204), threading.Event()
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    settings.WEBSUB_HUB = f"http://127.0.0.1:{server.server_port}/hub?key=1"
    yield server
    server.ended.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def told(clock):
    """The hub knows all until noon."""
    clock.set(NOW)
    return Told.objects.create(pk=1, until=NOW, next_at=NOW)


def feeds(*below: str, prefix: str = "") -> set[str]:
    return {f"{prefix}/{list_}{form}" for list_ in below for form in ("feed/rss/", "feed/atom/", "feed.json")}


def paths(topics, settings) -> set[str]:
    assert all(topic.startswith(settings.SITE_URL) for topic in topics)
    return {topic.removeprefix(settings.SITE_URL) for topic in topics}


def test_each_feed_that_an_article_came_into_is_told_of_once(server, settings, clock):
    firm = make.organization("LandSpace", slug="landspace")
    lists = {
        "section": make.section(slug="launch"),
        "tags": [make.tag("methane")],
        "authors": [make.author(slug="staff")],
        "about": [firm],
    }
    make.published(**lists)
    make.published(**lists)
    clock.forward(minutes=1)

    hub.tell(clock.now())
    again = hub.tell(clock.now())

    heard = [notice["hub.url"][0] for notice in server.heard]
    expected = feeds("", "section/launch/", "tag/methane/", "author/staff/", "firms/landspace/")
    assert paths(heard, settings) == expected
    assert len(heard) == len(expected)
    assert server.heard[0] == {
        "hub.mode": ["publish"],
        "hub.url": heard[:1],
        "hub.topic": heard[:1],
        "at": "/hub?key=1",
    }
    assert again == []


def test_only_the_feeds_of_its_language_hold_an_article(settings, clock):
    make.published(language="id", section=make.section(slug="launch"), authors=[make.author(slug="staff")])

    found = paths(changes.topics(NOW - HOUR, NOW + HOUR), settings)

    assert found == feeds("", "section/launch/", "author/staff/", prefix="/id")


def test_what_comes_live_by_itself_is_noticed_and_not_before(server, settings, clock):
    make.article(section=make.section(slug="launch")).publish(by=None, at=NOW + HOUR)
    clock.set(NOW + HOUR - dt.timedelta(minutes=1))
    early = hub.tell(clock.now())
    clock.set(NOW + HOUR + dt.timedelta(minutes=1))

    topics = hub.tell(clock.now())

    assert early == []
    assert feeds("", "section/launch/") <= paths(topics, settings)


def test_a_correction_and_a_withdrawal_are_told_of(server, settings, clock):
    article = make.published(at=NOW - HOUR)
    article.publish(by=None, correction="The unit was wrong.")
    clock.forward(minutes=1)
    corrected = hub.tell(clock.now())
    article.withdraw(by=None, public_reason="It was not so.")
    clock.forward(minutes=1)

    withdrawn = hub.tell(clock.now())

    assert feeds("", "corrections/") <= paths(corrected, settings)
    assert feeds("") <= paths(withdrawn, settings)


def test_a_firm_that_readers_do_not_see_is_not_named(settings):
    firm = make.organization("Secret", slug="secret")
    article = make.published(about=[firm])
    type(firm).objects.filter(pk=firm.pk).update(public_from=None)

    found = paths(changes.topics(NOW - HOUR, NOW + HOUR), settings)

    assert article.pk
    assert not found & feeds("firms/secret/")


def test_a_draft_is_told_of_to_nobody(server, clock):
    make.article()
    clock.forward(minutes=1)

    assert hub.tell(clock.now()) == []
    assert server.heard == []


def test_a_hub_that_was_never_told_anything_hears_of_nothing_that_was(server, clock, told):
    told.delete()
    make.published()
    clock.forward(minutes=1)

    assert hub.tell(clock.now()) == []
    assert server.heard == []


def test_a_hub_is_not_told_while_a_cache_in_front_may_hold_the_old_feed(server, settings, clock):
    settings.EDGE_S = 300
    make.published()
    clock.forward(minutes=4)
    early = hub.tell(clock.now())
    clock.forward(minutes=2)

    assert early == []
    assert hub.tell(clock.now()) != []


FAULTS = {
    "500": status(500),
    "redirect": status(302, Location="http://127.0.0.1:1/"),
    "silence": silence,
    "garbage": garbage,
    "drops": drops,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failing_hub_is_tried_again_and_then_told_all(server, monkeypatch, clock, caplog, fault):
    make.published()
    clock.forward(minutes=1)
    server.answer = FAULTS[fault]
    with monkeypatch.context() as hasty:
        hasty.setattr(hub, "TIMEOUT_S", 0.3)
        failed = hub.tell(clock.now())
        too_soon = hub.tell(clock.now())
    server.ended.set()
    server.answer = status(202)
    clock.forward(minutes=2)

    told = hub.tell(clock.now())

    assert (failed, too_soon) == ([], [])
    assert len(told) == len({notice["hub.url"][0] for notice in server.heard}) == 9
    assert [record.levelname for record in caplog.records if record.name == hub.logger.name] == ["WARNING"]
    assert "key=1" not in caplog.text


def test_a_hub_that_does_not_come_back_is_given_up_once(server, clock, caplog):
    make.published()
    server.answer = status(500)
    for _attempt in range(MOST_ATTEMPTS + 3):
        clock.forward(hours=3)
        hub.tell(clock.now())

    levels = [record.levelno for record in caplog.records if record.name == hub.logger.name]

    assert len(server.heard) == MOST_ATTEMPTS
    assert levels == [logging.WARNING] * (MOST_ATTEMPTS - 1) + [logging.ERROR]


def test_a_hub_that_is_away_is_tried_again(settings, clock):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.WEBSUB_HUB = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        make.published()
        clock.forward(minutes=1)

        assert hub.tell(clock.now()) == []

    assert Told.objects.get().attempts == 1


def test_of_several_processes_one_tells(told, clock):
    first, second = Told.objects.get(), Told.objects.get()

    claims = [process.claim(clock.now()) for process in (first, second)]

    assert claims == [True, False]
    assert Told.objects.get().next_at > clock.now() + LEASE / 2


def test_a_round_ends_with_its_fault(settings, caplog, monkeypatch):
    settings.WEBSUB_HUB = "http://127.0.0.1:1/"
    Told.objects.all().delete()
    with broken_table():
        rounds.once(hub.one_round, hub.FAULT)

    assert "A round of telling the hub failed" in caplog.text


@contextmanager
def broken_table():
    name, Told._meta.db_table = Told._meta.db_table, "no_such_table"
    yield
    Told._meta.db_table = name


def test_without_a_hub_no_thread_is_started(settings):
    settings.WEBSUB_HUB = ""

    hub.start()

    assert "websub" not in [thread.name for thread in threading.enumerate()]


def test_feeds_name_the_hub_and_themselves(client, settings):
    settings.WEBSUB_HUB = "https://hub.example.org/?a=1&b=2"
    make.published()

    answers = {form: client.get(f"/id/{form}") for form in ("feed/rss/", "feed/atom/", "feed.json")}

    for form, answer in answers.items():
        own = f"{settings.SITE_URL}/id/{form}"
        assert answer["Link"] == f'<https://hub.example.org/?a=1&b=2>; rel="hub", <{own}>; rel="self"'
    escaped = 'href="https://hub.example.org/?a=1&amp;b=2" rel="hub"'
    assert f"<atom:link {escaped}/>" in answers["feed/rss/"].content.decode()
    assert f"<link {escaped}/>" in answers["feed/atom/"].content.decode()
    assert answers["feed.json"].json()["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example.org/?a=1&b=2"}
    ]


def test_without_a_hub_feeds_name_none(client):
    answers = [client.get(f"/{form}") for form in ("feed/rss/", "feed/atom/", "feed.json")]

    assert ["Link" in answer.headers or b"hub" in answer.content for answer in answers] == [False] * 3


@pytest.mark.parametrize(
    "address", ["https://hub.example.org/", "https://h:8443/x?y=1", "http://127.0.0.1:9/", ""]
)
def test_a_hub_is_taken_by_https_or_on_this_machine(monkeypatch, address):
    monkeypatch.setenv("WEBSUB_HUB", address)

    assert environment.hub("WEBSUB_HUB") == address


@pytest.mark.parametrize(
    "address",
    [
        "http://hub.example.org/",
        "http://127.0.0.1.example.org/",
        "https://",
        "https://[x/",
        "https://h:port/",
        "ftp://h/",
        "https://user:secret@h/",
        'https://h/"><x',
        "hub",
    ],
)
def test_any_other_hub_ends_the_start_with_a_sentence(monkeypatch, address):
    monkeypatch.setenv("WEBSUB_HUB", address)

    with pytest.raises(ImproperlyConfigured, match="WEBSUB_HUB must look like"):
        environment.hub("WEBSUB_HUB")
