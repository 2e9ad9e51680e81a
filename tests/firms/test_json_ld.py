import json
import re

import pytest

from spacenews.firms.json_ld import script
from spacenews.firms.models import Cooperation, FigureGroup, Identifier, Name, Organization
from tests import found, make
from tests.firms.reading import HIDDEN, NOW, SHOWN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)


def structured(client, firm) -> dict:
    html = client.get(firm.url).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])


def test_an_organization_is_told_in_the_terms_of_schema_org(client, settings):
    settings.SITE_URL = "https://news.example"
    firm = make.organization(
        "LandSpace",
        slug="landspace",
        kind=Organization.Kind.FIRM,
        descriptor="Rockets.",
        city="Beijing",
        founded="2015-Q2?",
        sectors=["launch"],
        website="https://landspace.example/",
        public_from=SHOWN,
    )
    make.name(firm, "LandSpace", kind=Name.Kind.DISPLAY, language="en")
    make.name(firm, "蓝箭航天", kind=Name.Kind.NATIVE, language="zh-Hans")
    make.name(firm, "LandSpace Technology Corporation", kind=Name.Kind.LEGAL, language="en")
    for scheme, value in (("gcat", "LANDSP"), ("wikidata", "Q1"), ("lei", "5493001KJTIIGC8Y1R12")):
        Identifier.objects.create(organization=firm, scheme=scheme, value=value)

    assert structured(client, firm) == {
        "@context": "https://schema.org",
        "@type": "Corporation",
        "@id": "https://news.example/firms/landspace/#organization",
        "mainEntityOfPage": "https://news.example/firms/landspace/",
        "name": "LandSpace",
        "legalName": "LandSpace Technology Corporation",
        "alternateName": [
            {"@value": "蓝箭航天", "@language": "zh-Hans"},
            {"@value": "LandSpace Technology Corporation", "@language": "en"},
        ],
        "description": "Rockets.",
        "foundingDate": "2015",
        "address": {"@type": "PostalAddress", "addressCountry": "CN", "addressLocality": "Beijing"},
        "knowsAbout": ["launch"],
        "url": "https://landspace.example/",
        "sameAs": ["https://www.wikidata.org/wiki/Q1"],
        "leiCode": "5493001KJTIIGC8Y1R12",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "GCAT", "value": "LANDSP"},
            {"@type": "PropertyValue", "propertyID": "LEI", "value": "5493001KJTIIGC8Y1R12"},
            {"@type": "PropertyValue", "propertyID": "Wikidata", "value": "Q1"},
        ],
    }


@pytest.mark.parametrize(
    ("kind", "term"),
    [
        ("firm", "Corporation"),
        ("university", "CollegeOrUniversity"),
        ("institute", "ResearchOrganization"),
        ("agency", "GovernmentOrganization"),
        ("state-group", "Organization"),
        ("fund", "Organization"),
    ],
)
def test_each_kind_has_its_term(client, kind, term):
    assert structured(client, make.organization(kind=kind, public_from=SHOWN))["@type"] == term


def test_what_is_not_known_is_not_told(client):
    assert set(structured(client, make.organization(public_from=SHOWN))) == {
        *("@context", "@type", "@id", "mainEntityOfPage", "name", "address"),
    }


def test_no_text_ends_the_element_that_it_stands_in(client):
    hostile = '</script><script>alert(1)</script>&<!--"\u2028\\'
    firm = make.organization(hostile, descriptor=hostile, public_from=SHOWN)
    make.name(firm, hostile)

    html = client.get(firm.url).content.decode()
    inside = html[html.index("ld+json") :].split("</script>")[0]

    assert "<script>alert" not in html
    assert not set("<&\u2028") & set(inside.partition(">")[2])
    assert structured(client, firm)["name"] == hostile


def test_owners_and_alliances_are_told_from_both_sides(client, settings):
    settings.SITE_URL = "https://news.example"
    parent = make.organization("Geely", slug="geely", public_from=SHOWN)
    child = make.organization("Geespace", slug="geespace", public_from=SHOWN)
    make.ownership(parent, child, public_from=SHOWN)
    make.ownership("A fund", child, share="nearly 65%", public_from=SHOWN)
    make.ownership("Somebody", child, share="11.16%", public_from=SHOWN)
    make.ownership("Another", child, share="part owner", public_from=SHOWN)
    make.cooperation(parent, "A firm", title="The Alliance", kind="alliance", public_from=SHOWN)
    make.cooperation(parent, "A firm", title="A contract", kind="supplier", public_from=SHOWN)

    above, below = structured(client, parent), structured(client, child)

    assert above["subOrganization"] == [
        {"@type": "Corporation", "name": "Geespace", "url": "https://news.example/firms/geespace/"}
    ]
    assert above["memberOf"] == [{"@type": "Organization", "name": "The Alliance"}]
    assert sorted(below["parentOrganization"], key=lambda parent: parent["name"]) == [
        {"@type": "Organization", "name": "A fund"},
        {"@type": "Corporation", "name": "Geely", "url": "https://news.example/firms/geely/"},
    ]
    assert "parentOrganization" not in above and "subOrganization" not in below


def test_an_owner_is_told_only_where_the_tie_says_who_is_owned_and_stands(client):
    buyer, other, child = (make.organization(public_from=SHOWN) for _ in range(3))
    make.cooperation(buyer, other, kind="ownership", public_from=SHOWN)
    make.ownership(buyer, child, status=Cooperation.Status.ANNOUNCED, public_from=SHOWN)
    make.ownership(buyer, child, status=Cooperation.Status.ENDED, public_from=SHOWN)

    told = [structured(client, firm) for firm in (buyer, other, child)]

    assert [set(node) & {"parentOrganization", "subOrganization"} for node in told] == [set()] * 3


@pytest.mark.parametrize("public_from", [HIDDEN[0], NOW.replace(year=2030)])
def test_what_the_desk_alone_sees_is_told_of_nobody(client, public_from):
    firm = make.organization(public_from=SHOWN)
    make.ownership(make.organization("Canary", public_from=public_from), firm, public_from=SHOWN)
    make.ownership("Canary", firm, public_from=public_from)
    make.cooperation(firm, "A firm", title="Canary", kind="alliance", public_from=public_from)
    make.figure(public_from=SHOWN, metric="launches", group=(group := make.figure(metric="Canary").group))

    for address in (firm.url, "/firms/", "/figures/", group.url):
        assert "Canary" not in json.dumps(found.structured(client.get(address)))


def test_the_way_down_to_a_firm_goes_by_its_country_and_sector(client, settings):
    settings.SITE_URL = "https://news.example"
    firm = make.organization("LandSpace", country="CN", sectors=["launch"], public_from=SHOWN)

    assert found.structured(client.get(firm.url))[1] == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Firms", "item": "https://news.example/firms/"},
            {
                **{"@type": "ListItem", "position": 2, "name": "China"},
                "item": "https://news.example/firms/?country=CN",
            },
            {
                **{"@type": "ListItem", "position": 3, "name": "Launch"},
                "item": "https://news.example/firms/?sector=launch",
            },
            {"@type": "ListItem", "position": 4, "name": "LandSpace"},
        ],
    }


def test_the_directory_lists_organizations_by_name_and_address(client, settings):
    settings.SITE_URL = "https://news.example"
    make.organization("LandSpace", slug="landspace", public_from=SHOWN)
    make.organization("Galactic Energy", slug="galactic", public_from=SHOWN)

    [node] = found.structured(client.get("/firms/"))

    assert (node["@type"], node["url"]) == ("CollectionPage", "https://news.example/firms/")
    assert node["mainEntity"]["itemListElement"] == [
        {
            **{"@type": "ListItem", "position": 1, "name": "Galactic Energy"},
            "url": "https://news.example/firms/galactic/",
        },
        {
            **{"@type": "ListItem", "position": 2, "name": "LandSpace"},
            "url": "https://news.example/firms/landspace/",
        },
    ]


def test_a_page_within_the_lists_of_figures_and_claims_is_canonical_by_itself(client, settings):
    settings.SITE_URL = "https://news.example"

    for address in ("/figures/", "/figures/?from=Launches+%26+more", "/claims/", "/claims/?after=7"):
        assert found.canonical(client.get(address)) == f"https://news.example{address}"


def test_a_group_of_figures_is_a_data_set_with_its_sources(client, settings):
    settings.SITE_URL = "https://news.example"
    group = FigureGroup.objects.create(slug="launches", title="Launches a year")
    source = make.source(url="https://example.org/a", title="A count")
    for period in ("2015", "2024"):
        make.figure(group=group, period=period, source=source, public_from=SHOWN)

    node, crumbs = found.structured(client.get("/figures/launches/"))

    assert node.pop("creator")["@id"] == "https://news.example/#publisher"
    assert node == {
        "@type": "Dataset",
        "name": "Launches a year",
        "url": "https://news.example/figures/launches/",
        "description": (
            "Launches a year. Published values, shown side by side: never summed, averaged or converted."
        ),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "temporalCoverage": "2015/2024",
        "variableMeasured": [{"@type": "PropertyValue", "name": "Launches, World", "unitText": "count"}],
        "citation": [{"@type": "CreativeWork", "name": "A count", "url": "https://example.org/a"}],
    }
    assert [step["name"] for step in crumbs["itemListElement"]] == ["Figures", "Launches a year"]


def test_the_escapes_are_read_as_what_they_stand_for():
    texts = ["<", ">", "&", "\u2028", "\u2029", '"', "\\", "火箭"]

    assert json.loads(script({"texts": texts})) == {"@context": "https://schema.org", "texts": texts}
