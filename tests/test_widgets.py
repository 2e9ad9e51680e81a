"""What stands on every public page beside its content."""

import re

import pytest

SWITCH = re.compile(r'<a [^>]*href="([^"]*)"[^>]*hreflang')
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/id//evil.example/", "/\\evil.example/", "///evil.example/"]
)
def test_no_address_makes_the_language_switch_lead_to_another_site(client, path):
    page = client.get("/", PATH_INFO=path)

    assert page.status_code == 404
    assert not re.findall(r'href="/[/\\]', page.text)
    assert 'href="/evil.example/"' in page.text
