"""The whole stack as the server calls it: layer, static files, Django."""

import re

import pytest
from django.conf import settings
from hypothesis import HealthCheck, example, given
from hypothesis import settings as search
from hypothesis import strategies as st

from spacenews import wsgi
from tests import make
from tests.pagecache.test_headers import DESK, PUBLIC
from tests.pagecache.wsgi import ask

LONG = "x" * 2000
ARABIC_DIGITS = "/٢٠٢٦/٠٥/x/".encode().decode("latin-1")  # as a server hands it over
PATHS = [
    *(
        "/",
        "/id/",
        "/zh-hans/",
        "/admin/",
        "/admin/login/",
        "/contact/",
        "/search/",
        "/archive/",
        "/firms/",
        "/healthz",
    ),
    *(
        "/2026/05/x/",
        "/9999/99/x/",
        "/0000/00/x/",
        ARABIC_DIGITS,
        "/2026/",
        "/tag/x/",
        "/feed/rss/",
        "/feed.json",
    ),
    *(
        "/sitemap.xml",
        "/robots.txt",
        "/media/x",
        "/media/../../etc/passwd",
        "/static/../settings.py",
        "/static/",
    ),
    *(
        "//",
        "//evil.example/",
        "/%00/",
        "/\x80\xff/",
        "/\xed\xa0\x80/",
        f"/{LONG}/",
        f"/tag/{LONG}/",
        "/media/\x80",
    ),
    *(
        "/admin/r/1/1/",
        "/admin/jsi18n/",
        "/admin/x/y/1/change/",
        "/admin/login/\xff",
        "/.git/config",
        "/*",
        "",
    ),
]
QUERIES = [
    *(
        "",
        "q=launch",
        "q=%00",
        "q=%FF%FE",
        "q=%ED%A0%80",
        "q=" + "%22" * 600,
        "q=(((",
        "q=*",
        "q=a AND",
        "q=-",
        "q[]=1",
    ),
    *(
        "page=-1",
        "page=999999999999999999999",
        "page=%D9%A3",
        "before=x",
        "before=0001-01-01",
        "after=9" * 50,
    ),
    *(
        "&&&;;;==",
        "a=1&" * 500,
        "next=//evil.example",
        "o=1.2.-3",
        "_popup=1",
        "e=1",
        "\xff\xfe",
        "charset=hex",
    ),
]
HEADERS = {
    "CONTENT_TYPE": [
        "",
        "text/plain; charset=hex",
        "multipart/form-data",
        "multipart/form-data; boundary=\xff",
        "x" * 3000,
    ],
    "CONTENT_LENGTH": ["", "0", "5", "1000"],
    "HTTP_COOKIE": [
        "",
        "sessionid=x",
        "sessionid=" + LONG,
        "csrftoken=\xff",
        "=;=;,",
        "a" * 3000,
        "messages=[]",
    ],
    "HTTP_ACCEPT_LANGUAGE": ["", "id", "zz;q=x", "x" * 3000],
    "HTTP_ACCEPT_ENCODING": ["", "gzip", "br;q=1, *;q=0", "\xff"],
    "HTTP_IF_NONE_MATCH": ["", "*", '"', 'W/"', "x" * 3000],
    "HTTP_IF_MODIFIED_SINCE": ["", "x", "Mon, 99 Xxx 99999 99:99:99 GMT", "0"],
    "HTTP_RANGE": ["", "bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=x", "bytes=" + "0-0," * 200],
    "HTTP_REFERER": ["", "http://[", "//\xff", "x" * 3000],
    "HTTP_ORIGIN": ["", "null", "http://[", "https://evil.example"],
    "HTTP_X_FORWARDED_FOR": ["", "x", "1.2.3.4, \xff", "::1" * 500],
    "HTTP_AUTHORIZATION": ["", "Basic \xff", "Bearer"],
    "HTTP_X_CSRFTOKEN": ["", "\xff", "x" * 64],
}
BODIES = [b"", b"message=%ff", b"\xff\xfe\x00", b"--x\r\n", b"a=1&" * 200, b"name=&email=&message="]
texts = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=40)
requests = st.fixed_dictionaries(
    {
        "path": st.sampled_from(PATHS) | texts.map("/{}".format),
        "query": st.sampled_from(QUERIES) | texts,
        "method": st.sampled_from(["GET", "HEAD", "POST", "OPTIONS"]),
        "body": st.sampled_from(BODIES) | st.binary(max_size=40),
    },
    optional={name: st.sampled_from(values) for name, values in HEADERS.items()},
)


@pytest.fixture
def static(tmp_path):
    """Two files as `collectstatic` leaves them."""
    for name in ("page.css", "page.0123456789ab.css"):
        (tmp_path / name).write_text("p { color: red }")
    wsgi.files.add_files(tmp_path, settings.STATIC_URL)
    yield
    for name in ("page.css", "page.0123456789ab.css"):
        del wsgi.files.files[f"{settings.STATIC_URL}{name}"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [("page.css", "max-age=60, public"), ("page.0123456789ab.css", "max-age=315360000, public, immutable")],
)
def test_a_static_file_has_the_headers_of_a_public_page(static, name, kept):
    reply = ask(wsgi.application, f"/static/{name}")

    own = {"content-type": 'text/css; charset="utf-8"', "cache-control": kept}
    assert reply.text == "p { color: red }"
    assert {name: reply.headers[name] for name in PUBLIC} == PUBLIC | own
    assert "access-control-allow-origin" not in reply.headers


def test_a_static_file_of_a_host_that_is_not_ours_is_not_served(static):
    assert ask(wsgi.application, "/static/page.css", host="evil.example").status == 400


@pytest.mark.usefixtures("keeping")
@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/no-such-page/", 404), ("/admin", 301), ("/static/no-such-file.css", 404)],
)
def test_the_pages_of_the_site_have_the_headers(path, status):
    reply = ask(wsgi.application, path)

    names = PUBLIC.keys() - {"content-type"}
    assert reply.status == status
    assert {name: reply.headers[name] for name in names} == {name: PUBLIC[name] for name in names}
    assert "set-cookie" not in reply.headers


@pytest.mark.usefixtures("keeping")
def test_the_desk_s_sign_in_has_the_headers_of_the_desk():
    reply = ask(wsgi.application, "/admin/login/")

    assert reply.status == 200
    assert {name: reply.headers[name] for name in DESK if name != "content-security-policy"} == {
        name: value for name, value in DESK.items() if name != "content-security-policy"
    }


@pytest.mark.usefixtures("keeping")
@search(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests)
@example({"path": "/search/", "query": "q=%00", "method": "GET", "body": b""})
@example({"path": "/", "query": "a=1", "method": "GET", "body": b"", "CONTENT_TYPE": "x; charset=hex"})
@example(
    {"path": "/admin/login/", "query": "", "method": "POST", "body": b"x", "HTTP_COOKIE": "csrftoken=\xff"}
)
def test_no_request_is_answered_with_500(request):
    reply = ask(wsgi.application, **request)

    assert reply.status < 500
    assert "content-security-policy" in reply.headers or reply.status == 304


@pytest.mark.usefixtures("keeping")
def test_each_inline_script_of_the_writing_form_carries_the_nonce_of_the_policy(client):
    client.force_login(make.user("Editor"))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    first, second = (
        ask(wsgi.application, "/admin/articles/article/add/", HTTP_COOKIE=cookie) for _ in range(2)
    )
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", first.text)
    nonces = re.findall(r"'nonce-([^']+)'", first.headers["content-security-policy"])

    assert first.status == 200
    assert len(nonces) == 1
    assert all(f'nonce="{nonces[0]}"' in attributes for attributes in inline if "json" not in attributes)
    assert any("importmap" in attributes for attributes in inline)
    assert nonces[0] not in second.headers["content-security-policy"]
