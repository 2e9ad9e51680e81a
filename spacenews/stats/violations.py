"""What browsers report of our pages: which rule of the Content-Security-Policy was broken, and where.

Formats: https://www.w3.org/TR/CSP3/#reporting and, of the reports that are bound to one policy, section 5.3 there.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.timezone import localdate

from spacenews.pagecache.headers import without_language
from spacenews.stats import database
from spacenews.stats.memory import Counts
from spacenews.stats.models import PATH_LENGTH, Violations

REPORTS, REPORT = "application/reports+json", "application/csp-report"
MOST_HELD = 500  # in memory, of one process
MOST_AT_ONCE = 20  # in one body
DIRECTIVES = {
    *("default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem"),
    *("style-src-attr", "img-src", "connect-src", "font-src", "media-src", "object-src", "frame-src"),
    *("child-src", "worker-src", "manifest-src", "form-action", "base-uri", "frame-ancestors"),
    *("require-trusted-types-for", "trusted-types", "upgrade-insecure-requests"),
}
PLAIN_PATH = re.compile(rf"/(?!/)[!-~]{{0,{PATH_LENGTH - 1}}}")
EXTENSION = re.compile(
    r"[a-z-]*extension\b"
)  # a browser's own additions to our pages are none of our business
SECRET = {"draft", "password_reset_confirm"}  # routes whose address is a key: they are told by their pattern

held = Counts(MOST_HELD)


def count(content_type: str, body: bytes) -> None:
    """Count the reports in a body; what is none is dropped in silence."""
    for report in list(reports_in(content_type, body))[:MOST_AT_ONCE]:
        directive, path = directive_of(report), path_of(report)
        if directive and path and not is_of_an_extension(report):
            held.add({(directive, path): 1})


def reports_in(content_type: str, body: bytes) -> Iterator[dict]:
    """Yield what browsers say of each violation, under the names of either format."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return
    if content_type == REPORT and isinstance(sent, dict):
        found = [sent.get("csp-report")]
    elif content_type == REPORTS and isinstance(sent, list):
        found = [
            one.get("body") for one in sent if isinstance(one, dict) and one.get("type") == "csp-violation"
        ]
    else:
        return
    yield from (report for report in found if isinstance(report, dict))


def directive_of(report: dict) -> str:
    """Return the rule that was broken; older browsers write its words behind its name."""
    said = (
        report.get("effectiveDirective")
        or report.get("effective-directive")
        or report.get("violated-directive")
    )
    name = said.partition(" ")[0] if isinstance(said, str) else ""
    return name if name in DIRECTIVES else ""


def path_of(report: dict) -> str:
    """Return the path of the page, if it is ours; without what only its reader should know."""
    said = report.get("documentURL") or report.get("document-uri")
    try:
        page = urlsplit(said if isinstance(said, str) else "")
        route = resolve(without_language(page.path))
    except (ValueError, Resolver404):
        return ""
    is_ours = page.hostname == urlsplit(settings.SITE_URL).hostname and route.url_name
    path = f"/{route.route}" if route.url_name in SECRET else page.path
    return path if is_ours and PLAIN_PATH.fullmatch(path) else ""


def is_of_an_extension(report: dict) -> bool:
    said = report.get("sourceFile") or report.get("source-file")
    return isinstance(said, str) and EXTENSION.match(said) is not None


def write(now: datetime) -> None:
    with held.taken() as found:
        day = localdate(now)
        database.add(Violations, {(day, *what): times for what, times in found.items()})
        found.clear()
