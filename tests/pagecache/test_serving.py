"""When a public page comes from the store, and when it is made."""

import gzip
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections, transaction

from spacenews.environment import networks
from spacenews.pagecache import clock as site_clock
from spacenews.pagecache import freshness, serving, stamp
from spacenews.pagecache.layer import Layer
from spacenews.pagecache.store import Page
from tests import make
from tests.pagecache import kept
from tests.pagecache.test_headers import PUBLIC
from tests.pagecache.wsgi import ask

PACKED = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}
UNPACKED = {"": lambda content: content, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.fixture
def site(committing, settings):
    settings.ROOT_URLCONF, settings.PAGES_MB = "tests.pagecache.kept", 16
    freshness.forget()
    stamp.settle()
    kept.made.clear()
    kept.noted.clear()
    kept.is_asked.clear()
    kept.may_answer.clear()
    return Layer(get_wsgi_application())


def publish(**columns) -> None:
    """Publish as a command does, which ends when every server knows."""
    with transaction.atomic():
        make.claim(**columns)
    stamp.settle()


def is_kept(site, path, query="", **more) -> bool:
    """Ask twice, and say whether the second answer was not made."""
    kept.made.clear()
    first, second = (ask(site, path, query=query, **more) for _ in range(2))
    assert (second.status, second.text) == (first.status, first.text)
    return len(kept.made) == 1


# What is kept


def test_a_page_is_made_once_and_answered_with_all_its_headers(site):
    replies = [ask(site, "/story/a/") for _ in range(3)]

    assert kept.made == ["a"]
    assert {reply.text for reply in replies} == {"<p>a: 0 claims</p>" + "<p>and so on</p>" * 40}
    assert replies[0].headers == replies[2].headers
    told = {name: replies[2].headers.pop(name) for name in ("etag", "content-length", "vary")}
    assert told["vary"] == "Accept-Encoding" and int(told["content-length"]) == len(replies[2].text)
    assert {name: value for name, value in replies[2].headers.items() if name not in told} == PUBLIC


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/answering/200/", True),
        ("/answering/404/", True),
        ("/answering/410/", True),
        ("/saying/X-Robots-Tag/noindex/", True),
        ("/saying/Vary/Accept-Encoding/", True),
        ("/answering/429/", False),
        ("/answering/503/", False),
        ("/answering/500/", False),
        ("/answering/422/", False),
        ("/moved/", False),
        ("/cookie/", False),
        ("/saying/Vary/Cookie/", False),
        ("/saying/Vary/Accept-Encoding, Accept-Language/", False),
        ("/saying/Cache-Control/no-store/", False),
        ("/private/", False),
    ],
)
def test_only_what_a_public_view_answers_to_everybody_is_kept(site, path, expected):
    assert is_kept(site, path) is expected


def test_what_hands_out_a_cookie_says_no_store(site):
    reply = ask(site, "/cookie/")

    assert reply.headers["cache-control"] == "no-store" and "seen=1" in reply.headers["set-cookie"]


def test_an_address_that_no_view_knows_is_not_kept(site):
    ask(site, "/wp-login.php")

    assert len(site.pages.store.pages.pages) == len(site.pages.store.others.pages) == 0


@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
def test_other_methods_neither_read_nor_fill_the_store(site, method):
    refused = {403, 405}

    assert {ask(site, "/story/a/", method=method).status for _ in range(2)} <= refused
    assert ask(site, "/story/a/").status == 200
    assert ask(site, "/story/a/", method=method).status in refused


def test_head_first_is_made_as_get_and_kept_for_both(site):
    head, get = ask(site, "/story/a/", method="HEAD"), ask(site, "/story/a/")

    assert kept.made == ["a"]
    assert (head.text, get.text[:3], head.headers) == ("", "<p>", get.headers)


@pytest.mark.parametrize(
    "cookie",
    [
        "sessionid=x",
        "a=b; sessionid=x",
        "__Host-sessionid=x",
        "sessionid =x",
        "sessionid",
        " sessionid=",
        "x=sessionid",
    ],
)
def test_who_has_a_session_neither_reads_nor_fills_the_store(site, cookie):
    assert not is_kept(site, "/story/a/", HTTP_COOKIE=cookie)
    ask(site, "/story/a/")
    assert not is_kept(site, "/story/a/", HTTP_COOKIE=cookie)


def test_who_brings_authorization_neither_reads_nor_fills_the_store(site):
    assert not is_kept(site, "/story/a/", HTTP_AUTHORIZATION="Bearer x")
    assert not is_kept(site, "/story/a/", HTTP_AUTHORIZATION="")


def test_with_no_room_given_nothing_is_kept_and_all_is_answered(site, settings):
    settings.PAGES_MB = 0
    site = Layer(get_wsgi_application())

    assert not is_kept(site, "/story/a/")
    assert ask(site, "/story/a/", HTTP_IF_NONE_MATCH=ask(site, "/story/a/").headers["etag"]).status == 304


# What changes an answer


ODD_QUERIES = {
    "a=1&b=2": "a=1&b=2",
    "b=2&a=1": "a=1&b=2",
    "a=1&b=2&utm_source=x": "a=1&b=2",
    "x=1&a=1&a[]=2&A=3&b=2": "a=1&b=2",
    "a=1&b=2&c=%00%FF": "a=1&b=2",
    "%61=%31&b=2": "a=1&b=2",
    "&&a=1&&b=2&": "a=1&b=2",
    "a=&a=1&b=2&b=": "a=1&b=2",
}


def test_queries_that_ask_the_same_are_one_entry(site):
    replies = [ask(site, "/listing/", query=query).text for query in ODD_QUERIES]

    assert replies == [f"[{query}]" for query in ODD_QUERIES.values()]
    assert kept.made == ["a=1&b=2"]


@pytest.mark.parametrize("query", ["a=1&a=2", "a=2&a=1", "a=2", "b=1", "a=+1", "a=1;b=2", "a=%E5%8D%AB"])
def test_queries_that_ask_something_else_are_others(site, query):
    ask(site, "/listing/", query="a=1&b=2")

    assert ask(site, "/listing/", query=query).text != "[a=1&b=2]"
    assert len(kept.made) == 2


def test_a_query_that_no_view_reads_is_the_bare_address(site):
    for query in ("", "q=x", "page=2", "a=1", "&" * 2000, "x=" + "y" * 2000, "status=404", "_connector=OR"):
        assert ask(site, "/story/a/", query=query).text.startswith("<p>a: 0")

    assert kept.made == ["a"]


FORGED = {
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_PORT": "81",
    "HTTP_X_ORIGINAL_URL": "/admin/",
    "HTTP_X_REWRITE_URL": "/admin/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_X_GHOST_PREVIEW": "evil",
    "HTTP_FORWARDED": "host=evil.example",
    "HTTP_ACCEPT_LANGUAGE": "id",
    "HTTP_ACCEPT": "evil/json",
    "HTTP_USER_AGENT": "evil",
    "HTTP_REFERER": "https://evil.example/",
    "HTTP_COOKIE": "theme=evil; csrftoken=evil; django_language=id",
    "HTTP_ORIGIN": "https://evil.example",
    "HTTP_RANGE": "bytes=0-3",
    "HTTP_IF_MODIFIED_SINCE": "Thu, 01 Jan 2099 00:00:00 GMT",
    "HTTP_X_REQUESTED_WITH": "evil",
    "HTTP_SAVE_DATA": "on",
}


def test_no_header_of_a_request_changes_the_page_that_is_stored(site):
    host = {"host": "localhost:8000", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    forged = ask(site, "/told/", query="evil=1", **host, **FORGED)
    plain = ask(site, "/told/")

    assert kept.made == ["told"]
    assert (forged.status, forged.text, forged.headers) == (200, plain.text, plain.headers)
    assert "evil" not in forged.text and "localhost" not in forged.text
    assert forged.text.startswith("http://127.0.0.1:8000/told/ GET ")


def test_behind_a_proxy_of_ours_the_page_is_that_of_the_site_s_own_address(site, settings, monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1")
    settings.TRUSTED_PROXIES = networks("TRUSTED_PROXIES")
    settings.SITE_URL, settings.HTTPS, settings.ALLOWED_HOSTS = (
        "https://news.example.org",
        True,
        ["news.example.org"],
    )
    proxy = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https", "host": "news.example.org"}

    assert ask(site, "/told/", **proxy).text.startswith("https://news.example.org/told/ GET ")
    assert ask(site, "/told/", **{**proxy, "HTTP_X_FORWARDED_PROTO": "http"}).status == 308


@pytest.mark.parametrize(
    "host", ["evil.example", "", "127.0.0.1.evil.example", "127.0.0.1:8000@evil.example"]
)
def test_an_unknown_host_is_refused_before_the_store_is_asked(site, host):
    ask(site, "/story/a/")

    assert ask(site, "/story/a/", host=host).status == 400
    assert ask(site, "/story/b/", host=host).status == 400
    assert kept.made == ["a"]


def test_languages_are_addresses_of_their_own(site, settings):
    settings.ROOT_URLCONF = "spacenews.urls"
    pages = {prefix: ask(site, f"{prefix}/search/help/").text for prefix in ("", "/id", "/zh-hans")}

    assert len(set(pages.values())) == 3
    assert pages == {
        prefix: ask(site, f"{prefix}/search/help/", HTTP_ACCEPT_LANGUAGE="id").text for prefix in pages
    }
    assert ask(site, "/en/search/help/").status == ask(site, "/id/sitemap.xml").status == 404


# Encodings and tags


@pytest.mark.parametrize(
    ("wish", "given"),
    [
        ("", ""),
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("gzip;q=0.5, br;q=0.4, identity", ""),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("deflate", ""),
        ("br;q=nan", ""),
        ("br;q=-1, gzip;q=2", ""),
        ("br;q=x", ""),
        ("br" * 99, ""),
        ("gzip, " * 5000, ""),
        (";;;,=,q=1,;q=1", ""),
        ("gzip\x00", ""),
        ("../../br", ""),
    ],
)
def test_a_page_is_packed_as_the_reader_wishes(site, wish, given):
    ask(site, "/story/a/")
    said, body = raw(site, "/story/a/", HTTP_ACCEPT_ENCODING=wish)

    assert (said.get("Content-Encoding", ""), said["Vary"]) == (given, "Accept-Encoding")
    assert UNPACKED[given](body).decode() == ask(site, "/story/a/").text
    assert kept.made == ["a"]


def raw(site, path, **more) -> tuple[dict, bytes]:
    """Return headers and bytes, for `ask` reads text."""
    said = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "QUERY_STRING": "", "SCRIPT_NAME": "", **more}
    environ |= {"HTTP_HOST": "127.0.0.1:8000", "wsgi.url_scheme": "http", "REMOTE_ADDR": "203.0.113.7"}
    environ |= {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000"}
    body = site(environ, lambda status, headers: said.extend((status, headers)))
    return {"status": said[0], **dict(said[1])}, b"".join(body)


@pytest.mark.parametrize("first", ["", "gzip", "br"])
def test_whoever_came_first_every_encoding_holds_the_same_words_and_has_a_tag_of_its_own(site, first):
    raw(site, "/story/a/", HTTP_ACCEPT_ENCODING=first)
    answers = {wish: raw(site, "/story/a/", HTTP_ACCEPT_ENCODING=wish) for wish in UNPACKED}

    assert len({UNPACKED[wish](body) for wish, (_said, body) in answers.items()}) == 1
    assert len({said["ETag"] for said, _body in answers.values()}) == 3
    assert all(int(said["Content-Length"]) == len(body) for said, body in answers.values())
    assert kept.made == ["a"]


@pytest.mark.parametrize("path", ["/saying/Content-Type/image%2Fpng/".replace("%2F", "-"), "/listing/"])
def test_what_is_never_packed_does_not_vary(site, path):
    said, _body = raw(site, path, **PACKED)

    assert "Vary" not in said and "Content-Encoding" not in said


@pytest.mark.parametrize("wish", ["", "gzip", "br"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_the_bytes_is_told_so_in_each_encoding(site, wish, method):
    full = raw(site, "/story/a/", HTTP_ACCEPT_ENCODING=wish)[0]
    other = raw(site, "/story/a/", HTTP_ACCEPT_ENCODING="br" if wish != "br" else "gzip")[0]
    asked = {"HTTP_ACCEPT_ENCODING": wish, "REQUEST_METHOD": method}
    told = [
        raw(site, "/story/a/", HTTP_IF_NONE_MATCH=seen, **asked)
        for seen in (full["ETag"], f"W/{full['ETag']}", f'"x", {full["ETag"]}', "*")
    ]

    of_the_bytes = {"status", "Content-Type", "Content-Length", "Content-Encoding"}
    assert {said["status"] for said, _body in told} == {"304 Not Modified"} and {
        body for _, body in told
    } == {b""}
    assert told[0][0] == {
        **{name: value for name, value in full.items() if name not in of_the_bytes},
        "status": "304 Not Modified",
    }
    assert raw(site, "/story/a/", HTTP_IF_NONE_MATCH=other["ETag"], **asked)[0]["status"] == "200 OK"


@pytest.mark.parametrize("seen", ['""', "", "W/", '"*"', "**", '"x" *', "x" * 5000, ",,,", '"0"'])
def test_who_has_other_bytes_gets_the_page(site, seen):
    assert ask(site, "/story/a/", HTTP_IF_NONE_MATCH=seen).status == 200


def test_what_is_gone_is_gone_whatever_tag_is_sent(site):
    assert {ask(site, f"/answering/{status}/", HTTP_IF_NONE_MATCH="*").status for status in (404, 410)} == {
        404,
        410,
    }


def test_the_tag_is_of_the_bytes_alone(site):
    before = ask(site, "/answering/200/").headers["etag"]
    publish()

    assert ask(site, "/answering/200/", HTTP_IF_NONE_MATCH=before).status == 304
    assert kept.made == ["200", "200"]


def test_a_cache_in_front_may_keep_what_the_store_keeps_as_long_as_the_operator_said(site, settings):
    settings.EDGE_S = 60
    paths = ("/story/a/", "/answering/404/", "/answering/410/", "/answering/429/", "/moved/", "/private/")
    said = [ask(site, path).headers["cache-control"] for path in (*paths, "/wp-login.php")]

    assert said == ["public, s-maxage=60"] * 3 + ["no-cache"] * 4
    assert ask(site, "/story/a/", HTTP_AUTHORIZATION="x").headers["cache-control"] == "no-cache"


# Room


def test_what_was_not_asked_for_longest_goes_first(site, settings):
    settings.PAGES_MB = 1
    site = Layer(get_wsgi_application())
    for number in (
        *range(7),
        0,
        7,
        8,
    ):  # of 100 kB each, and 4 to hold it; seven eighths of a MB are for them
        ask(site, f"/big/{number}/")
    kept.made.clear()
    for number in (0, 8, 7, 1):
        ask(site, f"/big/{number}/")

    assert kept.made == ["big 1"]
    assert site.pages.store.pages.bytes <= 7 * 1024 * 1024 // 8


def test_neither_queries_nor_addresses_that_are_not_there_push_pages_out(site, settings):
    settings.PAGES_MB = 1
    site = Layer(get_wsgi_application())
    ask(site, "/story/a/")
    for number in range(60):
        ask(site, "/listing/", query=f"a={number}")
        ask(site, "/answering/404/")
    kept.made.clear()
    ask(site, "/story/a/")

    assert kept.made == []
    assert site.pages.store.others.bytes <= 1024 * 1024 // 8
    assert 10 < len(site.pages.store.others.pages) <= 32


def test_a_page_that_would_take_the_place_of_many_is_answered_and_not_kept(site):
    site.pages.store.pages.most_bytes = 400_000
    ask(site, "/story/a/")
    before = site.pages.store.pages.bytes

    assert len(ask(site, "/big/1/").text) == 100_000
    assert site.pages.store.pages.bytes == before > 0


def test_a_page_that_is_packed_in_one_more_way_counts_more(site):
    raw(site, "/story/a/", HTTP_ACCEPT_ENCODING="br")
    before = site.pages.store.pages.bytes
    raw(site, "/story/a/", HTTP_ACCEPT_ENCODING="")

    assert site.pages.store.pages.bytes == before + len(ask(site, "/story/a/").text)


def test_a_large_page_is_held_packed_and_unpacked_for_who_wants_it_plain():
    content = b"<p>hello</p>" * 30_000
    page = Page.of("200 OK", [("Content-Type", "text/html")], content, "identity")

    assert page.size < 10_000 and not page.widen("identity") and not page.widen("br") and page.widen("gzip")
    answers = {encoding: page.ready(encoding, "") for encoding in ("identity", "gzip", "br")}
    for encoding, unpack in (("identity", bytes), ("gzip", gzip.decompress), ("br", brotli.decompress)):
        headers = dict(answers[encoding].headers)
        assert unpack(answers[encoding].body[0]) == content
        assert headers.get("Content-Encoding", "identity") == encoding
        assert page.ready(encoding, headers["ETag"]).status == "304 Not Modified"
    assert page.size < 20_000


def test_a_page_is_packed_by_several_at_once(many_turns):
    page_bytes, faults = b"<p>hello</p>" * 200, []

    def widen(page, encoding, together):
        together.wait(5)
        try:
            page.widen(encoding)
            assert page.size > len(page_bytes)
        except Exception as fault:
            faults.append(fault)

    for _ in range(500):
        together = threading.Barrier(4)
        page = Page.of("200 OK", [("Content-Type", "text/html")], page_bytes, "identity")
        threads = [
            threading.Thread(target=widen, args=(page, encoding, together)) for encoding in ("br", "gzip") * 2
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert faults == []


@pytest.fixture
def many_turns():
    """Let threads take turns much more often than they do, so that those which can meet do meet."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


# Bursts


def burst(site, path, number=4) -> list[int]:
    """Ask at once; return the statuses."""
    statuses = []

    def one():
        statuses.append(ask(site, path).status)
        connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    kept.is_asked.wait(5)
    time.sleep(0.1)
    kept.may_answer.set()
    for thread in threads:
        thread.join(10)
    return sorted(statuses)


def test_a_burst_makes_a_page_once(site):
    assert burst(site, "/slow/") == [200] * 4
    assert kept.made == ["slow"]


def test_when_the_first_of_a_burst_fails_the_next_makes_the_page_for_all(site):
    assert burst(site, "/slow/failing/") == [200, 200, 200, 500]
    assert kept.made == ["slow"] * 2
    assert site.pages.flights.going == {}


def test_of_a_burst_for_what_takes_seconds_nobody_waits_for_another(site):
    assert burst(site, "/slow/download/", 2) == [200] * 2
    assert kept.made == ["slow"] * 2


def test_nobody_waits_for_ever(site, monkeypatch):
    monkeypatch.setattr(serving, "LONGEST_WAIT_S", 0.05)

    assert burst(site, "/slow/", 3) == [200] * 3
    assert kept.made == ["slow"] * 3


def test_who_asks_for_another_page_does_not_wait(site):
    thread = threading.Thread(target=burst, args=(site, "/slow/", 1))
    thread.start()
    kept.is_asked.wait(5)

    assert ask(site, "/story/a/").status == 200
    thread.join(10)


# Freshness


def test_what_is_published_is_in_the_next_answer(site):
    for number in range(5):
        assert ask(site, "/story/a/").text.startswith(f"<p>a: {number} claims")
        publish(public_from=site_clock.now())


def test_whoever_publishes_is_told_so_25_ms_later_and_others_at_once(site):
    ask(site, "/private/")
    took = {}
    for path in ("/publish/words/", "/private/"):
        begun = time.monotonic()
        ask(site, path)
        took[path] = time.monotonic() - begun

    assert took["/publish/words/"] >= 0.025
    assert stamp.committed.at == 0


def test_a_commit_that_moved_nothing_is_not_waited_for(site):
    with transaction.atomic():
        make.user()

    assert stamp.committed.at == 0


def test_a_move_that_is_rolled_back_is_not_waited_for(site):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make.claim()
        raise ZeroDivisionError

    assert stamp.committed.at == 0


def test_the_wait_is_longer_than_any_process_trusts_a_reading():
    assert stamp.SETTLED_S > freshness.TRUSTED_S


def test_a_page_that_was_overtaken_by_a_publication_is_not_shown_again(site):
    first = ask(site, "/overtaken/").text
    stamp.settle()

    assert (first, ask(site, "/overtaken/").text) == ("0 claims", "1 claims")


def test_a_page_made_from_another_connection_than_was_read_is_not_kept(site):
    assert not is_kept(site, "/elsewhere/")


def test_a_page_ends_at_the_edge(site, clock):
    noon = site_clock.now().replace(hour=12)
    clock.set(noon)
    publish(public_from=noon + timedelta(hours=1))
    before = ask(site, "/story/a/").text
    clock.set(noon + timedelta(hours=1, microseconds=1))
    after = ask(site, "/story/a/").text
    clock.set(noon + timedelta(minutes=30))
    earlier = ask(site, "/story/a/").text

    assert [text.split(" claims")[0] for text in (before, after, earlier)] == [
        "<p>a: 0",
        "<p>a: 1",
        "<p>a: 0",
    ]


def test_midnight_is_an_edge(site, clock):
    noon = site_clock.now().replace(hour=12)
    clock.set(noon)
    ask(site, "/story/a/")
    clock.set(noon + timedelta(hours=13))
    ask(site, "/story/a/")

    assert kept.made == ["a", "a"]


def test_a_hit_asks_the_database_for_one_number_at_most(site, django_assert_num_queries):
    ask(site, "/story/a/")
    freshness.latest.until = 0

    with django_assert_num_queries(0):
        ask(site, "/story/a/")
    assert kept.made == ["a"]


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_article_is_gone_from_the_very_next_answer(settings, clock):
    settings.PAGES_MB = 16
    clock.set(datetime(2026, 8, 20, 12, tzinfo=UTC))
    site, path = Layer(get_wsgi_application()), "/2026/08/rocket/"
    lists = ("/", "/feed/rss/", "/feed.json", "/2026/08/", "/search/")
    with transaction.atomic():
        article = make.published(slug="rocket", headline="Rocketry")
    stamp.settle()
    before = [ask(site, address, query="q=rocketry").text.count(path) > 0 for address in lists]
    live = ask(site, path).status
    article.withdraw(by=None, public_reason="It was a rehearsal.")
    stamp.settle()
    gone = ask(site, path)

    assert (before, live) == ([True] * len(lists), 200)
    assert gone.status == 410 and "It was a rehearsal." in gone.text
    assert [ask(site, address, query="q=rocketry").text.count(path) for address in lists] == [0] * len(lists)


# When the database is away


@pytest.fixture
def away(site):
    """Return a function that takes the database away, as far as this thread can see."""
    connection.ensure_connection()
    before = connection.settings_dict.copy()

    def take():
        connection.close()
        gone = (
            {"HOST": "127.0.0.1", "PORT": "1"}
            if connection.vendor == "postgresql"
            else {"NAME": "/no/such/db"}
        )
        connection.settings_dict.update(gone)
        freshness.latest.until = 0

    yield take
    connection.settings_dict.update(before)
    connection.close()


def test_stored_pages_are_served_while_the_database_is_away_and_the_rest_is_503(site, away, caplog):
    ask(site, "/story/a/")
    away()

    assert ask(site, "/story/a/").text.startswith("<p>a: 0")
    assert ask(site, "/story/b/").status == 503
    assert ask(site, "/story/a/", **PACKED).status == 200
    assert caplog.text.count("cannot be read") == 1


def test_past_an_edge_they_are_served_too(site, away, clock):
    ask(site, "/story/a/")
    away()
    clock.forward(days=2)

    assert ask(site, "/story/a/").status == 200


def test_what_a_change_made_old_is_not_served_from_then_on(site, away):
    ask(site, "/story/a/")
    publish()
    freshness.fresh(site_clock.now())
    away()

    assert ask(site, "/story/a/").status == 503


@pytest.mark.postgresql
def test_a_connection_that_was_lost_is_made_anew(site):
    ask(site, "/story/a/")
    freshness.latest.until = 0
    connection.connection.close()

    assert ask(site, "/story/a/").status == 200
    assert kept.made == ["a"]


def test_before_the_tables_are_there_nothing_is_kept(site, monkeypatch):
    monkeypatch.setattr(freshness, "NUMBER", "SELECT number FROM no_such_table")
    monkeypatch.setattr(stamp, "READ", "SELECT number, {edges} FROM no_such_table")

    assert not is_kept(site, "/answering/200/")


# What is counted


def test_each_who_gets_a_page_can_be_counted(site):
    for address in ("203.0.113.1", "203.0.113.2", "203.0.113.3"):
        ask(site, "/note/", REMOTE_ADDR=address)

    assert kept.noted == ["203.0.113.1", "203.0.113.2", "203.0.113.3"]
