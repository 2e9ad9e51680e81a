import json
import re

import pytest

from spacenews.firms.json_ld import script
from spacenews.firms.models import Identifier, Name, Organization
from tests import make
from tests.firms.reading import NOW, SHOWN

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


def test_the_escapes_are_read_as_what_they_stand_for():
    texts = ["<", ">", "&", "\u2028", "\u2029", '"', "\\", "火箭"]

    assert json.loads(script({"texts": texts})) == {"texts": texts}
