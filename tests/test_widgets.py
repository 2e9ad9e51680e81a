"""What stands on every public page beside its content."""

import re

import pytest

from tests import make

SWITCH = re.compile(r'<a [^>]*href="([^"]*)"[^>]*hreflang')
pytestmark = pytest.mark.django_db


PLACE = re.compile(r'<a href="([^"]*)" aria-current="(\w+)"')


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("/id/firms/", [("/id/firms/", "page")]),
        ("/id/firms/none/", [("/id/firms/", "true")]),
        ("/id/section/launch/", [("/id/section/launch/", "page")]),
        ("/id/section/launches/", []),
        ("/id/", []),
    ],
)
def test_the_navigation_says_where_the_reader_is(client, path, places):
    make.published(section=make.section(slug="launch"))

    assert PLACE.findall(client.get(path).text) == places


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/id//evil.example/", "/\\evil.example/", "///evil.example/"]
)
def test_no_address_makes_the_language_switch_lead_to_another_site(client, path):
    page = client.get("/", PATH_INFO=path)

    assert page.status_code == 404
    assert not re.findall(r'href="/[/\\]', page.text)
    assert 'href="/evil.example/"' in page.text
