"""Requests that are answered before Django is entered, because nothing good can come of them.

Stock Django would answer several of them with 500, before any middleware runs.
"""

import codecs
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.http import parse_header_parameters

from spacenews.environment import LOOPBACK
from spacenews.pagecache.headers import Kind, kind_of, without_language

METHODS = (
    ("GET", "HEAD", "POST", "OPTIONS"),
    "This site only answers requests to read a page or to send a form.",
)
METHODS_OF_THE_API = ("GET", "HEAD", "OPTIONS"), "The API is for reading alone."
PROBES = ("/healthz", "/readyz")  # asked by machines, from inside, by whatever allowed name
ADDRESS_LIMIT = 2048
CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f]")
READABLE_CHARSETS = ("utf-8", "ascii", "iso8859-1")
KB, MB = 1024, 1024 * 1024
BODY_LIMITS = (
    ("/seen/", KB),
    ("/csp-reports/", 8 * KB),
    ("/contact/", 160 * KB),  # 10,000 characters of Chinese are 90 kB once encoded
    ("/admin/images/", 21 * MB),  # a picture of 20 MB, and the form around it
    ("/admin/", 5 * MB),
)
OTHER_BODY_LIMIT = 64 * KB
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{sentence}</p><p><a href="/">{site}</a></p></main></body>
</html>
"""


@dataclass(frozen=True)
class Answer:
    status: HTTPStatus
    sentence: str
    headers: dict[str, str]

    @property
    def status_line(self) -> str:
        return f"{self.status.value} {self.status.phrase}"

    def body(self) -> bytes:
        words = {"title": self.status.phrase, "sentence": self.sentence, "site": settings.SITE_NAME}
        return PAGE.format_map({name: escape(word) for name, word in words.items()}).encode()

    def problem(self) -> bytes:
        """Return the same for a program (RFC 9457)."""
        return json.dumps(problem(self.status, self.sentence)).encode()


def problem(status: HTTPStatus, sentence: str) -> dict:
    return {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": sentence}


def refuse(status: HTTPStatus, sentence: str, **headers: str) -> Answer:
    return Answer(status, sentence, {"Cache-Control": "no-store", **headers})


def answer(environ: dict) -> Answer | None:
    """Return the answer to a request that Django shall not see."""
    for check in (method, address, nul, host, content_type, body):
        if early := check(environ):
            return early
    return None


def method(environ: dict) -> Answer | None:
    is_api = kind_of(environ.get("PATH_INFO", "")) is Kind.API
    methods, sentence = METHODS_OF_THE_API if is_api else METHODS
    if environ["REQUEST_METHOD"] in methods:
        return None
    return refuse(HTTPStatus.METHOD_NOT_ALLOWED, sentence, Allow=", ".join(methods))


def address(environ: dict) -> Answer | None:
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if max(len(path), len(query)) > ADDRESS_LIMIT:
        return refuse(HTTPStatus.BAD_REQUEST, "This address is too long.")
    if CONTROL_CHARACTER.search(path + query) or not f"{path}/".startswith("/"):
        return refuse(HTTPStatus.BAD_REQUEST, "This is not an address.")
    return None


def nul(environ: dict) -> Answer | None:
    """PostgreSQL cannot even compare with NUL: neither with a session's key nor with what the desk's lists ask for."""
    asked = environ.get("QUERY_STRING", "") if environ.get("PATH_INFO", "").startswith("/admin/") else ""
    if "%00" in asked or "\\000" in environ.get("HTTP_COOKIE", ""):
        return refuse(HTTPStatus.BAD_REQUEST, "This holds a character that no text has.")
    return None


def host(environ: dict) -> Answer | None:
    """Refuse a name that is not ours; send readers who came by another of our names to the site's own."""
    name = environ.get("HTTP_HOST", "")
    if not is_ours(name, tuple(settings.ALLOWED_HOSTS)):
        return refuse(HTTPStatus.BAD_REQUEST, "There is no site of this name here.")
    if environ.get("PATH_INFO") in PROBES or (is_own(name, settings.SITE_URL) and is_own_scheme(environ)):
        return None
    if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        own = own_address(environ)
        return Answer(HTTPStatus.PERMANENT_REDIRECT, f"This page is at {own}", {"Location": own})
    return refuse(HTTPStatus.BAD_REQUEST, f"Nothing was taken in: please use {settings.SITE_URL} instead.")


@lru_cache(maxsize=64)
def is_ours(host: str, names: tuple[str, ...]) -> bool:
    return validate_host(split_domain_port(host)[0], names)


@lru_cache(maxsize=64)
def is_own(host: str, site_url: str) -> bool:
    name, own = split_domain_port(host)[0], urlsplit(site_url).hostname
    own = f"[{own}]" if ":" in own else own
    return name == own or (name in LOOPBACK and own in LOOPBACK)


def is_own_scheme(environ: dict) -> bool:
    return environ["wsgi.url_scheme"] == "https" or not settings.HTTPS


def own_address(environ: dict) -> str:
    path = quote(environ.get("PATH_INFO", "") or "/", safe="/:@!$&'()*+,;=~", encoding="latin-1")
    query = quote(environ.get("QUERY_STRING", ""), safe="/:@!$&'()*+,;=~?%[]", encoding="latin-1")
    return settings.SITE_URL + path + (f"?{query}" if query else "")


def scheme(environ: dict) -> str:
    """Return http or https, as the reader's browser used it; only a trusted proxy may say so for another."""
    forwarded = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
    if forwarded in ("http", "https") and environ.get("REMOTE_ADDR", "") in settings.TRUSTED_PROXIES:
        return forwarded
    return environ.get("wsgi.url_scheme", "http")


def content_type(environ: dict) -> Answer | None:
    """Django decodes the query string with the charset of the body: `charset=hex` would be an error in it."""
    if charset_is_readable(environ.get("CONTENT_TYPE", "")):
        return None
    return refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "This site reads text in UTF-8 alone.")


def charset_is_readable(content_type: str) -> bool:
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name in READABLE_CHARSETS
    except (LookupError, ValueError):
        return False


def body(environ: dict) -> Answer | None:
    """Refuse a body longer than its address takes; one of unknown length is counted while it is read."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if length == "0" and "HTTP_TRANSFER_ENCODING" not in environ:
        return None
    limit = body_limit(environ.get("PATH_INFO", ""))
    if "HTTP_TRANSFER_ENCODING" in environ:
        return counted_body(environ, limit)
    if not (length.isascii() and length.isdigit()):
        return refuse(HTTPStatus.BAD_REQUEST, "The length of what was sent is not a number.")
    return too_large(limit) if len(length) > 15 or int(length) > limit else None


def counted_body(environ: dict, limit: int) -> Answer | None:
    """Read a chunked body into a file and give its length, without which Django takes it to be empty."""
    if not environ.get("wsgi.input_terminated"):
        return refuse(HTTPStatus.LENGTH_REQUIRED, "Please say how long is what you send.")
    copy = SpooledTemporaryFile(max_size=MB)  # noqa: SIM115 (lives as long as its request)
    while copy.tell() <= limit and (chunk := environ["wsgi.input"].read(64 * KB)):
        copy.write(chunk)
    if copy.tell() > limit:
        copy.close()
        return too_large(limit)
    environ["CONTENT_LENGTH"] = str(copy.tell())
    copy.seek(0)
    environ["wsgi.input"] = copy
    return None


def too_large(limit: int) -> Answer:
    size = f"{limit // MB} MB" if limit >= MB else f"{limit // KB} kB"
    return refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"This is too large: at most {size} are taken here.")


def body_limit(path: str) -> int:
    path = without_language(path)
    return next((limit for prefix, limit in BODY_LIMITS if path.startswith(prefix)), OTHER_BODY_LIMIT)
