"""What the API tells, how its lists are walked, and how it refuses."""

import re

import pytest

from spacenews.api.table import RESOURCES
from spacenews.firms.models import Claim
from spacenews.pagecache.layer import Layer
from spacenews.wsgi import application
from tests import make
from tests.api.conftest import HOUR, LISTS, NOW, fill
from tests.pagecache.wsgi import ask

pytestmark = pytest.mark.django_db
API = "/api/v1"


def told(client, path: str, **query) -> dict:
    answer = client.get(f"{API}/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def listed(client, name: str, field: str, **query) -> list:
    return [record[field] for record in told(client, f"{name}/", fields=field, **query)["data"]]


def refused(client, path: str) -> tuple[int, dict[str, str]]:
    answer = client.get(f"{API}/{path}")
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return answer.status_code, {fault["name"]: fault["detail"] for fault in problem.get("parameters", ())}


def test_the_index_leads_to_every_list_and_to_the_description(client, settings):
    settings.SITE_URL = "https://news.example"

    index = told(client, "")

    assert index["description"] == "https://news.example/api/v1/openapi.json"
    assert index["lists"] == {name: f"https://news.example/api/v1/{name}/" for name in LISTS}
    assert index["licence"] == {"name": settings.LICENCE_NAME, "url": settings.LICENCE_URL}


@pytest.mark.parametrize("of", RESOURCES, ids=lambda of: of.name)
def test_a_list_tells_all_fields_and_each_record_alone_the_same(client, records, of):
    first = told(client, f"{of.name}/")["data"][0]
    names = [field.name for field in of.shape.fields if not field.on_demand]
    args = of.key.args(of.key.walk(of.public(NOW), None).first())
    path = "/".join(f"{value:02d}" if name == "month" else str(value) for name, value in args.items())

    assert list(first) == names
    assert told(client, f"{of.name}/{path}/") == first
    assert first["licence"]["name"] and first["url"].startswith("http")


@pytest.mark.parametrize(("name", "queries"), LISTS.items())
def test_a_list_costs_the_same_at_one_record_and_at_three(
    client, records, django_assert_num_queries, name, queries
):
    with django_assert_num_queries(queries):
        one = client.get(f"{API}/{name}/").json()["data"]
    fill(2)
    fill(3)

    with django_assert_num_queries(queries):
        three = client.get(f"{API}/{name}/").json()["data"]

    assert len(three) == 3 * len(one) > 0


def test_an_article_is_told_with_what_it_names(client, records, settings):
    settings.SITE_URL = "https://news.example"

    story = next(row for row in told(client, "articles/")["data"] if row["language"] == "en")

    assert story["url"] == "https://news.example/2026/08/story-1/"
    assert story["id"].startswith("tag:news.example,2026-08-20:article:")
    assert story["published_at"] == "2026-08-20T11:00:00+00:00"
    assert re.fullmatch(r"2026-08-20T12:\d\d:\d\d\+00:00", story["updated_at"])
    assert [row["organization"]["slug"] for row in story["organizations"]] == ["landspace-1"]
    assert [(row["words"], row["as_printed"], type(row["figure"])) for row in story["figures"]] == [
        ("four", "4 launches", int)
    ]
    assert [row["text"] for row in story["corrections"]] == ["The year."]
    assert [(row["language"], row["url"]) for row in story["translations"]] == [
        ("id", "https://news.example/id/2026/08/cerita-1/")
    ]
    assert [tag["name"] for tag in story["tags"]] == ["methane 1"]
    assert story["picture"]["credit"] == "Ann"


def test_the_whole_text_is_told_to_who_asks_for_it(client, now, nothing_is_drawn):
    make.published(slug="story", body="<p>The whole text.</p>")

    asked = told(client, "articles/", fields="body_html,headline")["data"]

    assert [list(row) for row in asked] == [["headline", "body_html"]]
    assert "<p>The whole text.</p>" in asked[0]["body_html"]
    assert "body_html" not in told(client, "articles/")["data"][0]


def test_a_fact_is_told_with_its_sources_its_confidence_and_its_numbers(client, records):
    older, newer = sorted(told(client, "figures/")["data"], key=lambda row: row["superseded_by"] is None)
    money = told(client, "funding-rounds/")["data"][0]
    tie = told(client, "cooperations/")["data"][0]

    assert older["superseded_by"] == newer["id"]
    assert (older["period"], older["confidence"], len(older["sources"])) == ("2025-Q2", "medium", 1)
    assert older["url"].endswith(f"/figures/{older['group']['slug']}/#figure-{older['id']}")
    assert (money["amount"], money["currency"]) == (900_000_000, "CNY")
    assert [(party["name"], bool(party["organization"])) for party in tie["parties"]] == [
        ("LandSpace 1", True),
        ("HIT", False),
    ]


def test_a_list_is_walked_by_its_own_address_whatever_comes_in_between(
    client, now, nothing_is_drawn, settings
):
    for number in range(5):
        make.published(headline=f"Story {number}", at=NOW - HOUR * number)
        make.claim(sentence=f"Claim {number}", public_from=NOW)
        make.organization(f"Firm {number}", slug=f"firm-{number}", public_from=NOW)

    for name, field in (("articles", "headline"), ("claims", "sentence"), ("organizations", "name")):
        seen, address = [], f"{API}/{name}/?limit=2&fields={field}"
        while address:
            answer = client.get(address)
            seen += [row[field] for row in answer.json()["data"]]
            following = answer.json()["next"]
            assert (f'<{following}>; rel="next"' in answer.headers["Link"]) is bool(following)
            address = following and following.removeprefix(settings.SITE_URL)
            make.published(headline="New", at=NOW) if name == "articles" else None
        assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize(
    ("name", "query", "found"),
    [
        ("articles", {"language": "id"}, 1),
        ("articles", {"organization": "landspace-1"}, 2),
        ("articles", {"organization": "landspace-1", "language": "zh-hans"}, 0),
        ("articles", {"kind": "news"}, 2),
        ("articles", {"since": "2026-08-20", "until": "2026-08-20"}, 2),
        ("articles", {"since": "2026-08-21"}, 0),
        ("articles", {"until": "2026-08-19"}, 0),
        ("articles", {"since": "0001-01-01", "until": "9999-12-31"}, 2),
        ("organizations", {"name": "蓝箭"}, 1),
        ("organizations", {"name": "LANDSP"}, 1),
        ("organizations", {"name": "箭"}, 0),
        ("organizations", {"sector": "launch", "country": "CN", "kind": "firm"}, 1),
        ("organizations", {"sector": "launch-site"}, 0),
        ("cooperations", {"organization": "landspace-1", "kind": "research", "since": "2024-05-01"}, 1),
        ("cooperations", {"until": "2024-04-30"}, 0),
        ("figures", {"organization": "landspace-1", "metric": "launches", "kind": "actual"}, 2),
        ("figures", {"metric": "launch"}, 0),
        ("milestones", {"outcome": "success", "kind": "launch", "since": "2025-03-02"}, 1),
        ("milestones", {"promise": "met"}, 0),
        ("funding-rounds", {"organization": "landspace-1", "until": "2024-12-01"}, 1),
        ("disputes", {"organization": "landspace-1"}, 1),
        ("disputes", {"organization": "landspace"}, 0),
        ("claims", {"verdict": "weak"}, 1),
        ("claims", {"verdict": "confirmed"}, 0),
    ],
)
def test_a_list_is_narrowed(client, records, name, query, found):
    assert len(told(client, f"{name}/", **query)["data"]) == found


def test_articles_are_found_by_section_tag_and_author(client, now, nothing_is_drawn):
    filed = {"section": make.section(slug="launch"), "tags": [make.tag("methane")]}
    make.published(headline="Found", authors=[make.author(slug="ann")], **filed)
    make.published()

    found = [
        listed(client, "articles", "headline", **query)
        for query in ({"section": "launch"}, {"tag": "methane"}, {"author": "ann"})
    ]

    assert found == [["Found"]] * 3


def test_a_source_is_told_where_something_rests_on_it_that_readers_see(client, records):
    make.source(publisher="Unused")
    make.organization(source=make.source(publisher="Hidden"))

    publishers = listed(client, "sources", "publisher", limit=100)

    assert set(publishers) == {"Example Press"}
    assert told(client, "sources/", publisher="Unused") == told(client, "sources/", publisher="Hidden")
    everywhere = {
        source["id"]
        for name in (
            "organizations",
            "cooperations",
            "figures",
            "milestones",
            "funding-rounds",
            "claims",
            "articles",
        )
        for record in told(client, f"{name}/")["data"]
        for source in record["sources"]
    }
    assert everywhere <= set(listed(client, "sources", "id", limit=100))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("kinds=firm", {"kinds"}),
        ("kind=rocket&limit=0&since=2026-02-30", {"kind", "limit", "since"}),
        ("kind=news&kind=news", {"kind"}),
        ("fields=headline,notes", {"fields"}),
        ("fields=", {"fields"}),
        ("limit=101", {"limit"}),
        ("limit=1%00", {"limit"}),
        ("limit=%D9%A3", {"limit"}),
        ("after=" + "9" * 40, {"after"}),
        ("tag=%00", {"tag"}),
        ("tag=a%0A", {"tag"}),
        ("since=20260820", {"since"}),
        ("since=", {"since"}),
        ("a=1&" * 200, {"a"}),
        ("&" * 1500 + "_connector=OR", {"_connector"}),
        ("*=1", {"*"}),
        ("%ED%A0%80=1", {"\ufffd" * 3}),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(client, db, query, names):
    status, faults = refused(client, f"articles/?{query}")

    assert (status, set(faults)) == (400, names)
    assert all(faults.values())


@pytest.mark.parametrize(
    "path",
    [
        *("nothing/", "articles/2026/08/never-was/", "articles/1/", "organizations/never-was/", "figures/0/"),
        *("figures/1e3/", "figures/9999999999999999/", "figures/99999999999999999999/", "claims/%00/", "/"),
    ],
)
def test_what_is_not_there_is_said_to_be_nowhere(client, db, path):
    assert refused(client, path) == (404, {})


def test_an_old_address_leads_to_the_new_one(client, now, nothing_is_drawn, settings):
    firm = make.organization(slug="before", public_from=NOW)
    firm.slug = "after"
    firm.save()
    article = make.published(slug="old")
    article.slug = "new"
    article.save()
    article.publish(by=None)

    led = [
        client.get(f"{API}/{path}/?fields=url") for path in ("organizations/before", "articles/2026/08/old")
    ]

    assert [answer.status_code for answer in led] == [301, 301]
    assert [answer.headers["Location"] for answer in led] == [
        f"{settings.SITE_URL}{API}/organizations/after/?fields=url",
        f"{settings.SITE_URL}{API}/articles/2026/08/new/?fields=url",
    ]


def test_a_withdrawn_article_says_why(client, now, nothing_is_drawn):
    make.published(slug="wrong").withdraw(by=None, public_reason="It was not so.", desk_note="Canary.")

    answer = client.get(f"{API}/articles/2026/08/wrong/")

    assert (answer.status_code, answer.json()["detail"]) == (410, "It was not so.")
    assert told(client, "articles/")["data"] == []


def test_too_much_is_refused_for_a_while(client, db, settings):
    settings.LIMITS = {**settings.LIMITS, "api_minute": 2}

    statuses = [client.get(f"{API}/claims/").status_code for _ in range(3)]
    last = client.get(f"{API}/claims/")

    assert statuses == [200, 200, 429]
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert last.headers["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("keeping")
def test_who_has_an_answer_is_told_that_it_is_the_same(client, records):
    first = ask(application, f"{API}/claims/")
    again = ask(application, f"{API}/claims/", HTTP_IF_NONE_MATCH=first.headers["etag"])
    head = ask(application, f"{API}/claims/", method="HEAD")

    assert (first.status, again.status, again.text) == (200, 304, "")
    assert again.headers["access-control-allow-origin"] == "*"
    assert (head.status, head.text, head.headers["etag"]) == (200, "", first.headers["etag"])


@pytest.mark.usefixtures("keeping")
def test_scripts_of_other_sites_may_read_and_nothing_else(client, db):
    asked = ask(application, f"{API}/claims/", method="OPTIONS", HTTP_ORIGIN="https://other.example")
    sent = ask(application, f"{API}/claims/", method="POST", body=b"a=1")
    removed = ask(application, f"{API}/claims/", method="DELETE")

    assert asked.status == 204
    assert asked.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in asked.headers
    assert [(reply.status, reply.headers["allow"]) for reply in (sent, removed)] == [
        (405, "GET, HEAD, OPTIONS")
    ] * 2
    assert {reply.headers["content-type"] for reply in (sent, removed)} == {"application/problem+json"}


def test_a_fault_is_told_to_programs_too():
    def failing(environ, start_response):
        raise ZeroDivisionError

    for host, status in (("127.0.0.1:8000", 500), ("evil.example", 400)):
        reply = ask(Layer(failing), f"{API}/x/", host=host)
        assert (reply.status, reply.headers["content-type"]) == (status, "application/problem+json")


def test_a_fault_of_django_is_told_to_programs_too(client, db, monkeypatch):
    monkeypatch.setattr(Claim.objects, "public", None)
    client.raise_request_exception = False

    assert refused(client, "claims/") == (500, {})


@pytest.mark.usefixtures("keeping")
def test_what_is_refused_fills_no_store(settings):
    settings.PAGES_MB = 8
    site = Layer(application.application)

    for query in ("", "limit=2", "limit=0", "x=1", "x=2&limit=2"):
        ask(site, f"{API}/claims/", query=query)

    kept = {key for shelf in (site.pages.store.pages, site.pages.store.others) for key in shelf.pages}
    assert kept == {(f"{API}/claims/", ""), (f"{API}/claims/", "limit=2")}
