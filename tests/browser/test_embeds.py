"""A card in a frame of another site, in Chromium; and that the site's own pages let nobody frame them."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.db import transaction
from playwright.sync_api import expect

from spacenews.firms.models import FigureGroup
from tests import make
from tests.browser.axe import violations

FIRST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NARROWEST = {"width": 280, "height": 600}


class OtherSite(BaseHTTPRequestHandler):
    """Answers whatever is asked with one page."""

    def __init__(self, pages: list[str], *args):
        self.pages = pages
        super().__init__(*args)

    def do_GET(self):
        self.send_response(200 if self.path == "/" else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.pages[0].encode() if self.path == "/" else b"")

    def log_message(self, *args):
        """Say nothing among the tests' own words."""


@pytest.fixture
def other_site() -> Iterator[Callable[[str], str]]:
    """Return a function that puts markup on a page of another origin, and returns its address."""
    pages = [""]
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(OtherSite, pages))
    Thread(target=server.serve_forever, daemon=True).start()

    def put(markup: str) -> str:
        pages[0] = f'<!doctype html><html lang="en"><title>Another site</title><h1>Another site</h1>{markup}'
        return f"http://localhost:{server.server_port}/"

    yield put
    server.shutdown()


@pytest.fixture
def cards(transactional_db) -> dict[str, str]:
    """Return the path of a card of each kind, and the words at its head."""
    with transaction.atomic():
        firm = make.organization("LandSpace", slug="landspace", public_from=FIRST)
        make.published(at=FIRST, slug="story", headline="Methane first", about=[firm])
        group = FigureGroup.objects.create(slug="launches", title="Launches in a year")
        for period, value in (("2023", 10), ("2024", 20), ("2024", 30)):
            make.figure(period=period, value=value, group=group, kind="estimate", public_from=FIRST)
    return {
        "/embed/article/2026/01/story/": "Methane first",
        "/embed/firm/landspace/": "LandSpace",
        "/embed/figure/launches/": "Launches in a year",
    }


def test_a_card_is_shown_in_a_frame_of_another_site(site, visit, cards, other_site):
    for path, words in cards.items():
        page = visit(
            other_site(f'<iframe src="{site}{path}" title="Card" width="550" height="580"></iframe>')
        )

        expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text(words)
        assert page.faults == []


def test_a_link_of_a_card_opens_beside_the_page_that_it_stands_in(site, visit, cards, other_site, settings):
    settings.SITE_URL = site
    page = visit(other_site(f'<iframe src="{site}/embed/firm/landspace/" title="Card" width="550"></iframe>'))

    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name="LandSpace", exact=True).click()

    expect(opened.value).to_have_url(f"{site}/firms/landspace/")
    assert page.url.startswith("http://localhost:")


def test_a_page_of_the_site_is_shown_in_no_frame(site, visit, cards, other_site):
    page = visit(other_site(f'<iframe src="{site}/2026/01/story/" title="Page"></iframe>'))

    expect(page.frame_locator("iframe").get_by_text("Methane first")).to_have_count(0)
    assert any("frame-ancestors" in fault for fault in page.faults)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_card_however_narrow(visit, cards, scheme):
    found = {}
    for path in [*cards, "/embed/firm/never/"]:
        page = visit(path, color_scheme=scheme, viewport=NARROWEST)
        found[path] = violations(page), page.evaluate("document.documentElement.scrollWidth")

    assert found == {path: ([], 280) for path in found}


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(251, 249, 244)"), ("dark", "rgb(14, 19, 27)")])
def test_a_card_is_light_or_dark_as_the_system_is(visit, cards, scheme, ground):
    page = visit("/embed/firm/landspace/", color_scheme=scheme)

    expect(page.locator("html")).to_have_css("background-color", ground)


def test_a_card_works_without_script(site, visit, cards):
    page = visit("/embed/article/2026/01/story/", java_script_enabled=False)

    expect(page.get_by_role("link", name="Methane first")).to_be_visible()
    assert page.faults == []


def test_the_code_of_a_card_opens_on_the_page(visit, cards):
    page = visit("/firms/landspace/")
    beside = page.get_by_role("link", name="Follow by feed")
    place = beside.bounding_box()

    page.get_by_text("Embed", exact=True).click()

    assert beside.bounding_box() == place
    code = page.get_by_role("textbox", name="Code that shows a card of this page on another site")
    assert code.input_value().startswith("<iframe src=") and "/embed/firm/landspace/" in code.input_value()


@pytest.mark.parametrize("width", [320, 360, 1024])
def test_the_card_of_an_article_on_many_firms_stands_whole_in_its_frame(
    site, visit, other_site, settings, width
):
    settings.SITE_URL = site
    with transaction.atomic():
        firms = [make.organization(f"Galactic Energy {number}", public_from=FIRST) for number in range(20)]
        deck = "Rocket makers build with universities, institutes and state groups. " * 3
        headline = "China’s commercial space firms upgrade industry by working together"
        make.published(
            at=FIRST, slug="story", headline=headline, deck=deck[:190], about=firms, lead=make.image()
        )
    code = visit("/2026/01/story/").get_by_role("textbox", name="Code that shows", include_hidden=True)
    page = visit(other_site(code.input_value()), viewport={"width": width, "height": 800})

    card = page.frame_locator("iframe").locator("html")
    assert card.evaluate("html => [html.scrollWidth - innerWidth, html.scrollHeight - innerHeight]") == [0, 0]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
