"""What is read is counted, and who reads is not."""

import datetime as dt
import logging
import threading

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from spacenews import rounds
from spacenews.editors.roles import EDITOR
from spacenews.pagecache import clock as site_clock
from spacenews.pagecache import stamp
from spacenews.pagecache.statements import written_tables
from spacenews.stats import counting, visits
from spacenews.stats.memory import Counts
from spacenews.stats.models import Kind, Referrals, Views
from tests import make
from tests.stats import readers

TODAY = dt.date(2026, 8, 20)
HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


def views() -> list[tuple]:
    return list(Views.objects.values_list("day", "kind", "key", "times").order_by("day", "kind", "key"))


def hosts() -> dict[str, int]:
    return dict(Referrals.objects.values_list("host", "times"))


def path(article, prefix: str = "") -> str:
    return f"{prefix}/2026/08/{article.slug}/"


def test_an_article_and_a_firm_are_counted_by_day(read, written, clock):
    article, firm = make.published(), make.organization(public_from=site_clock.now())
    read(path(article), times=2)
    read(f"/firms/{firm.slug}/")
    written()
    clock.forward(days=1)
    read(path(article))
    written()

    assert views() == [
        (TODAY, Kind.ARTICLE, article.pk, 2),
        (TODAY, Kind.FIRM, firm.pk, 1),
        (TODAY + dt.timedelta(days=1), Kind.ARTICLE, article.pk, 1),
    ]


def test_under_whichever_language_it_is_the_same_article(read, written):
    article = make.published()

    for prefix in ("", "/id", "/zh-hans"):
        read(path(article, prefix))
    written()

    assert views() == [(TODAY, Kind.ARTICLE, article.pk, 3)]


def test_the_day_is_that_of_the_sites_zone(read, written, clock, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    article = make.published()
    clock.set(dt.datetime(2026, 8, 20, 17, 30, tzinfo=dt.UTC))
    read(path(article))
    written()

    assert views() == [(TODAY + dt.timedelta(days=1), Kind.ARTICLE, article.pk, 1)]


def test_a_day_that_is_over_never_changes(read, written, clock):
    article = make.published()
    clock.set(dt.datetime(2026, 8, 20, 23, 59, 50, tzinfo=dt.UTC))
    read(path(article))
    clock.forward(seconds=20)
    written()

    assert [day for day, *_rest in views()] == [TODAY + dt.timedelta(days=1)]


def test_of_the_site_that_led_here_the_name_is_kept(read, written):
    article = make.published()

    read(path(article), host="news.example.org", times=2)
    read(path(article), host="WWW.Example.Com")
    read(path(article))
    written()

    assert views() == [(TODAY, Kind.ARTICLE, article.pk, 4)]
    assert hosts() == {"news.example.org": 2, "example.com": 1}


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "192.0.2.7", "[2001:db8::1]", "localhost", "intranet", "nas.lan", "printer.local"),
        *("example.org/private?q=1", "user@example.org", "example.org:8000", "<b>.org", "a..org", "-a.org"),
        *("example.org\nx", "exa\x00mple.org", "a" * 97 + ".org", "\ud800.org", "例子.中国", " example.org"),
    ],
)
def test_what_is_not_the_name_of_another_public_site_is_not_kept(read, written, host):
    article = make.published()

    assert read(path(article), host=host).status_code == 204
    written()

    assert views() == [(TODAY, Kind.ARTICLE, article.pk, 1)]
    assert hosts() == {}


def test_our_own_pages_are_no_other_site(read, written, settings):
    settings.SITE_URL = "https://news.example.org"
    article = make.published()

    read(path(article), host="news.example.org")
    written()

    assert hosts() == {}


@pytest.fixture
def hidden() -> list[str]:
    """Return addresses of what readers cannot see."""
    now = site_clock.now()
    draft, scheduled, withdrawn = make.article(), make.article(), make.published()
    scheduled.publish(by=None, at=now + HOUR)
    withdrawn.withdraw(by=None, public_reason="It was not so.")
    firm, coming = make.organization(), make.organization(public_from=now + HOUR)
    firms = [f"/firms/{found.slug}/" for found in (firm, coming)]
    return [*map(path, (draft, scheduled, withdrawn)), *firms, "/2026/08/no-such/", "/firms/no-such/"]


def test_what_readers_cannot_see_is_answered_like_all_else_and_not_counted(read, written, hidden):
    article = make.published()

    answers = [read(address) for address in (path(article), *hidden)]
    written()

    assert {(answer.status_code, answer.content, str(answer.headers)) for answer in answers} == {
        (204, b"", str(answers[0].headers))
    }
    assert views() == [(TODAY, Kind.ARTICLE, article.pk, 1)]


def test_a_reader_waits_for_no_database(read):
    article = make.published()

    with CaptureQueriesContext(connection) as queries:
        answer = read(path(article), host="example.com")

    assert len(queries) == 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"\n", b"\xff\xfe\x00", b"/2026/08/\xff/\n\xff", b"\x00" * 1000, b"/" * 1024, b"\n" * 1024),
        *(b"/firms/\x00/", b"//evil.example/", b"https://evil.example/2026/08/x/", b"&" * 1024, b"[" * 1024),
        *(
            b"/admin/",
            b"/draft/token/",
            b"/2026/08/x/?q=1",
            "/２０２６/08/x/".encode(),
            b"/2026/08/" + b"x" * 900 + b"/",
        ),
    ],
)
def test_whatever_is_sent_the_answer_is_the_same(client, written, body):
    answer = readers.tell(client, body)
    written()

    assert (answer.status_code, answer.content) == (204, b"")
    assert views() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"User_Agent": None},
        {"User_Agent": ""},
        {"User_Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User_Agent": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.1)"},
        {"User_Agent": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"},
        {"User_Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"},
        {
            "User_Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36"
        },
        {"User_Agent": "facebookexternalhit/1.1"},
        {"User_Agent": "python-requests/2.32"},
        {"User_Agent": "curl/8.5.0"},
        {"Sec_CH_UA": '"HeadlessChrome";v="140"'},
        {"Sec_Fetch_Site": None},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": None},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Sec_GPC": "1"},
    ],
)
def test_who_is_no_reader_or_does_not_want_to_be_counted_is_not(read, written, headers):
    assert read(path(make.published()), **headers).status_code == 204
    written()

    assert views() == []


@pytest.mark.parametrize(
    "browser",
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1",
        "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0",
    ],
)
def test_browsers_of_today_are_readers(read, written, browser):
    read(path(make.published()), User_Agent=browser)
    written()

    assert len(views()) == 1


def test_the_desk_does_not_count_itself(written):
    article, client = make.published(), Client()
    client.force_login(make.user(EDITOR))

    readers.tell(client, path(article))
    written()

    assert views() == []


def test_a_network_is_counted_so_often_a_minute_and_no_more(read, written, clock, limits, settings):
    settings.LIMITS = {**settings.LIMITS, "seen_minute": 3}
    article = make.published()

    assert read(path(article), times=5).status_code == 204
    clock.forward(minutes=1)
    read(path(article))
    written()

    assert views() == [(TODAY, Kind.ARTICLE, article.pk, 4)]


def test_an_operator_may_switch_it_off(read, written, settings):
    settings.COUNT_EVERY_S = 0

    assert read(path(make.published())).status_code == 204
    written()

    assert views() == []


def test_no_address_stands_anywhere(read, written, client):
    article = make.published()
    for number in range(3):
        readers.tell(client, f"{path(article)}\nexample.com", X_Forwarded_For=f"203.0.113.{number}")
    held = repr(visits.held.held)
    written()

    stored = repr([list(model.objects.values()) for model in (Views, Referrals)])
    columns = {field.name for model in (Views, Referrals) for field in model._meta.get_fields()}
    assert "127.0.0.1" not in held + stored
    assert "203.0.113" not in held + stored
    assert columns == {"id", "day", "kind", "key", "host", "times"}


def test_the_counts_of_two_processes_add_up(read, written, monkeypatch):
    article = make.published()
    read(path(article), times=2, host="example.com")
    written()
    monkeypatch.setattr(visits, "held", Counts(visits.MOST_HELD))
    read(path(article), host="example.com")
    written()

    assert views() == [(TODAY, Kind.ARTICLE, article.pk, 3)]
    assert hosts() == {"example.com": 3}


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_the_same_moment_lose_nothing():
    with transaction.atomic():
        articles = [make.published() for _number in range(10)]
    now = site_clock.now()
    batches = [
        {visits.Visit(Kind.ARTICLE, path(article)[1:-1], "example.com"): 1 for article in order}
        for order in (articles, articles[::-1], articles[5:] + articles[:5], articles)
    ]

    def write(batch) -> None:
        visits.write_batch(batch, now)
        connection.close()

    threads = [threading.Thread(target=write, args=[batch]) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [times for *_rest, times in views()] == [4] * 10
    assert list(Referrals.objects.values_list("times", flat=True)) == [4] * 10


def test_threads_that_count_at_the_same_moment_lose_nothing():
    def read(_number: int) -> None:
        for number in range(200):
            visits.count(f"/2026/08/story-{number}/\n")

    threads = [threading.Thread(target=read, args=[number]) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(visits.held.held.values()) == {5}
    assert len(visits.held.held) == 200


class Fault:
    """A database that is locked from the given writing of counts on."""

    def __init__(self, at: int = 1):
        self.left = at

    def __call__(self, execute, sql, params, many, context):
        self.left -= (writes := "stats_referrals" in written_tables(sql))
        if writes and self.left <= 0:
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_written_is_kept_for_the_next_round(read, written, caplog):
    with transaction.atomic():
        article = make.published()
    read(path(article), host="example.com")

    with connection.execute_wrapper(Fault()), caplog.at_level(logging.ERROR):
        rounds.once(counting.write_and_forget, counting.FAULT)
    assert "kept for the next round" in caplog.text
    assert views() == []

    read(path(article), host="example.com")
    written()
    assert views() == [(TODAY, Kind.ARTICLE, article.pk, 2)]
    assert hosts() == {"example.com": 2}


def test_of_several_batches_none_is_written_twice(read, written, monkeypatch):
    monkeypatch.setattr(visits, "BATCH", 2)
    articles = [make.published() for _number in range(5)]
    for article in articles:
        read(path(article), host="example.com")

    with connection.execute_wrapper(Fault(at=2)), pytest.raises(OperationalError):
        written()
    assert len(views()) == 2

    written()
    assert [times for *_rest, times in views()] == [1] * 5


def test_a_page_is_written_in_the_same_number_of_queries_however_many_were_read(read, written):
    counts = []
    for number in (1, 3):
        for _number in range(number):
            read(path(make.published()), host="example.com")
        with CaptureQueriesContext(connection) as queries:
            visits.write(site_clock.now())
        counts.append(len([query for query in queries if "SELECT" in query["sql"]]))

    assert counts == [1, 1]


def test_writing_moves_no_stamp(read, written, clock):
    article = make.published()
    before = stamp.read(site_clock.now()).number
    read(path(article), host="example.com")
    written()
    clock.forward(days=800)
    written()

    assert not Views.objects.exists() and not Referrals.objects.exists()
    assert stamp.read(site_clock.now()).number == before


def test_memory_is_bounded_and_the_rarest_go_first(monkeypatch):
    monkeypatch.setattr(visits, "held", Counts(10))
    for _time in range(3):
        visits.count("/2026/08/often-read/\n")

    for number in range(100):
        visits.count(f"/2026/08/story-{number}/\n")
        assert len(visits.held.held) <= 10

    assert visits.held.held[visits.Visit(Kind.ARTICLE, "2026/08/often-read", "")] == 3


def test_the_hosts_of_a_day_are_bounded_and_those_with_most_readers_stay(read, written, monkeypatch):
    monkeypatch.setattr(counting, "MOST_REFERRALS", 2)
    article = make.published()
    for host, times in {"a.example.org": 3, "b.example.org": 1, "c.example.org": 2}.items():
        read(path(article), host=host, times=times)

    written()

    assert hosts() == {"a.example.org": 3, "c.example.org": 2}
    assert views() == [(TODAY, Kind.ARTICLE, article.pk, 6)]


def test_views_are_kept_as_long_as_the_operator_says(written, settings):
    settings.KEEP_VIEWS_DAYS = 30
    article = make.published()
    for age in (31, 30, 0):
        make.views(article, day=TODAY - dt.timedelta(days=age), hosts={f"{age}.example.org": 1})

    written()
    assert [day for day, *_rest in views()] == [TODAY - dt.timedelta(days=30), TODAY]
    assert set(hosts()) == {"30.example.org", "0.example.org"}

    settings.KEEP_VIEWS_DAYS = 0
    make.views(article, day=TODAY - dt.timedelta(days=9_000))
    written()
    assert len(views()) == 3
