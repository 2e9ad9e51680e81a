"""Sign in again without leaving a page, on which there may be text that is not saved."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from spacenews.editors.forms import SignInForm


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Answer who is signed in here and with which token his forms go; a POST signs in first, or says why not."""
    says = ""
    if request.method == "POST":
        with translation.override(language_of(request)):
            says = refusal(request)
    person = request.user.pk if admin.site.has_permission(request) else None
    return JsonResponse({"person": person, "token": get_token(request), "says": says})


def refusal(request: HttpRequest) -> str:
    """Sign in the person whose page it is, and nobody else: what stands on it would become his."""
    form = SignInForm(request, data=request.POST)
    if not form.is_valid():
        return " ".join(sentence for sentences in form.errors.values() for sentence in sentences)
    if str(form.get_user().pk) != request.POST.get("person"):
        return _("What stands on this page is another person’s: sign in on a page of your own.")
    login(request, form.get_user())
    return ""


def language_of(request: HttpRequest) -> str:
    """Who is signed out has no language but that of the page that asks."""
    asked = request.POST.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
