"""What browsers report of our pages is counted by rule and page, whatever else is sent."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.pagecache import clock as site_clock
from spacenews.pagecache import stamp
from spacenews.stats import counting
from spacenews.stats.models import Violations

TODAY = dt.date(2026, 8, 20)
ADDRESS, PAGE = "/csp-reports/", "http://127.0.0.1:8000/2026/08/a-story/"
NEW, OLD = "application/reports+json", "application/csp-report"
# As Chromium and Firefox send them.
CHROMIUM = [
    {
        "age": 2,
        "body": {
            "blockedURL": "inline",
            "columnNumber": 1,
            "disposition": "enforce",
            "documentURL": PAGE,
            "effectiveDirective": "script-src-elem",
            "lineNumber": 12,
            "originalPolicy": "default-src 'none'; script-src 'self'; report-to csp",
            "referrer": "https://example.com/from?who=ada",
            "sample": "",
            "sourceFile": PAGE,
            "statusCode": 200,
        },
        "type": "csp-violation",
        "url": PAGE,
        "user_agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
    }
]
FIREFOX = {
    "csp-report": {
        "blocked-uri": "https://evil.example/pixel.png",
        "disposition": "enforce",
        "document-uri": PAGE,
        "effective-directive": "img-src",
        "original-policy": "default-src 'none'; img-src 'self'",
        "referrer": "",
        "status-code": 200,
        "violated-directive": "img-src",
    }
}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"


def send(client, sent, content_type: str = NEW, **headers):
    body = sent if isinstance(sent, bytes) else json.dumps(sent)
    return client.post(ADDRESS, body, content_type=content_type, headers=headers)


def chromium(**body) -> list[dict]:
    return [{**CHROMIUM[0], "body": {**CHROMIUM[0]["body"], **body}}]


def counted() -> list[tuple]:
    counting.write_and_forget()
    return list(Violations.objects.values_list("day", "directive", "path", "times").order_by("directive"))


def test_both_formats_are_counted_by_rule_and_page(client):
    answers = [send(client, CHROMIUM), send(client, CHROMIUM), send(client, FIREFOX, OLD)]

    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert answers[0].headers["Cache-Control"] == "no-store"
    assert not answers[0].cookies
    assert counted() == [
        (TODAY, "img-src", "/2026/08/a-story/", 1),
        (TODAY, "script-src-elem", "/2026/08/a-story/", 2),
    ]


def test_an_older_browser_writes_the_words_of_the_rule_behind_its_name(client):
    report = {"document-uri": PAGE, "violated-directive": "script-src 'self'"}

    send(client, {"csp-report": report}, OLD)

    assert [row[1:] for row in counted()] == [("script-src", "/2026/08/a-story/", 1)]


def test_nothing_is_kept_but_the_path(client):
    address = f"{PAGE}?q=ada@example.org#x"

    send(client, chromium(documentURL=address), X_Forwarded_For="203.0.113.7")
    counting.write_and_forget()

    assert Violations.objects.values("day", "directive", "path", "times").get() == {
        "day": TODAY,
        "directive": "script-src-elem",
        "path": "/2026/08/a-story/",
        "times": 1,
    }
    assert {field.name for field in Violations._meta.get_fields()} == {
        "id",
        "day",
        "directive",
        "path",
        "times",
    }


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/draft/the-secret-token/", "/draft/<slug:token>/"),
        ("/id/draft/the-secret-token/", "/draft/<slug:token>/"),
        ("/admin/reset/MQ/the-secret-token/", "/admin/reset/<uidb64>/<token>/"),
        ("/id/firms/a-firm/", "/id/firms/a-firm/"),
        ("/admin/articles/article/7/change/", "/admin/articles/article/<path:object_id>/change/"),
    ],
)
def test_an_address_that_opens_something_is_told_without_its_key(client, path, kept):
    send(client, chromium(documentURL=f"http://127.0.0.1:8000{path}"))

    [(_day, _rule, found, _times)] = counted()
    assert "secret" not in found
    assert found in (kept, path)


@pytest.mark.parametrize(
    "body",
    [
        {"documentURL": "https://evil.example/2026/08/a-story/"},
        {"documentURL": "http://127.0.0.1:8000/no/such/page/"},
        {"documentURL": "http://127.0.0.1:8000//evil.example/"},
        {"documentURL": "http://127.0.0.1:8000/admin/nothing-there"},
        {"documentURL": "http://[/"},
        {"documentURL": "about:blank"},
        {"documentURL": f"http://127.0.0.1:8000/admin/articles/article/{'x' * 300}/change/"},
        {"documentURL": "http://127.0.0.1:8000/search/label/\x00\ud800/"},
        {"documentURL": "http://127.0.0.1:8000/search/label/火箭/"},
        {"documentURL": ["/"]},
        {"documentURL": None},
        {"effectiveDirective": "evil-src"},
        {"effectiveDirective": "<script>"},
        {"effectiveDirective": 7},
        {"effectiveDirective": ""},
        {"sourceFile": "chrome-extension://abcdef/content.js"},
        {"sourceFile": "moz-extension://abcdef/content.js"},
        {"sourceFile": "safari-web-extension"},
    ],
)
def test_what_is_not_of_our_pages_and_rules_is_not_counted(client, body):
    assert send(client, chromium(**body)).status_code == 204

    assert counted() == []


@pytest.mark.parametrize(
    ("sent", "content_type"),
    [
        (b"", NEW),
        (b"\xff\xfe\x00", NEW),
        (b"[" * 8_000, NEW),
        (b"{}", NEW),
        (b"[1, null, {}, []]", NEW),
        (b'[{"type": "csp-violation"}]', NEW),
        (b'[{"type": "csp-violation", "body": 7}]', NEW),
        ([{"type": "deprecation", "body": CHROMIUM[0]["body"]}], NEW),
        (b"1" * 8_000, OLD),
        (b"[]", OLD),
        (b'{"csp-report": []}', OLD),
        (CHROMIUM, OLD),
        (FIREFOX, NEW),
        (CHROMIUM, "application/json"),
        (CHROMIUM, "text/plain"),
        (FIREFOX, "application/x-www-form-urlencoded"),
    ],
)
def test_whatever_is_sent_the_answer_is_the_same(client, sent, content_type):
    answer = send(client, sent, content_type)

    assert (answer.status_code, answer.content) == (204, b"")
    assert counted() == []


def test_of_one_body_some_reports_are_read_and_no_more(client):
    send(client, CHROMIUM * 100)

    assert [times for *_rest, times in counted()] == [20]


def test_so_many_are_taken_a_minute_from_everybody_together(client, clock, limits, settings):
    settings.LIMITS = {**settings.LIMITS, "reports_minute": 3}

    for number in range(5):
        assert send(client, CHROMIUM, X_Forwarded_For=f"203.0.{number}.7").status_code == 204
    clock.forward(minutes=1)
    send(client, CHROMIUM)

    assert [times for *_rest, times in counted()] == [4]


def test_taking_one_in_asks_the_database_nothing_and_writing_moves_no_stamp(client):
    before = stamp.read(site_clock.now()).number

    with CaptureQueriesContext(connection) as queries:
        send(client, CHROMIUM)

    assert len(queries) == 0
    assert len(counted()) == 1
    assert stamp.read(site_clock.now()).number == before


def test_they_are_kept_for_thirty_days_and_bounded(client, clock, monkeypatch):
    monkeypatch.setattr(counting, "MOST_VIOLATIONS", 2)
    for rule, times in {"img-src": 3, "font-src": 1, "script-src": 2}.items():
        for _time in range(times):
            send(client, chromium(effectiveDirective=rule))

    assert [rule for _day, rule, *_rest in counted()] == ["img-src", "script-src"]

    clock.forward(days=30)
    assert len(counted()) == 2
    clock.forward(days=1)
    assert counted() == []


def test_another_site_cannot_make_a_browser_send_one(client):
    """Neither type of body may be sent across sites without asking first, which is answered with no."""
    answer = client.options(ADDRESS, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 405
    assert "Access-Control-Allow-Origin" not in answer.headers
