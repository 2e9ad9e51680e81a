import datetime as dt
import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.pagecache import clock as site_clock
from spacenews.search import answer, database, find
from tests import make

pytestmark = pytest.mark.django_db
FIRST_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def ask(client, typed: str, **more):
    return client.get("/search/", {"q": typed, **more})


def text(response) -> str:
    return response.content.decode()


def test_a_result_shows_date_section_headline_and_the_words_marked(client):
    section = make.section(name="Launch")
    make.published(
        headline="Zhuque-3 <lands>",
        deck="A first.",
        body="<p>On land: <em>Zhuque</em> &amp; more.</p>",
        section=section,
        at=FIRST_DAY,
    )

    page = text(ask(client, "zhuque"))

    assert '<a href="/2026/01/' in page
    assert "<mark>Zhuque</mark>-3 &lt;lands&gt;" in page
    assert "On land: <mark>Zhuque</mark> &amp; more." in page
    assert '<time datetime="2026-01-01">' in page
    assert "Launch" in page
    assert "1 result" in page


def test_what_is_typed_is_escaped_and_stays_in_the_box(client):
    page = text(ask(client, '"><script>alert(1)</script>'))

    assert "<script>alert" not in page
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page


def test_the_bare_page_may_be_indexed_and_results_may_not(client):
    make.published(headline="Rocket")
    bare, results = client.get("/search/"), ask(client, "rocket")

    assert 'rel="canonical"' in text(bare) and "noindex" not in text(bare)
    assert "X-Robots-Tag" not in bare.headers
    assert '<meta name="robots" content="noindex, follow">' in text(results)
    assert results.headers["X-Robots-Tag"] == "noindex"
    assert not bare.cookies and not results.cookies


def test_a_firm_that_is_named_stands_above_the_results(client):
    firm = make.organization(
        "LandSpace", slug="landspace", descriptor="Maker of rockets.", public_from=site_clock.now()
    )
    firm.names.create(text="蓝箭", language="zh-Hans", kind="alias")
    make.published(headline="Rocket", about=[firm])

    by_first_name, by_another = ask(client, "landspace"), ask(client, "蓝箭")

    assert "Maker of rockets." in text(by_first_name)
    assert "matched by" not in text(by_first_name)
    assert "matched by 蓝箭" in text(by_another)
    assert text(by_another).index("Maker of rockets.") < text(by_another).index("1 result")


def test_the_firm_of_the_next_page_is_not_shown_again(client, monkeypatch):
    monkeypatch.setattr(answer, "PAGE", 1)
    firm = make.organization("LandSpace", public_from=site_clock.now())
    for _ in range(2):
        make.published(about=[firm])

    assert [len(ask(client, "landspace", page=page).context["cards"]) for page in (1, 2)] == [1, 0]


def test_a_reader_can_turn_to_date(client):
    make.published(headline="Rocket rocket", at=FIRST_DAY)
    make.published(headline="Later", body="<p>A rocket.</p>", at=FIRST_DAY + dt.timedelta(days=1))

    by_relevance, by_date = ask(client, "rocket"), ask(client, "rocket", sort="date")

    assert [result.edition.headline for result in by_relevance.context["results"]] == [
        "Rocket rocket",
        "Later",
    ]
    assert [result.edition.headline for result in by_date.context["results"]] == ["Later", "Rocket rocket"]
    assert 'href="/search/?q=rocket&amp;sort=date"' in text(by_relevance)


def test_pages_lead_to_each_other_and_keep_the_query(client, monkeypatch):
    monkeypatch.setattr(answer, "PAGE", 1)
    for _ in range(3):
        make.published(headline="Rocket & moon")

    page = text(ask(client, "rocket & moon", sort="date", page=2))

    assert 'href="/search/?q=rocket+%26+moon&amp;sort=date&amp;page=1" rel="prev"' in page
    assert 'href="/search/?q=rocket+%26+moon&amp;sort=date&amp;page=3" rel="next"' in page


@pytest.mark.parametrize("page", ["0", "-1", "999999999", "x", "１", "9" * 1500, "1.5", "\x00"])
def test_a_page_that_is_none_is_the_nearest_that_is(client, page):
    make.published(headline="Rocket")

    response = ask(client, "rocket", page=page)

    assert response.status_code == 200
    assert len(response.context["results"]) == 1


def test_many_results_are_said_to_be_many(client, monkeypatch):
    monkeypatch.setattr(find, "WINDOW", 2)
    for _ in range(3):
        make.published(body="<p>Rocket.</p>")

    assert "2+ results" in text(ask(client, "rocket"))


def test_nothing_found_offers_ways_on(client):
    page = text(ask(client, "nowhere -x nothing"))

    assert "No results found" in page
    assert 'href="/search/?q=nowhere"' in page and 'href="/search/?q=nothing"' in page
    assert 'href="/search/?q=x"' not in page
    assert all(f'href="{url}"' in page for url in ("/firms/", "/archive/", "/contact/"))


def test_readers_are_told_when_results_lack_a_word(client):
    make.published(headline="Rocket")

    page = text(ask(client, "rocket landing"))

    assert "some here lack one" in page
    assert "some here lack one" not in text(ask(client, "rocket"))


@pytest.mark.parametrize("prefix", ["", "/id", "/zh-hans"])
def test_results_have_their_own_language_under_each_prefix(client, prefix):
    make.published(headline="甲烷火箭", language="zh-hans", at=FIRST_DAY)

    page = text(client.get(f"{prefix}/search/", {"q": "甲烷"}))

    assert f'href="{prefix}/2026/01/' in page
    assert ('<h3 lang="zh-Hans">' in page) == (prefix != "/zh-hans")
    assert 'href="/id/search/?q=%E7%94%B2%E7%83%B7"' in page


def queries_of(client, typed: str) -> int:
    ask(client, typed)  # the widgets are kept from here on
    with CaptureQueriesContext(connection) as seen:
        ask(client, typed)
    return len(seen)


def test_one_row_costs_as_many_queries_as_three(client):
    firm, tag = make.organization("LandSpace", public_from=site_clock.now()), make.tag("moon")
    firm.names.create(text="蓝箭", kind="alias")
    made = {"about": [firm], "tags": [tag], "lead": make.image()}
    make.published(**made)
    at_one = queries_of(client, "landspace")
    for _ in range(2):
        make.published(**made)

    assert queries_of(client, "landspace") == at_one
    assert len(ask(client, "landspace").context["results"]) == 3


def test_the_hardest_query_costs_a_bounded_number_of_queries(client):
    make.published(headline="Landspace rocket", section=make.section(slug="launch"))
    typed = "landspace 蓝箭航天朱雀三号 zhuque-3 moon firm:x tag:y section:launch -none after:2020"

    assert queries_of(client, typed) < 25


def test_a_network_that_searches_too_fast_waits_and_keeps_its_words(client, limits, settings, clock):
    settings.LIMITS = {**settings.LIMITS, "search_minute": 3}
    clock.set(dt.datetime(2026, 5, 1, 12, 0, 20, tzinfo=dt.UTC))
    neighbour, stranger = {"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": "198.51.100.1"}

    answers = [client.get("/search/", {"q": "moon"}, REMOTE_ADDR="203.0.113.7") for _ in range(4)]

    assert [response.status_code for response in answers] == [200, 200, 200, 429]
    assert 30 <= int(answers[3].headers["Retry-After"]) <= 40
    assert 'value="moon"' in text(answers[3])
    assert "noindex" in answers[3].headers["X-Robots-Tag"]
    assert client.get("/search/", {"q": "moon"}, **neighbour).status_code == 429
    assert client.get("/search/", {"q": "moon"}, **stranger).status_code == 200
    assert client.get("/search/", **neighbour).status_code == 200
    clock.forward(seconds=41)
    assert client.get("/search/", {"q": "moon"}, **neighbour).status_code == 200


def test_counting_writes_nothing(client, limits):
    ask(client, "moon")

    with CaptureQueriesContext(connection) as seen:
        ask(client, "moon")

    assert [query["sql"] for query in seen if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_a_search_that_takes_too_long_says_so(client, monkeypatch):
    def too_long(query, now):
        raise database.TooLong

    monkeypatch.setattr(find, "newest", too_long)

    response = ask(client, "moon")

    assert response.status_code == 503
    assert "took too long" in text(response)
    assert 'value="moon"' in text(response)
    assert "Retry-After" in response.headers


def test_searching_is_reading(client):
    assert client.post("/search/", {"q": "moon"}).status_code == 405


@pytest.mark.parametrize(
    ("address", "status", "target"),
    [
        ("/search?q=moon+base", 301, "/search/?q=moon+base"),
        ("/search?q=moon&by-date=true", 301, "/search/?q=moon&by-date=true"),
        ("/search/label/Reusable%20Rockets", 301, "/tag/reusable-rockets/"),
        ("/search/label/reusable-rockets/", 301, "/tag/reusable-rockets/"),
        ("/search/label/Roket?max-results=20", 301, "/tag/reusable-rockets/"),
        ("/search/label/Unknown%20%26%20new", 302, "/search/?q=Unknown+%26+new"),
        ("/search/label/hidden", 302, "/search/?q=hidden"),
        ("/search/label//evil.example/", 302, "/search/?q=evil.example"),
        ("/zh-hans/search/label/x", 302, "/zh-hans/search/?q=x"),
    ],
)
def test_the_addresses_of_blogger_lead_on(client, address, status, target):
    make.published(tags=[make.tag("reusable rockets", slug="reusable-rockets", name_id="Roket")])
    make.article(tags=[make.tag("hidden")])

    response = client.get(address)

    assert (response.status_code, response.headers["Location"]) == (status, target)


def test_browsers_are_told_of_the_box(client, settings):
    settings.SITE_NAME = "A very long name of a site & more"

    response = client.get("/opensearch.xml")

    description = ET.fromstring(response.content)
    assert response.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    assert description.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert 1 <= len(description.findtext(f"{OPENSEARCH}ShortName")) <= 16
    (url,) = (url for url in description.iter(f"{OPENSEARCH}Url") if url.get("type") == "text/html")
    assert url.get("template") == f"{settings.SITE_URL}/search/?q={{searchTerms}}"
    assert 'rel="search"' in text(client.get("/"))


HIDDEN = "Xylophonium"


def test_no_word_that_readers_may_not_see_changes_an_answer_by_a_byte(client, clock):
    """Neither results nor counts, names, snippets or the way on tell of what is hidden."""
    make.published(headline="Rocket landing", body="<p>On the moon.</p>", at=FIRST_DAY)
    withdrawn = make.published(headline="Rocket to be withdrawn", at=FIRST_DAY)
    withdrawn.withdraw(by=None, public_reason="Wrong.")
    addresses = [
        f"/search/?{urlencode({'q': typed})}"
        for typed in (
            *(HIDDEN, f"rocket {HIDDEN}", f'"{HIDDEN}"', f"-{HIDDEN}", f"tag:{HIDDEN}", f"firm:{HIDDEN}"),
            *(f"section:{HIDDEN}", "rocket", "landing moon", "withdrawn", "lang:en", "after:2020", "-x"),
        )
    ] + [f"/search/label/{HIDDEN}"]
    before = [client.get(address) for address in addresses]

    hidden = {"headline": f"{HIDDEN} rocket", "body": f"<p>{HIDDEN} on the moon.</p>"}
    hidden |= {"tags": [make.tag(HIDDEN)], "about": [make.organization(HIDDEN)]}
    section = make.section(name=HIDDEN, slug="hidden")
    make.article(**hidden, section=section)
    make.article(**hidden, section=section).publish(by=None, at=clock.now() + dt.timedelta(days=2))
    make.published(**{**hidden, "about": []}, section=section).withdraw(by=None, public_reason="Wrong.")
    live = make.Article.objects.get(headline="Rocket landing")
    live.headline = f"{HIDDEN} landing"
    live.save()
    live.keep(by=None)
    live.publish(by=None, at=clock.now() + dt.timedelta(days=1))
    after = [client.get(address) for address in addresses]

    assert [response.status_code for response in after] == [response.status_code for response in before]
    assert [response.content for response in after] == [response.content for response in before]
    clock.forward(days=3)
    assert HIDDEN in text(ask(client, "moon"))
    assert len(ask(client, HIDDEN).context["results"]) == 2
