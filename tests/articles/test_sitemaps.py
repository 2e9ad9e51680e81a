import datetime as dt
import xml.etree.ElementTree as ET

import pytest

from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def addresses(client, address: str) -> list[str]:
    return [loc.text for loc in ET.fromstring(client.get(address).content).iter(f"{SITEMAP}loc")]


def every_address(client) -> list[str]:
    return [url for part in addresses(client, "/sitemap.xml") for url in addresses(client, path_of(part))]


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_each_edition_stands_under_its_own_language(client, settings):
    original = make.published(slug="story")
    make.published(slug="story-id", language="id", original=original)

    assert set(addresses(client, "/sitemap-articles-2026.xml")) == {
        f"{settings.SITE_URL}/2026/08/story/",
        f"{settings.SITE_URL}/id/2026/08/story-id/",
    }


def test_every_address_of_the_sitemap_answers(client):
    make.page("about", en="<p>About.</p>")
    for key in ("ethics", "corrections-policy", "privacy"):
        make.page(key, en="<p>Text.</p>")
    group = make.figure(public_from=NOW).group
    make.published(tags=[make.tag("methane")], about=[make.organization(public_from=NOW)])

    urls = every_address(client)

    assert len(urls) == len(set(urls))
    assert any(f"/figures/{group.slug}/" in url for url in urls)
    assert {url: client.get(path_of(url)).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_what_readers_may_not_see_is_in_no_sitemap(client):
    make.article(slug="draft", section=make.section(slug="hidden-section"), tags=[make.tag("hidden-tag")])
    make.article(slug="scheduled").publish(by=None, at=NOW + dt.timedelta(hours=1))
    make.published(slug="gone").withdraw(by=None, public_reason="It was not so.")
    make.organization(slug="hidden-firm")

    text = " ".join(every_address(client))

    assert [word for word in ("draft", "scheduled", "gone", "hidden") if word in text] == []


@pytest.mark.parametrize(
    "part", ["nothing", "articles-", "articles-1969", "articles-99999", "articles-٢٠٢٦", "articles-2025"]
)
def test_a_part_that_is_none_is_not_found(client, part):
    make.published()

    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_robots_names_the_sitemap_and_keeps_out_of_the_desk(client, settings):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines
