"""The page that tells how to search."""

import re
from html import unescape

import pytest

from spacenews.search.help import GROUPS
from tests import make

pytestmark = pytest.mark.django_db
KEYS = ("firm:", "tag:", "section:", "lang:", "after:", "before:", '"', " -")


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/id", "id"), ("/zh-hans", "zh-Hans")])
def test_it_may_be_indexed_in_each_language(client, settings, prefix, language):
    response = client.get(f"{prefix}/search/help/")
    page = response.content.decode()

    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    assert f'<link rel="canonical" href="{settings.SITE_URL}{prefix}/search/help/">' in page
    assert "noindex" not in page and "X-Robots-Tag" not in response.headers
    assert not response.cookies


def test_it_shows_every_way_to_ask():
    typed = " ".join(example.typed for group in GROUPS for example in group.examples)

    assert [key for key in KEYS if key not in typed] == []


@pytest.mark.parametrize("prefix", ["", "/id", "/zh-hans"])
def test_every_example_is_a_search_that_answers(client, prefix):
    make.published(headline="Rocket")
    page = client.get(f"{prefix}/search/help/").content.decode()

    urls = [unescape(url) for url in re.findall(rf'href="({prefix}/search/\?q=[^"]+)"', page)]
    answers = [client.get(url) for url in urls]

    assert len(urls) == sum(len(group.examples) for group in GROUPS)
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize("address", ["/search/", "/search/?q=x", "/id/search/"])
def test_the_search_page_leads_there(client, address):
    prefix = "/id" if address.startswith("/id") else ""

    assert f'href="{prefix}/search/help/"' in client.get(address).content.decode()


def test_it_is_in_the_sitemap(client, settings):
    assert (
        f"<loc>{settings.SITE_URL}/id/search/help/</loc>" in client.get("/sitemap-pages.xml").content.decode()
    )
