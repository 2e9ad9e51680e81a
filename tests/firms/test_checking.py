"""Asking whether sources are still there: only where the operator wants it, only of the open internet, a few a day."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from spacenews.firms.models import Source, SourceCheck
from spacenews.firms.sources import asking, checking
from spacenews.firms.sources.asking import Found, ask
from tests import make
from tests.firms.reading import NOW

STATUS = {"/there": 200, "/gone": 410, "/broken": 500, "/refuses": 403}
REDIRECTS = {
    "/moved": "/there",
    "/inside": "http://10.0.0.1/",
    "/round": "/round",
    "/file": "file:///etc/passwd",
}


class Site(BaseHTTPRequestHandler):
    """Answers by its address; `heard` is what it was asked."""

    heard: list[tuple[str, str, str]] = []

    def do_GET(self):
        self.heard.append((self.command, self.path, self.headers.get("Cookie", "")))
        is_head_refused = self.command == "HEAD" and self.path == "/no-head"
        target = REDIRECTS.get(self.path)
        status = 405 if is_head_refused else 302 if target else STATUS.get(self.path, 404)
        self.send_response(200 if self.path == "/no-head" and not is_head_refused else status)
        self.send_header("Set-Cookie", "a=b")
        if target:
            self.send_header("Location", target)
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def only_here(site):
    """Let this one server be asked, which is no address of the open internet, and nothing else."""
    Site.heard.clear()
    return lambda address, port: (address, port) == ("127.0.0.1", site)


@pytest.fixture
def due(db, settings, clock, site):
    """Return what makes a source that is to be asked for, at a path of the site."""
    settings.CHECK_SOURCES = True
    clock.set(NOW)
    return lambda path: make.source(url=f"http://127.0.0.1:{site}{path}")


@pytest.mark.parametrize(
    ("path", "found", "methods"),
    [
        ("/there", Found.THERE, ["HEAD"]),
        ("/no-head", Found.THERE, ["HEAD", "GET"]),
        ("/moved", Found.THERE, ["HEAD", "HEAD"]),
        ("/gone", Found.MISSING, ["HEAD", "GET"]),
        ("/never-was/ü?q=é", Found.MISSING, ["HEAD", "GET"]),
        ("/broken", Found.MISSING, ["HEAD", "GET"]),
        ("/refuses", Found.UNSAID, ["HEAD", "GET"]),
        ("/inside", Found.UNSAID, ["HEAD", "GET"]),
        ("/file", Found.UNSAID, ["HEAD", "GET"]),
        ("/round", Found.UNSAID, ["HEAD"] * 4 + ["GET"] * 4),
    ],
)
def test_an_address_is_asked_by_head_then_by_get_and_never_with_a_cookie(
    site, only_here, path, found, methods
):
    answer = ask(f"http://127.0.0.1:{site}{path}", may_ask=only_here)

    assert answer.found is found
    assert [method for method, _path, _cookie in Site.heard] == methods
    assert {cookie for _method, _path, cookie in Site.heard} == {""}


@pytest.fixture
def no_sockets(monkeypatch):
    """Let nothing be connected to; databases are reached otherwise."""

    def refuse(*args):
        raise AssertionError("A socket was opened.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
        *("[::7f00:1]", "[fec0::1]", "[64:ff9b:1::7f00:1]", "[::ffff:0:7f00:1]"),
        *("localhost", "0x7f.1", "2130706433", "224.0.0.1", "93.184.215.14:22", "93.184.215.14:8080"),
    ],
)
def test_nothing_but_the_open_internet_is_ever_connected_to(no_sockets, host):
    assert ask(f"http://{host}/").found is Found.UNSAID


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "file:///etc/passwd", "http://", "http://[", "x", "http://a:b/"]
)
def test_what_is_no_address_of_the_web_is_asked_nothing(no_sockets, url):
    assert ask(url).found is Found.UNSAID


def test_an_answer_that_does_not_come_ends(monkeypatch):
    monkeypatch.setattr(asking, "TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        answer = ask(f"http://127.0.0.1:{port}/", may_ask=lambda *of: True)

    assert answer.found is Found.MISSING


@pytest.mark.django_db
def test_without_the_operators_setting_nothing_is_asked_whatever_is_opened(no_sockets, client, settings):
    client.force_login(make.user("Editor"))
    source, said = make.source(), StringIO()
    firm = make.organization(source=source, public_from=NOW)
    pages = [reverse(f"admin:firms_source_{name}", args=[source.pk]) for name in ("change", "rests", "merge")]

    answers = [
        client.get(page).status_code for page in (*pages, firm.url, reverse("admin:firms_source_changelist"))
    ]
    form = {"url": source.url, "title": "Changed", "publisher": "P", "archive_url": "https://a.example.org/"}
    answers.append(client.post(pages[0], form).status_code)
    call_command("check_sources", stdout=said)
    checking.start()
    checking.one_round()

    assert answers == [200] * 5 + [302]
    assert "CHECK_SOURCES is off" in said.getvalue()
    assert (settings.CHECK_SOURCES, SourceCheck.objects.count()) == (False, 0)


def test_a_source_is_marked_gone_after_several_days_without_it_and_asked_no_more(due, only_here, clock):
    there, gone = due("/there"), due("/gone")
    days = []

    for _day in range(7):
        asked = [source.pk for source, _answer in checking.check(9, may_ask=only_here)]
        asked += [source.pk for source, _answer in checking.check(9, may_ask=only_here)]
        days.append((asked, Source.objects.get(pk=gone.pk).gone_since is not None))
        clock.forward(days=1)

    both, one = sorted([there.pk, gone.pk]), [gone.pk]
    assert days == [
        (both, False),
        (one, False),
        (one, False),
        (one, False),
        (one, True),
        ([], True),
        ([], True),
    ]
    assert Source.objects.get(pk=there.pk).gone_since is None
    clock.forward(days=24)
    assert [source.pk for source, _answer in checking.check(9, may_ask=only_here)] == [there.pk]


def test_days_count_in_a_row_alone_and_begin_anew_once_it_is_there_again(due, only_here, clock):
    source = due("/there")
    SourceCheck.objects.create(source=source, next_on=NOW.date(), failed_days=4)

    list(checking.check(9, may_ask=only_here))

    check = SourceCheck.objects.get()
    assert (check.failed_days, check.answer, check.asked_on) == (0, "200", NOW.date())


def test_a_round_asks_a_few_each_once_and_two_rounds_never_the_same(due, only_here):
    sources = [due(f"/there?{number}") for number in range(4)]

    first, second = checking.check(2, may_ask=only_here), checking.check(2, may_ask=only_here)
    asked = [source.pk for source, _answer in (next(first), next(second), *first, *second)]

    assert len(asked) == len(set(asked)) == 3
    assert set(asked) < {source.pk for source in sources}
