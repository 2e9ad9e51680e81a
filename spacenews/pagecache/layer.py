"""The outermost layer: every answer of the site, whoever makes it, leaves through here."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus

from spacenews.pagecache import early, headers, outage, stamp
from spacenews.pagecache.serving import Answer, Pages

logger = logging.getLogger(__name__)
FAULT = early.refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here. It has been noted.")
OUTAGE = early.refuse(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "The site cannot do this just now. Nothing was changed; please go back and try again in a minute.",
    **{"Retry-After": "30"},
)


class Layer:
    """A WSGI application around another.

    It refuses early, answers from the store, sets the headers, has a page for every fault, and lets nobody know of a
    publication before every process does.
    """

    def __init__(self, application: Callable):
        self.application, self.pages = application, Pages(self.enter)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        environ["wsgi.url_scheme"] = early.scheme(environ)
        status, given, body = self.respond(environ)
        stamp.settle()
        start_response(status, given)
        if environ["REQUEST_METHOD"] == "HEAD":
            close(body)
            return []
        return body

    def respond(self, environ: dict) -> Answer:
        """Return an answer with all its headers."""
        path, nonce = environ.get("PATH_INFO", ""), headers.Nonce()
        if headers.kind_of(path) is headers.Kind.DESK:
            environ["spacenews.nonce"] = nonce
        try:
            if refusal := early.answer(environ):
                status, given, body = page(refusal, path)
            elif ready := self.pages.answer(environ):
                return ready
            else:
                status, given, body = self.enter(environ)
        except Exception:
            logger.exception("A request failed outside Django")
            status, given, body = page(FAULT, path)
        return status, headers.complete(given, path, nonce), body

    def enter(self, environ: dict) -> Answer:
        """Run the application up to its answer; what it says is held back until it is complete."""
        said = []

        def start_response(status: str, given: list, exc_info=None) -> None:
            said[:] = status, given

        body = self.application(environ, start_response)
        status, given = said
        if status.startswith("500") and environ.get(outage.NOTED):
            close(body)
            return page(OUTAGE, environ.get("PATH_INFO", ""))
        return status, given, body


def page(answer: early.Answer, path: str) -> Answer:
    """Return a refusal as a page, to a program as a problem."""
    is_api = headers.kind_of(path) is headers.Kind.API
    body = answer.problem() if is_api else answer.body()
    content_type = "application/problem+json" if is_api else "text/html; charset=utf-8"
    given = {"Content-Type": content_type, "Content-Length": str(len(body)), **answer.headers}
    return answer.status_line, list(given.items()), [body]


def close(body: Iterable[bytes]) -> None:
    """Let go of an answer that is not sent, as a server would: Django ends its request then."""
    if hasattr(body, "close"):
        body.close()
