"""The site in this process as a server runs it, through the layer, and Chromium to look at it."""

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.test.testcases import LiveServerThread

from spacenews.pagecache.layer import Layer
from tests import make
from tests.chromium import PATIENCE_MS


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def site(transactional_db) -> str:
    """Serve the site; return its address."""
    server = LiveServerThread("127.0.0.1", lambda _stock: Layer(StaticFilesHandler(WSGIHandler())))
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://{server.host}:{server.port}"
    server.terminate()


@pytest.fixture
def visit(site, chromium):
    """Return a function that opens a page of the site; `page.faults` holds what the browser complained of."""
    contexts = []

    def open_page(path: str, person=None, **options):
        context = chromium.new_context(base_url=site, **{"color_scheme": "light", **options})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        if person:
            client = Client()
            client.force_login(person)
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page = context.new_page()
        page.faults = []
        page.on("console", lambda said: said.type in ("error", "warning") and page.faults.append(said.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def editor(transactional_db):
    return make.user("Editor")
