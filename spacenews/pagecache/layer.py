"""The outermost layer: every answer of the site, whoever makes it, leaves through here."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus

from spacenews.pagecache import early, headers, outage

logger = logging.getLogger(__name__)
FAULT = early.refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here. It has been noted.")
OUTAGE = early.refuse(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "The site cannot do this just now. Nothing was changed; please go back and try again in a minute.",
    **{"Retry-After": "30"},
)


class Layer:
    """A WSGI application around another: refuses early, sets the headers, and has a page for every fault."""

    def __init__(self, application: Callable):
        self.application = application

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        nonce = headers.Nonce()
        if headers.kind_of(path) is headers.Kind.DESK:
            environ["spacenews.nonce"] = nonce
        environ["wsgi.url_scheme"] = early.scheme(environ)
        status, given, body = self.respond(environ)
        start_response(status, headers.complete(given, path, nonce))
        if environ["REQUEST_METHOD"] == "HEAD":
            close(body)
            return []
        return body

    def respond(self, environ: dict) -> tuple[str, list, Iterable[bytes]]:
        try:
            if answer := early.answer(environ):
                return page(answer)
            status, given, body = self.enter(environ)
        except Exception:
            logger.exception("A request failed outside Django")
            return page(FAULT)
        if status.startswith("500") and environ.get(outage.NOTED):
            close(body)
            return page(OUTAGE)
        return status, given, body

    def enter(self, environ: dict) -> tuple[str, list, Iterable[bytes]]:
        """Run the application up to its answer; what it says is held back until it is complete."""
        said = []

        def start_response(status: str, given: list, exc_info=None) -> None:
            said[:] = status, given

        body = self.application(environ, start_response)
        status, given = said
        return status, given, body


def page(answer: early.Answer) -> tuple[str, list, Iterable[bytes]]:
    body = answer.body()
    given = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **answer.headers}
    return answer.status_line, list(given.items()), [body]


def close(body: Iterable[bytes]) -> None:
    """Let go of an answer that is not sent, as a server would: Django ends its request then."""
    if hasattr(body, "close"):
        body.close()
