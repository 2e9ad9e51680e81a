"""The table of headers, literally, for each kind of answer."""

import pytest

from spacenews.pagecache.layer import Layer
from tests.pagecache.wsgi import answering, ask

EVERYWHERE = {
    "server": "spacenews",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "cache-control": "no-cache",
    "content-type": "text/html; charset=utf-8",
}
PUBLIC_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
DESK_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
EMBED_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors *; require-trusted-types-for 'script'"
)
MEDIA_CSP = "default-src 'none'; sandbox; frame-ancestors 'none'"
REPORTS = {"reporting-endpoints": 'csp="/csp-reports/"'}
PUBLIC = EVERYWHERE | REPORTS | {"content-security-policy": f"{PUBLIC_CSP}; report-to csp"}
SHARED = PUBLIC | {"cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": "*"}
API = EVERYWHERE | {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Retry-After",
}
MEDIA = EVERYWHERE | {"content-security-policy": MEDIA_CSP, "cross-origin-resource-policy": "cross-origin"}
EMBED = {name: value for name, value in EVERYWHERE.items() if name != "x-frame-options"}
EMBED |= {"content-security-policy": EMBED_CSP, "cross-origin-resource-policy": "cross-origin"}
DESK = EVERYWHERE | {
    **REPORTS,
    "content-security-policy": f"{DESK_CSP}; report-to csp",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
KINDS = [
    ("/", PUBLIC),
    ("/2026/05/a-story/", PUBLIC),
    ("/zh-hans/contact/", PUBLIC),
    ("/static/css/site.css", PUBLIC),
    ("/administration/", PUBLIC),
    ("//admin/", PUBLIC),
    ("/id/draft/a-token/", PUBLIC),
    ("/feed/rss/", SHARED),
    ("/feed/atom/", SHARED),
    ("/feed.json", SHARED),
    ("/id/tag/launch/feed/rss/", SHARED),
    ("/api/v1/articles/", API),
    ("/id/api/v1/articles/", PUBLIC),
    ("/id/embed/card/a-story/", EMBED),
    ("/embed/card/a-story/", EMBED),
    ("/media/a.jpg", MEDIA),
    ("/admin/", DESK),
    ("/admin/articles/article/7/preview/", DESK),
    ("/admin/articles/article/new/preview/", DESK),
]
STATUSES = [
    "200 OK",
    "302 Found",
    "404 Not Found",
    "410 Gone",
    "429 Too Many Requests",
    "500 Internal Server Error",
]


@pytest.fixture(autouse=True)
def without_pages(settings):
    """The table alone is asked here: no address is that of a public view, whose answers are stored."""
    settings.ROOT_URLCONF = "tests.pagecache.views"


def headers(path="/", application=None, **given):
    return ask(Layer(application or answering(**given)), path).headers


@pytest.fixture
def https(settings):
    settings.SITE_URL, settings.HTTPS = "https://news.example.org", True
    settings.ALLOWED_HOSTS = ["news.example.org"]


@pytest.mark.parametrize(("path", "expected"), KINDS, ids=[path for path, _ in KINDS])
def test_each_kind_of_page_has_its_headers(path, expected):
    assert headers(path) == expected


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_them(status):
    assert headers("/", status=status) == PUBLIC
    assert headers("/admin/", status=status) == DESK


@pytest.mark.parametrize(("path", "expected"), KINDS, ids=[path for path, _ in KINDS])
def test_on_https_the_browser_is_told_to_stay_there(https, path, expected):
    policy, then, reports = expected["content-security-policy"].partition("; report-to")
    upgraded = policy if policy == MEDIA_CSP else f"{policy}; upgrade-insecure-requests{then}{reports}"

    reply = ask(Layer(answering()), path, host="news.example.org", **{"wsgi.url_scheme": "https"})

    assert reply.headers == expected | {
        "content-security-policy": upgraded,
        "strict-transport-security": "max-age=31536000; includeSubDomains",
    }


def test_what_an_application_says_of_our_headers_is_not_heard():
    loose = {
        "Server": "WSGIServer/0.2 CPython/3.11",
        "X_Powered_By": "Django 5.2",
        "Content_Security_Policy": "default-src *",
        "content_security_policy_report_only": "default-src *",
        "X_Frame_Options": "ALLOWALL",
        "X_Content_Type_Options": "sniff",
        "Referrer_Policy": "unsafe-url",
        "Strict_Transport_Security": "max-age=0",
        "Access_Control_Allow_Origin": "*",
        "Access_Control_Allow_Credentials": "true",
        "Access_Control_Expose_Headers": "*",
        "Reporting_Endpoints": 'csp="https://evil.example/"',
        "Cross_Origin_Opener_Policy": "unsafe-none",
    }

    assert headers(**loose) == PUBLIC


def test_other_headers_of_an_application_stay():
    given = headers(ETag='"a"', Vary="Accept-Encoding", Link="</feed/rss/>; rel=alternate")

    assert given == PUBLIC | {"etag": '"a"', "vary": "Accept-Encoding", "link": "</feed/rss/>; rel=alternate"}


def test_two_cookies_are_both_set_and_nobody_keeps_the_page():
    def application(environ, start_response):
        cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Cache-Control", "public, s-maxage=60")]
        start_response("200 OK", [("Content-Type", "text/html"), *cookies])
        return [b""]

    given = ask(Layer(application)).given

    assert [value for name, value in given if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert [value for name, value in given if name == "Cache-Control"] == ["no-store"]


@pytest.mark.parametrize(
    ("path", "said", "sent"),
    [
        ("/", "public, s-maxage=60", "public, s-maxage=60"),
        ("/contact/", "no-store", "no-store"),
        ("/static/a.css", "max-age=315360000, public, immutable", "max-age=315360000, public, immutable"),
        ("/admin/jsi18n/", "public, max-age=3600", "no-store"),
    ],
)
def test_a_view_says_how_long_its_page_is_kept_except_in_the_desk(path, said, sent):
    assert headers(path, Cache_Control=said)["cache-control"] == sent


def test_a_view_may_ask_for_no_referrer_at_all():
    assert headers(Referrer_Policy="no-referrer") == PUBLIC | {"referrer-policy": "no-referrer"}


def test_a_shared_draft_is_kept_nowhere_found_nowhere_and_named_nowhere():
    said = {"Cache_Control": "no-store", "X_Robots_Tag": "noindex", "Referrer_Policy": "no-referrer"}
    expected = {"cache-control": "no-store", "x-robots-tag": "noindex", "referrer-policy": "no-referrer"}

    assert headers("/draft/a-token/", **said) == PUBLIC | expected


@pytest.mark.parametrize("of", ["7", "new"])
def test_the_preview_may_be_framed_by_the_desk_when_its_view_says_so(of):
    expected = DESK | {
        "x-frame-options": "SAMEORIGIN",
        "content-security-policy": DESK["content-security-policy"].replace(
            "frame-ancestors 'none'", "frame-ancestors 'self'"
        ),
    }

    assert headers(f"/admin/articles/article/{of}/preview/", X_Frame_Options="SAMEORIGIN") == expected


@pytest.mark.parametrize(
    "path", ["/", "/admin/", "/admin/preview/7/", "/2026/05/preview/", "/media/preview/", "/draft/preview/"]
)
def test_no_other_page_may(path):
    assert headers(path, X_Frame_Options="SAMEORIGIN") == headers(path)


def printing_nonce(times):
    def application(environ, start_response):
        text = " ".join(str(environ.get("spacenews.nonce", "none")) for _ in range(times))
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [text.encode()]

    return application


def test_a_desk_page_that_prints_a_nonce_has_it_in_its_policy():
    reply = ask(Layer(printing_nonce(2)), "/admin/")
    first, second = reply.text.split()

    assert first == second
    assert len(first) >= 22
    assert reply.headers["content-security-policy"] == DESK["content-security-policy"].replace(
        "script-src 'self'", f"script-src 'self' 'nonce-{first}'"
    )


def test_a_desk_page_that_prints_none_has_none():
    assert headers("/admin/", printing_nonce(0)) == DESK


def test_no_nonce_is_used_twice():
    layer = Layer(printing_nonce(1))

    assert len({ask(layer, "/admin/").text for _ in range(200)}) == 200


def test_a_public_page_gets_no_nonce_whatever_its_request_says():
    reply = ask(Layer(printing_nonce(1)), "/", HTTP_SPACENEWS_NONCE="mine")

    assert reply.text == "none"
    assert reply.headers == PUBLIC
