"""When a public page comes from the store, and when it is made."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation

from spacenews.pagecache import clock, encodings, freshness, headers, marks
from spacenews.pagecache.stamp import Reading
from spacenews.pagecache.store import Key, Page, Ready, Store

MB = 1024 * 1024
LONGEST_WAIT_S = 10
SESSION = "sessionid"  # is in the name of the cookie, with the prefix __Host- and without
KEPT_STATUSES = ("200", "404", "410")
# What a public page is made from: no header of a request is among it. Who asks is needed to count how often.
OF_THE_REQUEST = (
    *("SCRIPT_NAME", "PATH_INFO", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL"),
    *("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR"),
)
Answer = tuple[str, list[tuple[str, str]], Iterable[bytes]]


class Pages:
    """Answers requests for public pages; `enter` asks Django."""

    def __init__(self, enter: Callable[[dict], Answer]):
        self.enter, self.flights = enter, Flights()
        self.store = Store(settings.PAGES_MB * MB)

    def answer(self, environ: dict) -> Ready | None:
        """Return the answer to a reader; None where somebody signed in asks, or what is asked for is no public page."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or is_somebody(environ):
            return None
        path = environ.get("PATH_INFO", "")
        view = public_view(path, settings.ROOT_URLCONF)
        if view is None:
            return None
        key = path, marks.canonical(environ.get("QUERY_STRING", ""), view.parameters)
        encoding = encodings.chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
        page = self.page(key, environ, encoding)
        if page.widen(encoding):
            self.store.put(key, page)
        return page.ready(encoding, environ.get("HTTP_IF_NONE_MATCH", ""))

    def page(self, key: Key, environ: dict, encoding: str) -> Page:
        if not settings.PAGES_MB:
            return self.rendered(key, environ, encoding, None)
        return self.kept(key, freshness.current(clock.now()), environ) or self.made(key, environ, encoding)

    def kept(self, key: Key, reading: Reading | None, environ: dict) -> Page | None:
        page = self.store.get(key, reading)
        if page and page.note:
            request = HttpRequest()
            request.META = environ
            page.note(request)
        return page

    def made(self, key: Key, environ: dict, encoding: str) -> Page:
        """Of a burst of requests for one page one makes it; the others wait, and take what it made or their turn."""
        view = public_view(key[0], settings.ROOT_URLCONF)
        with self.flights.alone(key, LONGEST_WAIT_S if getattr(view, "waits", True) else 0):
            reading = freshness.fresh(clock.now())
            return self.kept(key, reading, environ) or self.rendered(key, environ, encoding, reading)

    def rendered(self, key: Key, environ: dict, encoding: str, reading: Reading | None) -> Page:
        request, connection = bare(environ, key[1]), freshness.asked()
        with freshness.given(reading):
            status, given, body = self.enter(request)
        is_sure = reading and freshness.asked() is connection and reading.holds(clock.now())
        is_kept = may_be_kept(status, given)
        given = edge() + given if is_kept else given
        page = Page.of(status, headers.complete(given, key[0], headers.Nonce()), whole(body), encoding)
        page.note = request.get(marks.NOTE)
        if is_kept and is_sure:
            page.reading = reading
            self.store.put(key, page)
        return page


def is_somebody(environ: dict) -> bool:
    return "HTTP_AUTHORIZATION" in environ or SESSION in environ.get("HTTP_COOKIE", "")


@lru_cache(maxsize=1024)
def public_view(path: str, urlconf: str) -> marks.View | None:
    """Return the public view at an address; None where there is no such view."""
    path = path.encode("latin-1", "replace").decode("utf-8", "replace")
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            view = resolve(path, urlconf).func
        except Resolver404:
            return None
    return view if hasattr(view, "parameters") else None


def bare(environ: dict, query: str) -> dict:
    """Return the request that a page is made from: to the site's own name, with nothing that could change the page."""
    kept = {
        name: value for name, value in environ.items() if name in OF_THE_REQUEST or name.startswith("wsgi.")
    }
    host = urlsplit(settings.SITE_URL).netloc
    return {
        **kept,
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": query,
        "HTTP_HOST": host,
        "wsgi.input": BytesIO(),
    }


def may_be_kept(status: str, given: list[tuple[str, str]]) -> bool:
    """A view that has marked its answer as public may still take one answer out, by `no-store`."""
    said = {name.lower(): value.lower() for name, value in given}
    is_the_same_for_all = "set-cookie" not in said and said.get("vary", "") in ("", "accept-encoding")
    return (
        is_the_same_for_all
        and status[:3] in KEPT_STATUSES
        and "no-store" not in said.get("cache-control", "")
    )


def edge() -> list[tuple[str, str]]:
    """With EDGE_S a cache in front may keep a page so long: the operator has chosen that it may be as old as that."""
    return [("Cache-Control", f"public, s-maxage={settings.EDGE_S}")] if settings.EDGE_S else []


def whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()


class Flights:
    """One request at a time for each page that is being made."""

    def __init__(self):
        self.lock = threading.Lock()
        self.going: dict[Key, tuple[threading.Lock, int]] = {}

    @contextmanager
    def alone(self, key: Key, longest_s: float) -> Iterator[None]:
        """Wait for whoever makes this page, but not for ever: who hangs must not take everybody along."""
        turn = self.join(key)
        is_mine = turn.acquire(timeout=longest_s)
        try:
            yield
        finally:
            if is_mine:
                turn.release()
            self.leave(key)

    def join(self, key: Key) -> threading.Lock:
        with self.lock:
            turn, number = self.going.get(key, (threading.Lock(), 0))
            self.going[key] = turn, number + 1
            return turn

    def leave(self, key: Key) -> None:
        with self.lock:
            turn, number = self.going.pop(key)
            if number > 1:
                self.going[key] = turn, number - 1
