"""Proving again who one is, before a step that reaches far: a sign-in that is older than that is not enough."""

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.translation import gettext as _

from spacenews.editors.forms import SignInForm
from spacenews.editors.sessions import BEGAN
from spacenews.pagecache import clock

RECENT_S = 600


def is_recent(request: HttpRequest) -> bool:
    return clock.now().timestamp() - request.session.get(BEGAN, 0) <= RECENT_S


def refusal(request: HttpRequest) -> str:
    """Return nothing for who has signed in just now, or gives his password with this POST; else what is missing.

    Wrong ones count as they do at the door. A right one begins the session anew.
    """
    if is_recent(request):
        return ""
    typed = request.POST.get("password", "")
    if not typed:
        return _("You signed in a while ago: give your password again.")
    form = SignInForm(request, data={"username": request.user.get_username(), "password": typed})
    if not form.is_valid() or form.get_user() != request.user:
        return " ".join(sentence for sentences in form.errors.values() for sentence in sentences)
    login(request, form.get_user())
    return ""
