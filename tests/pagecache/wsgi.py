"""Asking a WSGI application, in the way that the standard demands of a server."""

from dataclasses import dataclass
from io import BytesIO
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator


@dataclass
class Reply:
    status: int
    given: list[tuple[str, str]]
    text: str

    @property
    def headers(self) -> dict[str, str]:
        """Names and values; but for cookies, a name that stands there twice would be a fault of ours."""
        names = [name.lower() for name, _ in self.given]
        assert {name for name in names if names.count(name) > 1} <= {"set-cookie"}
        return dict(zip(names, (value for _, value in self.given), strict=True))


def ask(application, path="/", method="GET", query="", body=b"", host="127.0.0.1:8000", **environ) -> Reply:
    """Ask as a server does that keeps to the standard; `lenient=True` lets through what the standard forbids."""
    if not environ.pop("lenient", False):
        application = validator(application)
    request = {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "QUERY_STRING": query,
        "REMOTE_ADDR": "203.0.113.7",
    }
    request |= {"wsgi.input": BytesIO(body), "SCRIPT_NAME": "", "HTTP_HOST": host, **environ}
    if body and "HTTP_TRANSFER_ENCODING" not in environ:
        request.setdefault("CONTENT_LENGTH", str(len(body)))
    setup_testing_defaults(request)
    said = []
    answer = application(request, lambda status, given, exc_info=None: said.extend((status, given)))
    text = b"".join(answer).decode(errors="replace")
    if hasattr(answer, "close"):
        answer.close()
    return Reply(int(said[0][:3]), said[1], text)


def answering(status="200 OK", body=b"<p>hello</p>", **headers):
    """Return an application with one answer; `X_Frame_Options="DENY"` gives the header X-Frame-Options."""
    given = [("Content-Type", "text/html; charset=utf-8")]
    given += [(name.replace("_", "-"), value) for name, value in headers.items()]

    def application(environ, start_response):
        start_response(status, list(given))
        return [body]

    return application
