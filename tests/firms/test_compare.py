"""Two to four organizations side by side, and what the directory gives to take away."""

import csv
import io
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from spacenews.firms.models import FoundedAlternative, Identifier, Name, Organization
from tests import make
from tests.firms.reading import HIDDEN, NOW, SHOWN, main, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)


def shown(name, **kwargs):
    return make.organization(name, slug=name.lower(), public_from=SHOWN, **kwargs)


def compare(client, *slugs) -> str:
    answer = client.get(reverse("firms-compare"), {"firm": slugs})
    assert answer.status_code == 200
    return main(answer)


def rows(html: str) -> dict[str, list[str]]:
    """Return the lines of the table, each label with its cells."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html, re.DOTALL)
    return {words(label): list(map(words, re.findall(r"<td.*?</td>", of, re.DOTALL))) for label, of in found}


def test_what_is_on_record_of_each_stands_side_by_side_with_its_sources(client):
    alpha = shown("Alpha", founded="2018", vehicles=["One", "Two"], city="Harbin", status="active")
    beta = shown("Beta", country="US")
    gcat = make.source(publisher="GCAT", published="2026-03-26")
    FoundedAlternative.objects.create(organization=alpha, date="2015?", note="renamed", source=gcat)
    make.cooperation(alpha, beta, "Loongson", title="A plant", public_from=SHOWN)
    make.cooperation(beta, "Loongson", title="Chips", public_from=SHOWN)
    for year in range(2010, 2017):
        make.milestone(alpha, title=f"Flight of {year}", date=str(year), public_from=SHOWN)
    make.milestone(beta, title="Fell", outcome="failure", public_from=SHOWN)

    html = compare(client, "alpha", "beta")

    told = rows(html)
    assert told["Founded"] == ["2018 Sources disagree 2015 (?) (renamed) GCAT, 2026-03-26", "–"]
    assert told["Based in"] == ["Harbin, China", "United States"]
    assert told["Milestones"] == ["7", "1"]
    assert told["Failures"] == ["0", "1"]
    assert told["Vehicles"] == ["One, Two", "–"]
    assert told["Sources of this record"] == ["Example Press"] * 2
    assert told["Confidence"] == ["medium"] * 2
    newest, fell = told["Newest milestones"]
    assert re.findall(r"Flight of \d+", newest) == [f"Flight of {year}" for year in range(2016, 2011, -1)]
    assert "Fell Launch, failure 1 Example Press Confidence: medium" in fell
    assert told["Loongson"] == ["yes", "yes"]
    assert "A plant" in html[html.index("Ties between them") :]
    assert "Chips" not in html


def test_owners_stand_in_the_comparison_as_on_their_pages(client):
    owner, owned = shown("Alpha"), shown("Beta")
    make.ownership(owner, owned, share="48%", public_from=SHOWN)

    told = rows(compare(client, "alpha", "beta"))

    assert told["Part owner of"][0].startswith("Beta (48%, May 2024) 1 Example Press")
    assert told["Part owners"][1].startswith("Alpha (48%, May 2024)")


@pytest.mark.parametrize(
    ("slugs", "said"),
    [
        ([], "Choose two to four organizations in the directory."),
        (["alpha"], "One alone cannot be compared."),
        (["alpha", "alpha"], "One alone cannot be compared."),
        (["alpha", "secret"], "Not in the directory: secret."),
        (["alpha", "nobody", "<b>", "x" * 200], "Not in the directory: nobody."),
        (["alpha", "beta", "gamma", "delta", "omega"], "At most four can stand side by side."),
    ],
)
def test_what_cannot_be_compared_is_said_plainly(client, slugs, said):
    for name in ("Alpha", "Beta", "Gamma", "Delta", "Omega"):
        shown(name)
    make.organization("Canary", slug="secret")

    html = compare(client, *slugs)

    assert said in words(html)
    assert "<table" not in html and "Canary" not in html


@pytest.mark.parametrize("public_from", HIDDEN)
def test_a_comparison_names_nothing_that_the_desk_alone_sees(client, public_from):
    alpha, beta = shown("Alpha"), shown("Beta")
    secret = make.organization("Canary Rockets", public_from=public_from)
    for firm in (alpha, beta):
        make.cooperation(firm, secret, title="Two", public_from=SHOWN)
        make.cooperation(firm, "Canary fund", public_from=public_from)
        make.milestone(firm, title="Canary flight", public_from=public_from)
    make.cooperation(alpha, beta, title="Canary tie", public_from=public_from)

    html = compare(client, "alpha", "beta")

    assert "anary" not in html
    assert "Milestones" not in rows(html) and "Partners" not in rows(html)


@pytest.mark.parametrize("count", [2, 4])
def test_a_comparison_asks_the_same_few_questions_of_two_and_of_four(
    client, count, django_assert_num_queries
):
    firms = [shown(f"Firm{number}") for number in range(count)]
    for firm in firms:
        FoundedAlternative.objects.create(organization=firm, date="2015", source=make.source())
        make.name(firm, f"伙伴{firm.pk}", kind=Name.Kind.NATIVE)
        make.cooperation(firm, firms[0] if firm is not firms[0] else "A fund", public_from=SHOWN)
        for _again in range(count):
            make.milestone(firm, public_from=SHOWN).further_sources.add(make.source())
    client.get(reverse("firms-compare"))

    with django_assert_num_queries(18):
        client.get(reverse("firms-compare"), {"firm": [firm.slug for firm in firms]})


@pytest.fixture
def told_of():
    """An organization with whatever can be told of one, and one with nothing."""
    firm = shown(
        "LandSpace", founded="2015-06", sectors=["launch"], satellites=["Honghu"], descriptor="=Rockets"
    )
    make.name(firm, "蓝箭航天", kind=Name.Kind.NATIVE, language="zh-Hans")
    make.name(firm, "Old Arrow", kind=Name.Kind.FORMER, language="en", since="2015", until="2017-03")
    firm.further_sources.add(make.source(publisher="Second Press", url="https://second.example/"))
    for value in ("LANDSP", "LANDS2"):
        Identifier.objects.create(organization=firm, scheme="gcat", value=value)
    other = make.source(url="https://gcat.example/")
    FoundedAlternative.objects.create(organization=firm, date="2014?", note="registered", source=other)
    make.ownership(firm, shown("Hongqing", country="US"), share="48%", public_from=SHOWN)
    make.ownership(firm, make.organization("Canary"), public_from=SHOWN)
    make.ownership("Canary", firm, public_from=HIDDEN[1])
    return firm


def test_the_table_of_the_directory_holds_all_rows_that_the_filters_leave(client, told_of, settings):
    settings.SITE_URL = "https://news.example"

    answer = client.get(reverse("firms-csv") + "?name=arrow")

    (row,) = csv.DictReader(io.StringIO(answer.content.decode(), newline=""))
    assert row == row | {
        "slug": "landspace",
        "name_native": "蓝箭航天",
        "former_names": "Old Arrow",
        "organization_type": "firm",
        "founded": "2015-06",
        "founded_alternatives": "2014? (registered)",
        "spacecraft": "Honghu",
        "subsidiaries": "",
        "gcat": "LANDSP; LANDS2",
        "description": "'=Rockets",
        "url": "https://news.example/firms/landspace/",
        "confidence": "medium",
        "licence": f"{settings.LICENCE_NAME}, {settings.SITE_NAME}",
    }
    assert row["sources"].endswith("; https://second.example/")
    assert b"anary" not in answer.content
    assert [row["name"] for row in table(client, "?by=founded")] == ["LandSpace", "Hongqing"]
    assert [row["owners"] for row in table(client, "?country=US")] == ["LandSpace (48%)"]


def table(client, query="") -> list[dict]:
    answer = client.get(reverse("firms-csv") + query)
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def test_json_tells_each_name_with_its_language_and_years_and_each_source(client, told_of, settings):
    answer = client.get(reverse("firms-json") + "?country=CN")

    told = json.loads(answer.content)
    assert told["licence"] == {"name": settings.LICENCE_NAME, "url": settings.LICENCE_URL}
    (firm,) = told["organizations"]
    assert firm["names"][1] == {
        "text": "Old Arrow",
        "language": "en",
        "kind": "former",
        "from": "2015",
        "until": "2017-03",
    }
    assert [source["publisher"] for source in firm["sources"]] == ["Example Press", "Second Press"]
    assert firm["founded_alternatives"][0]["source"]["url"] == "https://gcat.example/"
    assert b"anary" not in answer.content


@pytest.mark.parametrize("public_from", HIDDEN)
def test_no_tie_is_counted_of_which_one_party_is_seen(client, public_from):
    first, second = shown("First"), shown("Second")
    make.cooperation(first, make.organization("Canary", public_from=public_from), public_from=SHOWN)
    make.cooperation(first, second, public_from=SHOWN)

    answer = client.get(reverse("firms-compare"), {"firm": ["first", "second"]})

    assert {row["label"]: row["cells"] for row in answer.context["numbers"]} == {
        "Ties": [1, 1],
        "Partners": [1, 1],
    }


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_directory_of_nobody_is_an_empty_table(client, form):
    assert client.get(reverse(f"firms-{form}")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_a_table_asks_the_same_few_questions_however_many_rows_it_has(
    client, rows, django_assert_num_queries
):
    for number in range(rows):
        firm = shown(f"Firm{number}")
        make.name(firm, f"Alias {number}")
        firm.further_sources.add(make.source())
        FoundedAlternative.objects.create(organization=firm, date="2015", source=make.source())
        make.ownership(firm, "A firm", public_from=SHOWN).further_sources.add(make.source())

    with django_assert_num_queries(12):
        client.get(reverse("firms-csv"))


def test_no_organization_takes_the_address_of_the_comparison():
    with pytest.raises(ValidationError, match="A page of the site has this address"):
        Organization(name="Compare", slug="compare", country="CN", source=make.source()).full_clean()
