"""What a page makes a reader wait for: how much of script and style, and that nothing of it blocks."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from spacenews import wsgi
from tests import make
from tests.pagecache.wsgi import ask
from tests.test_assets import collected, production, served  # noqa: F401 - fixtures

STATIC, TEMPLATES = Path("static"), Path("templates")
LINKED = re.compile(r'static "(js/\w+\.js)"')
PAGES = [page for page in TEMPLATES.rglob("*.html") if "admin" not in page.parts]
SCRIPT = re.compile(r"<script\b[^>]*>")


def test_all_scripts_for_readers_together_are_small():
    scripts = set(LINKED.findall("".join(page.read_text() for page in PAGES)))
    weights = {name: len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in scripts}

    assert {"js/suggest.js", "js/theme.js", "js/card.js"} <= scripts
    assert sum(weights.values()) < 10_000, weights


def test_no_script_for_readers_loads_another():
    scripts = set(LINKED.findall("".join(page.read_text() for page in PAGES)))

    assert [name for name in scripts if re.search(r"\bimport\b", (STATIC / name).read_text())] == []


def test_no_font_is_loaded():
    assert [name for name in STATIC.rglob("*") if name.suffix in {".woff", ".woff2", ".ttf", ".otf"}] == []
    assert [path for path in STATIC.glob("css/*.css") if "@font-face" in path.read_text()] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/2026/08/story/", "/contact/", "/search/", "/firms/", "/no-such-page/"]
)
def test_a_page_asks_for_one_stylesheet_and_waits_for_no_script(client, production, clock, path):  # noqa: F811
    make.published(slug="story")

    head = client.get(path).content.decode().split("</head>")[0]

    scripts = [tag for tag in SCRIPT.findall(head) if "ld+json" not in tag]
    assert head.count('rel="stylesheet"') == 1
    assert scripts and all(tag.startswith('<script type="module"') for tag in scripts)
    assert not re.search("preload|preconnect|@import", head)


@pytest.mark.parametrize(
    ("accepted", "ending", "opened"),
    [("br, gzip", ".br", brotli.decompress), ("gzip", ".gz", gzip.decompress)],
)
def test_the_stylesheet_is_served_compressed_and_for_ever(collected, accepted, ending, opened):  # noqa: F811
    file = served(collected, "css/site.css")
    address = f"{settings.STATIC_URL}css/{file.name}"
    wsgi.files.add_files(collected, settings.STATIC_URL)
    try:
        reply = ask(wsgi.application, address, HTTP_ACCEPT_ENCODING=accepted)
    finally:
        wsgi.files.files.clear()

    assert reply.headers["content-encoding"] == accepted.split(",")[0]
    assert int(reply.headers["content-length"]) == Path(f"{file}{ending}").stat().st_size
    assert reply.headers["cache-control"].endswith("public, immutable")
    assert reply.headers["vary"] == "Accept-Encoding"
