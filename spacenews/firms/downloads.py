"""Files that are made of very many records: how often one network has one made, and how many are made at once.

What is stored already costs nothing, and counts for nothing.
"""

import threading
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from spacenews.limits import pace
from spacenews.pagecache import clock, marks

MOST_AT_ONCE = 2  # of the four threads of a process: the others are for pages
BUSY_S = 5
View = Callable[..., HttpResponse]
turns = threading.BoundedSemaphore(MOST_AT_ONCE)


def of(*names: str) -> Callable[[View], View]:
    """Mark a public view that answers with such a file, and reads these parameters of the query."""

    def mark(view: View) -> View:
        @marks.waiting_for_nobody
        @marks.public_by(*names)
        @wraps(view)
        def limited(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if seconds := pace.wait_s(request, clock.now(), "files_minute"):
                return too_often(request, seconds)
            if not turns.acquire(blocking=False):
                return busy(request)
            try:
                return view(request, *args, **kwargs)
            finally:
                turns.release()

        return limited

    return mark


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    words = _("You ask faster than we can follow. Wait a minute, then load the page again.")
    return _refused(request, HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests"), words, seconds)


def busy(request: HttpRequest) -> HttpResponse:
    words = _("Other large files are being made just now. Ask again in a few seconds.")
    return _refused(request, HTTPStatus.SERVICE_UNAVAILABLE, _("One moment, please"), words, BUSY_S)


def _refused(request: HttpRequest, status: HTTPStatus, title: str, words: str, seconds: int) -> HttpResponse:
    response = render(request, "refused.html", {"page_title": title, "words": words}, status=status)
    response.headers["Retry-After"] = str(seconds)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
