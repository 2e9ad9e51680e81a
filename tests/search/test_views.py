import datetime as dt
import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.pagecache import clock as site_clock
from spacenews.search import answer, database, find, tally
from spacenews.search.models import PinnedAnswer
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
    assert '<time datetime="2026-01-01T00:00:00+0000">' in page
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


def test_readers_are_told_which_results_lack_a_word(client):
    make.published(headline="Rocket")
    make.published(headline="Rocket landing")

    response = ask(client, "rocket landing")

    assert "Those that follow lack some." in text(response)
    assert "Those that follow lack some." not in text(ask(client, "rocket"))
    assert [result.edition.headline for result in response.context["results"]] == ["Rocket landing"]
    assert [result.edition.headline for result in response.context["lacking"]] == ["Rocket"]


def test_a_slip_is_put_right_and_can_be_undone(client):
    make.published(headline="Zhuque <rocket>")

    response = ask(client, "zuque", sort="date")

    assert "Showing results for <b>zhuque</b>." in text(response)
    assert 'href="/search/?q=zuque&amp;exact=1&amp;sort=date"' in text(response)
    assert "Search for “zuque” instead" in text(response)
    assert len(response.context["results"]) == 1
    assert "Showing results for <b>zhuque -&lt;i&gt;</b>." in text(ask(client, "zuque -<i>"))
    undone = ask(client, "zuque", exact="1")
    assert "Showing results for" not in text(undone)
    assert undone.context["number"] == 0


def test_no_slip_is_put_right_by_a_word_that_readers_may_not_see(client, clock):
    make.article(headline="Zhuque rocket")
    make.published(headline="Zhuque gone").withdraw(by=None, public_reason="Wrong.")
    make.article(headline="Zhuque to come").publish(by=None, at=clock.now() + dt.timedelta(days=1))
    before = ask(client, "zuque")

    clock.forward(days=2)

    assert "Showing results for" not in text(before)
    assert "Showing results for <b>zhuque</b>." in text(ask(client, "zuque"))


def test_a_result_names_its_firms_as_far_as_readers_know_them(client):
    shown = make.organization("LandSpace & sons", short_name="LandSpace", public_from=site_clock.now())
    withheld = make.organization("Withheld")
    story = make.published(headline="Rocket", about=[shown, withheld])
    withheld.public_from = None
    withheld.save()

    (result,) = ask(client, "rocket").context["results"]

    assert story.coverage.count() == 2
    assert [firm.label for firm in result.firms] == ["LandSpace"]


def test_what_editors_have_picked_stands_first_and_once(client, monkeypatch):
    monkeypatch.setattr(answer, "PAGE", 2)
    for number in range(3):
        make.published(headline=f"Rocket {number}")
    picked = make.published(headline="Picked", body="<p>A rocket.</p>")
    PinnedAnswer.objects.create(query="Rocket", article=picked)

    pages = [ask(client, "ROCKET", page=page) for page in (1, 2)]

    shown = [[result.edition.headline for result in page.context["results"]] for page in pages]
    assert [len(page) for page in shown] == [3, 1]
    assert shown[0][0] == "Picked" and "Picked" not in [*shown[0][1:], *shown[1]]
    assert [page.context["number"] for page in pages] == [4, 4]
    assert text(pages[0]).count("Picked by the editors") == 1
    assert "<mark>rocket</mark>" in text(pages[0])


def test_a_pick_that_nothing_else_finds_is_shown_too(client):
    PinnedAnswer.objects.create(query="moon", article=make.published(headline="Picked"))

    response = ask(client, "moon")

    assert "1 result" in text(response)
    assert "No results found" not in text(response)


@pytest.mark.parametrize("asked", [{"sort": "date"}, {"lang": "en"}])
def test_who_narrows_or_orders_results_gets_no_picks(client, asked):
    make.published(headline="Rocket")
    PinnedAnswer.objects.create(query="rocket", article=make.published(headline="Picked"))

    shown = [result.edition.headline for result in ask(client, "rocket", **asked).context["results"]]

    assert shown == ["Rocket"]


def test_a_firm_is_shown_with_its_names_and_what_is_newest_of_it(client):
    now = site_clock.now()
    firm = make.organization("LandSpace", slug="landspace", public_from=now)
    make.name(firm, "蓝箭航天", kind="native", language="zh-Hans")
    make.name(firm, "Blue <Arrow>")
    source = make.source(publisher="The Press", published="2025-12")
    facts = {"source": source, "public_from": now}
    make.milestone(firm, title="Zhuque-3 flies", date="2025-12-03", outcome="failure", **facts)
    make.milestone(firm, title="An earlier flight", date="2024-12-03", **facts)
    make.milestone(firm, title="Desk alone", date="2026-01-01")
    make.milestone(firm, title="Promised", date="2027", outcome="", promise="announced", **facts)
    make.funding_round(firm, amount=900_000_000, currency="CNY", series="C+", date="2024-12", **facts)
    make.funding_round(firm, amount=None, currency="", date="2025-12", **facts)

    response = ask(client, "landspace")

    (card,) = response.context["cards"]
    assert [(latest.type, latest.text, latest.date) for latest in card.latest] == [
        ("Launch, failure", "Zhuque-3 flies", "3 December 2025"),
        ("Funding", "CN¥900 million, C+", "December 2024"),
    ]
    assert [name.text for name in card.others] == ["Blue <Arrow>"]
    assert "Blue &lt;Arrow&gt;" in text(response) and "The Press" in text(response)
    assert 'lang="zh-Hans">蓝箭航天' in text(response)
    assert 'href="/firms/landspace/feed/rss/"' in text(response)


def test_names_like_the_words_are_offered_where_nothing_is_found(client):
    now = site_clock.now()
    firm = make.organization("Orienspace", slug="orienspace", public_from=now)
    make.name(firm, "东方空间", kind="native")
    make.organization("Oriensecret", slug="hidden")
    make.published(headline="Moon", tags=[make.tag("constellations", name_id="Konstelasi")])
    make.article(headline="Draft", tags=[make.tag("constellation secrets")])

    offered = {
        typed: [record.url for record in ask(client, typed, exact="1").context["near"]]
        for typed in ("oriensapce", "东方空", "constelations", "konstelas", "xyz", "a", "%_")
    }

    constellations = ["/tag/constellations/"]
    assert offered == {
        "oriensapce": ["/firms/orienspace/"],
        "东方空": ["/firms/orienspace/"],
        "constelations": constellations,
        "konstelas": constellations,
        "xyz": [],
        "a": [],
        "%_": [],
    }
    assert 'href="/firms/orienspace/"' in text(ask(client, "oriensapce", exact="1"))


@pytest.mark.parametrize("prefix", ["", "/id", "/zh-hans"])
def test_the_language_switch_keeps_what_was_asked(client, prefix):
    page = text(client.get(f"{prefix}/search/", {"q": "moon & sun", "sort": "date", "exact": "1"}))

    for other in ("", "/id", "/zh-hans"):
        assert f'href="{other}/search/?q=moon+%26+sun&amp;exact=1&amp;sort=date"' in page


HOSTILE = "\"><script>alert('x')</script>&<b>{{ 7 }}</b>"


@pytest.mark.parametrize("more", [{}, {"exact": "1", "sort": "date"}, {"page": "2", "year": "2026"}])
def test_what_is_typed_is_escaped_wherever_it_is_said(client, more):
    make.published(headline="alert")

    page = text(ask(client, HOSTILE, **more))

    assert "<script>alert" not in page and "<b>{{" not in page


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ({"q": "Methane!"}, [("Methane!", 1, 0)]),
        ({"q": "nothing"}, [("nothing", 1, 1)]),
        ({"q": "methane", "page": "1"}, [("methane", 1, 0)]),
        ({"q": "methane", "page": "2"}, []),
        ({"q": "methane", "sort": "date"}, []),
        ({"q": "methane", "year": "2026"}, []),
        ({"year": "2026"}, []),
        ({}, []),
    ],
)
def test_what_is_asked_is_counted_once_for_its_first_page(client, settings, monkeypatch, asked, counted):
    settings.TALLY_EVERY_S = 60
    make.published(headline="Methane", at=FIRST_DAY)
    monkeypatch.setattr(tally, "tally", tally.Tally())

    client.get("/search/", asked)

    rows = tally.tally.counts.values()
    assert [(count.text, count.times, count.empty) for count in rows] == counted


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

    assert queries_of(client, typed) < 44, "40 in PostgreSQL, which is told its bounds and asked part by part"


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
        ("/search?q=moon&by-date=true", 301, "/search/?q=moon"),
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
