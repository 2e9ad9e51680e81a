"""How long a session lives: it ends when nobody used it for a while, and at the latest after some days.

Django itself gives a new session at sign-in, ends all of a person's sessions when the password changes, and asks
on each request whether the account is still active.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from spacenews.pagecache import clock

BEGAN, SEEN = "began_at", "seen_at"
SEEN_EVERY_S = 300  # the session is not written again on each request


def session_age_middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Ends what is too old. A request without the cookie is left alone: its answer varies on nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            keep_or_end(request)
        return get_response(request)

    return middleware


def begin(sender, request: HttpRequest, **kwargs) -> None:
    request.session[BEGAN] = request.session[SEEN] = clock.now().timestamp()


def keep_or_end(request: HttpRequest) -> None:
    now, session = clock.now().timestamp(), request.session
    idle_s, age_s = now - session.get(SEEN, 0), now - session.get(BEGAN, 0)
    if idle_s > settings.SESSION_IDLE_S or age_s > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif idle_s > SEEN_EVERY_S:
        session[SEEN] = now
