"""No stored byte shows what is hidden, nor changes when more is: as tests/test_leaks.py, but through the store."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.wsgi import get_wsgi_application

from spacenews.pagecache import freshness
from spacenews.pagecache.encodings import ENCODINGS
from spacenews.pagecache.layer import Layer
from tests import make
from tests.pagecache.wsgi import ask
from tests.test_leaks import FORBIDDEN, HOUR, NOW, SEEDS, carries_a_canary, crawl, newsroom, noon  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keeping")]


class Reader:
    """A client of the layer, for `crawl`."""

    def __init__(self):
        freshness.forget()
        self.site = Layer(get_wsgi_application())

    def get(self, address: str) -> SimpleNamespace:
        parts = urlsplit(address)
        reply = ask(self.site, parts.path, query=parts.query, HTTP_ACCEPT_ENCODING="")
        return SimpleNamespace(
            status_code=reply.status, headers=dict(reply.given), content=reply.text.encode(), streaming=False
        )

    @property
    def pages(self) -> dict:
        shelves = self.site.pages.store.pages, self.site.pages.store.others
        return {key: page for shelf in shelves for key, (page, _size) in shelf.pages.items()}


@pytest.fixture(autouse=True)
def stored(settings, monkeypatch):
    """Keep all that is read, and read as much as shows each kind of page: tests/test_leaks.py reads the rest."""
    settings.PAGES_MB = 64
    monkeypatch.setattr("tests.test_leaks.MOST", 150)


def test_no_stored_byte_shows_what_is_hidden_or_changes_when_more_is(settings, newsroom):  # noqa: F811
    before, after, host = Reader(), Reader(), urlsplit(settings.SITE_URL).hostname
    answers = crawl(before, [*SEEDS, "/search/?q=headline", "/search/suggest/?q=story"], host)
    hide_more()
    freshness.forget()
    for address in answers:
        after.get(address)

    assert len(before.pages) >= 100
    assert [address for address, answer in answers.items() if carries_a_canary(answer)] == []
    assert [key for key, page in before.pages.items() if shows_a_canary(page)] == []
    assert before.pages.keys() == after.pages.keys()
    assert [key for key in before.pages if tags(before.pages[key]) != tags(after.pages[key])] == []


def hide_more() -> None:
    section = make.section(slug="unseen")
    make.article(headline="Hidden", section=section, about=[make.organization()], tags=[make.tag()])
    make.article(headline="Hidden to come", section=section).publish(by=None, at=NOW + 2 * HOUR)


def shows_a_canary(page) -> bool:
    held = [ENCODINGS[name].unpack(variant.content) for name, variant in page.variants.items()]
    words = str(page.headers) + "".join(content.decode(errors="replace") for content in held)
    return any(word.search(words) for word in FORBIDDEN)


def tags(page) -> dict:
    return {encoding: (variant.etag, variant.headers) for encoding, variant in page.variants.items()}
