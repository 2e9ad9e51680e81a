from io import BytesIO

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, OperationalError, connection, connections

from spacenews.environment import networks
from spacenews.pagecache import outage
from spacenews.pagecache.layer import Layer
from tests.pagecache.test_headers import DESK, PUBLIC
from tests.pagecache.wsgi import answering, ask

CHUNKED = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
KB, MB = 1024, 1024 * 1024


def reading(environ, start_response):
    """Answers how long a body is."""
    length = len(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{length}".encode()]


def failing(environ, start_response):
    raise ZeroDivisionError


def refused(status, **request):
    """Ask for something that the layer answers itself, and check that it does so with all headers."""
    reply = ask(Layer(failing), **request)

    kind = DESK if request.get("path", "").startswith("/admin/") else PUBLIC
    assert reply.status == status
    assert has(reply, kind | {"cache-control": "no-store"})
    return reply


def has(reply, headers) -> bool:
    return {name: reply.headers[name] for name in headers} == headers


@pytest.fixture
def https(settings, monkeypatch):
    settings.SITE_URL, settings.HTTPS = "https://news.example.org", True
    settings.ALLOWED_HOSTS = ["news.example.org", "www.example.org"]
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8")
    settings.TRUSTED_PROXIES = networks("TRUSTED_PROXIES")


@pytest.fixture
def site(committing, settings):
    """Django behind the layer, with the addresses of tests/pagecache/views.py."""
    settings.ROOT_URLCONF = "tests.pagecache.views"
    return Layer(get_wsgi_application())


# Methods and addresses


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_what_a_site_needs_is_let_through(method):
    assert ask(Layer(answering()), method=method).status == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get"])
@pytest.mark.filterwarnings("ignore:Unknown REQUEST_METHOD")
def test_other_methods_are_405(method):
    assert refused(405, method=method).headers["allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_query_of_2_kb_is_read_and_a_longer_one_is_400(method):
    assert ask(Layer(answering()), query="q=" + "x" * 2046, method=method).status == 200
    refused(400, query="q=" + "x" * 2047, method=method)


def test_a_path_that_is_too_long_is_400():
    assert ask(Layer(answering()), path="/" + "x" * 2047).status == 200
    refused(400, path="/" + "x" * 2048)


@pytest.mark.parametrize("path", ["/a\0b/", "/a\r\nSet-Cookie: x/", "/\x7f"])
def test_a_path_with_control_characters_is_400(path):
    refused(400, path=path)


def test_a_nul_in_a_cookie_or_in_what_the_desk_is_asked_is_400():
    refused(400, HTTP_COOKIE='sessionid="\\000aaaaaaaa"')
    refused(400, path="/admin/articles/article/", query="headline=%00")
    assert ask(Layer(answering()), query="q=%00", HTTP_COOKIE="sessionid=000a").status == 200


@pytest.mark.parametrize("path", ["*", "@evil.example/", "evil.example"])
@pytest.mark.parametrize("host", ["news.example.org", "www.example.org"])
def test_what_is_no_path_is_400_and_leads_nowhere(https, path, host):
    reply = ask(Layer(failing), path, host=host, lenient=True)

    assert (reply.status, "location" in reply.headers) == (400, False)


def test_head_has_the_headers_of_get_and_no_body():
    get, head = (ask(Layer(answering(Content_Length="12")), method=method) for method in ("GET", "HEAD"))

    assert head.headers == get.headers
    assert (get.text, head.text) == ("<p>hello</p>", "")


def test_head_of_a_refused_request_has_no_body_either():
    assert refused(400, method="HEAD", host="evil.example").text == ""


# Names of the site


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST", "[::1]"]
)
def test_on_this_machine_three_names_are_one_site(host):
    assert ask(Layer(answering()), host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:127.0.0.1",
        "",
        "a@127.0.0.1",
        "127.0.0.1/x",
        "\xff",
    ],
)
@pytest.mark.parametrize("path", ["/", "/healthz", "/admin/"])
def test_an_unknown_name_is_400(host, path):
    reply = refused(400, host=host, path=path)

    assert "evil" not in reply.text


def test_another_name_that_is_not_heard_from_a_proxy_changes_nothing(https):
    layer = Layer(answering())

    reply = ask(
        layer, host="news.example.org", HTTP_X_FORWARDED_HOST="evil.example", **{"wsgi.url_scheme": "https"}
    )

    assert reply.status == 200


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_another_of_our_names_leads_to_the_site_s_own(https, scheme):
    request = {"path": "/2026/05/caf\xc3\xa9 1/", "query": "q=a%20b&c=\xc3\xa9", "wsgi.url_scheme": scheme}

    reply = ask(Layer(failing), host="www.example.org", **request)

    assert reply.status == 308
    assert reply.headers["location"] == "https://news.example.org/2026/05/caf%C3%A9%201/?q=a%20b&c=%C3%A9"
    assert reply.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert reply.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "/@evil.example/", "/%0d%0a/"])
def test_no_path_leads_away_from_the_site(https, path):
    location = ask(Layer(failing), path, host="www.example.org").headers["location"]

    assert location.startswith("https://news.example.org/")


def test_http_leads_to_https(https):
    reply = ask(Layer(failing), "/", method="HEAD", host="news.example.org")

    assert (reply.status, reply.headers["location"]) == (308, "https://news.example.org/")


def test_what_is_sent_over_http_is_not_taken_and_not_sent_again(https):
    reply = ask(Layer(failing), "/contact/", method="POST", host="news.example.org", body=b"message=hello")

    assert reply.status == 400
    assert "https://news.example.org" in reply.text


def test_health_is_answered_over_http_under_every_name_of_ours(https):
    assert ask(Layer(answering()), "/healthz", host="www.example.org").status == 200


@pytest.mark.parametrize(
    ("address", "forwarded", "status"),
    [
        ("10.1.2.3", "https", 200),
        ("10.1.2.3", "http", 308),
        ("10.1.2.3", "https, http", 308),
        ("10.1.2.3", "nonsense", 308),
        ("10.1.2.3", "", 308),
        ("203.0.113.7", "https", 308),
    ],
)
def test_the_scheme_is_what_a_trusted_proxy_says(https, address, forwarded, status):
    request = {"REMOTE_ADDR": address, "HTTP_X_FORWARDED_PROTO": forwarded}

    assert ask(Layer(answering()), host="news.example.org", **request).status == status


def test_django_is_told_the_reader_s_scheme(https, site):
    request = {"REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_PROTO": "https", "host": "news.example.org"}

    assert ask(site, "/echo/", **request).text == "https "


# Charsets


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=hex",
        "text/plain; charset=HEX",
        "application/x-www-form-urlencoded;charset=base64",
        "text/plain; charset=rot13",
        'text/plain; charset="zip"',
        "text/plain; charset=uu",
        "text/plain; charset=idna",
        "text/plain; charset=undefined",
        "text/plain; charset=no-such-charset",
        "text/plain; charset=",
        "text/plain; charset*=no-such'en'utf-8",
        "text/plain; charset*=idna''%80",
        "text/plain; charset=\xe9",
        "text/plain; charset=utf-8; charset=hex",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_charset_that_is_no_text_is_415(content_type, method):
    refused(415, path="/contact/", query="q=1", method=method, CONTENT_TYPE=content_type)


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "application/x-www-form-urlencoded; charset=utf8",
        'application/json; charset="utf-8"',
        "text/plain; charset=us-ascii",
        "text/plain; charset=ISO-8859-1",
        "multipart/form-data; boundary=----x",
        ";;;=;",
    ],
)
def test_other_types_are_let_through(content_type):
    assert ask(Layer(answering()), query="q=1", CONTENT_TYPE=content_type).status == 200


# Bodies


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/contact/", 160 * KB),
        ("/id/contact/", 160 * KB),
        ("/zh-hans/contact/", 160 * KB),
        ("/admin/images/image/add/", 21 * MB),
        ("/admin/articles/article/1/change/", 5 * MB),
        ("/admin/login/", 5 * MB),
        ("/", 64 * KB),
        ("/contact/thanks/", 160 * KB),
        ("/contactless/", 64 * KB),
        ("", 64 * KB),
    ],
)
def test_a_body_may_be_as_long_as_its_address_takes(path, limit):
    def post(length):
        return {"path": path, "method": "POST", "CONTENT_LENGTH": str(length)}

    assert ask(Layer(answering()), **post(limit)).status == 200
    refused(413, **post(limit + 1))
    refused(413, **post("9" * 5000), lenient=True)


def test_413_says_how_much_is_taken():
    assert "at most 160 kB" in refused(413, path="/contact/", method="POST", CONTENT_LENGTH="200000").text
    assert "at most 5 MB" in refused(413, path="/admin/", method="POST", CONTENT_LENGTH="20000000").text


@pytest.mark.parametrize("length", ["-1", "abc", "1.5", "٣", "1 1"])
def test_a_length_that_is_no_number_is_400(length):
    refused(400, method="POST", CONTENT_LENGTH=length, lenient=True)


def test_a_chunked_body_is_counted_while_it_is_read():
    longest = b"x" * 160 * KB

    assert ask(Layer(reading), "/contact/", "POST", body=longest, **CHUNKED).text == str(160 * KB)
    refused(413, path="/contact/", method="POST", body=longest + b"x", **CHUNKED)


def test_of_an_endless_body_no_more_is_read_than_is_taken():
    class Endless(BytesIO):
        taken = 0

        def read(self, size):
            self.taken += size
            return b"x" * size

    endless = Endless()
    refused(413, path="/contact/", method="POST", **CHUNKED, **{"wsgi.input": endless})

    assert endless.taken <= 160 * KB + 64 * KB


def test_without_a_server_that_ends_it_a_chunked_body_is_411():
    refused(411, path="/contact/", method="POST", HTTP_TRANSFER_ENCODING="chunked")


def test_django_reads_a_chunked_form(site):
    form = {"CONTENT_TYPE": "application/x-www-form-urlencoded", **CHUNKED}

    assert ask(site, "/echo/", "POST", body=b"message=hello", **form).text == "http hello"


# What goes wrong


def test_a_fault_outside_django_is_a_page_of_500(caplog):
    refused(500)

    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("path", "status"), [("/story/", 200), ("/no-such-page/", 404), ("/fault/", 500), ("/suspicious/", 400)]
)
def test_the_answers_of_django_carry_the_headers(site, path, status):
    reply = ask(site, path)

    assert reply.status == status
    assert has(reply, PUBLIC)


@pytest.mark.parametrize(
    ("edge_s", "status", "kept"),
    [
        (0, 200, "no-cache"),
        (60, 200, "public, s-maxage=60"),
        (60, 404, "public, s-maxage=60"),
        (60, 410, "public, s-maxage=60"),
        (60, 422, "no-cache"),
        (60, 503, "no-cache"),
    ],
)
def test_a_cache_in_front_may_keep_a_public_page_as_long_as_the_operator_said(
    site, settings, edge_s, status, kept
):
    settings.EDGE_S = edge_s

    reply = ask(site, "/story/", query=f"status={status}")

    assert (reply.status, reply.headers["cache-control"]) == (status, kept)


def test_while_the_database_is_locked_a_write_is_503_and_then_it_works(site):
    other = connection.copy("other")
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SET lock_timeout = '50ms'"
        )
    lock = "BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN; LOCK TABLE limits_counter"
    try:
        with other.cursor() as cursor:
            cursor.execute(lock)
            locked = ask(site, "/write/")
            cursor.execute("ROLLBACK")
        after = ask(site, "/write/")
    finally:
        other.close()
        connection.close()

    assert locked.status == 503
    assert has(locked, PUBLIC | {"cache-control": "no-store", "retry-after": "30"})
    assert (after.status, after.text) == (200, "1")


def unreachable():
    other = connections["default"].copy("unreachable")
    gone = (
        {"HOST": "127.0.0.1", "PORT": "1"} if other.vendor == "postgresql" else {"NAME": "/no/such/folder/db"}
    )
    other.settings_dict = other.settings_dict | gone
    return other


@pytest.mark.django_db
def test_a_database_that_cannot_be_reached_is_an_outage():
    with pytest.raises(OperationalError) as caught:
        unreachable().ensure_connection()

    assert outage.is_outage(caught.value)


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("pragma", ["query_only = 1", "max_page_count = 1"])
def test_a_database_that_takes_no_more_is_an_outage(pragma):
    with connection.cursor() as cursor, pytest.raises(OperationalError) as caught:
        cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("CREATE TABLE big AS SELECT randomblob(5000000) AS x")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 0")
        cursor.execute("PRAGMA max_page_count = 4294967294")

    assert outage.is_outage(caught.value)


@pytest.mark.django_db
def test_a_fault_of_ours_is_none():
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT x FROM no_such_table")

    assert not outage.is_outage(caught.value)
    assert not outage.is_outage(ZeroDivisionError())
    assert not outage.is_outage(None)
