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
    """Ends what is too old. A request without the cookie is left alone: its answer varies on nothing.

    A view that answers what an open page asks by itself sets `request.is_no_use`: nobody used the session then.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        began_signed_in = is_signed_in(request)
        if began_signed_in:
            end_if_old(request)
        response = get_response(request)
        if began_signed_in and request.user.is_authenticated and not getattr(request, "is_no_use", False):
            keep(request)
        return response

    return middleware


def begin(sender, request: HttpRequest, **kwargs) -> None:
    request.session[BEGAN] = request.session[SEEN] = clock.now().timestamp()


def is_signed_in(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def end_if_old(request: HttpRequest) -> None:
    now, session = clock.now().timestamp(), request.session
    idle_s, age_s = now - session.get(SEEN, 0), now - session.get(BEGAN, 0)
    if idle_s > settings.SESSION_IDLE_S or age_s > settings.SESSION_COOKIE_AGE:
        logout(request)


def keep(request: HttpRequest) -> None:
    now = clock.now().timestamp()
    if now - request.session.get(SEEN, 0) > SEEN_EVERY_S:
        request.session[SEEN] = now
