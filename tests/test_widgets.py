"""What stands on every public page beside its content."""

import re
from html import unescape

import pytest

from spacenews.articles import paging, views
from spacenews.pagecache import clock
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

    above, _main, _below = client.get(path).text.partition("<main")

    assert PLACE.findall(above) == places


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/id//evil.example/", "/\\evil.example/", "///evil.example/"]
)
def test_no_address_makes_the_language_switch_lead_to_another_site(client, path):
    page = client.get("/", PATH_INFO=path)

    assert page.status_code == 404
    assert not re.findall(r'href="/[/\\]', page.text)
    assert 'href="/evil.example/"' in page.text


def switch(client, address: str) -> list[str]:
    return [unescape(found) for found in SWITCH.findall(client.get(address).text)]


@pytest.mark.parametrize("prefix", ["", "/id", "/zh-hans"])
@pytest.mark.parametrize(
    "address",
    [
        "/firms/?kind=university&country=CN",
        "/firms/landspace/?show=coverage",
        "/figures/",
        "/contact/?about=firm%3A1",
        "/reading-list/",
        "/2026/",
    ],
)
def test_the_language_switch_keeps_the_page(client, prefix, address):
    make.organization("LandSpace", slug="landspace", public_from=clock.now())
    make.published(slug="story")

    assert switch(client, prefix + address) == [address, f"/id{address}", f"/zh-hans{address}"]


def test_the_language_switch_keeps_the_place_in_a_list(client, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 1)
    section = make.section(slug="launch")
    for slug in ("one", "two"):
        make.published(slug=slug, section=section)
    newer = section.editions.first()
    address = f"/section/launch/?before={paging.key_of(newer.published_at, newer.pk)}"

    assert switch(client, address) == [address, f"/id{address}", f"/zh-hans{address}"]


@pytest.mark.parametrize("address", ["/about/?before=1-1", "/no/such/page/?q=%22%3E", "/?utm_source=x"])
def test_the_language_switch_repeats_nothing_that_the_page_does_not_read(client, address):
    assert not [url for url in switch(client, address) if "?" in url]
