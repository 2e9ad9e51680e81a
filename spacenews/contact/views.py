"""The contact form. It takes no authority from a cookie, so it needs no CSRF token, and sets none."""

from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from spacenews.contact import about, letters, stamps
from spacenews.contact.forms import ContactForm
from spacenews.languages import HTML_LANG
from spacenews.pagecache import clock, outage

RETRY_S = 30


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Show the form, or take a letter: size, rate, validity, storing, answer, mail, in this order."""
    now = clock.now()
    if request.method != "POST":
        form = ContactForm(initial={"stamp": stamps.fresh(now), "about": request.GET.get("about", "")})
        return page(request, form, now)
    form = ContactForm(request.POST)
    try:
        return receive(request, form, now)
    except (OperationalError, InterfaceError) as error:
        if not outage.is_outage(error):
            raise
        return unavailable(form)


def receive(request: HttpRequest, form: ContactForm, now: datetime) -> HttpResponse:
    if wait_s := letters.wait_s(request, now):
        return page(request, form, now, status=429, retry_s=wait_s)
    if not form.is_valid():
        return page(request, form, now, status=422)
    letters.take_in(request, form.cleaned_data, now)
    return HttpResponseRedirect(reverse("contact-thanks"), status=303)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Say that the letter is stored. Neither page nor address holds anything of it."""
    return render(request, "contact/contact.html", {"sent": True, **as_found()})


def page(
    request: HttpRequest, form: ContactForm, now: datetime, *, status: int = 200, retry_s: int = 0
) -> HttpResponse:
    """Show the form with what was written in it. The page is one visitor's: nobody keeps it."""
    context = {
        "form": form,
        "about": about.find(form["about"].value() or "", now),
        "too_many": status == 429,
        **as_found(),
    }
    response = render(request, "contact/contact.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    if retry_s:
        response.headers["Retry-After"] = str(retry_s)
    return response


def unavailable(form: ContactForm) -> HttpResponse:
    """Give the text back on a page that needs no database, to be sent again from there."""
    context = {"form": form, "site_name": settings.SITE_NAME, "html_lang": HTML_LANG[get_language()]}
    html = render_to_string("contact/unavailable.html", context)
    headers = {"Cache-Control": "no-store", "Retry-After": str(RETRY_S)}
    return HttpResponse(html, status=503, headers=headers)


def as_found() -> dict:
    """Return what the page tells those who find it for others."""
    return {
        "page_kind": "ContactPage",
        "page_title": _("Contact"),
        "description": _(
            "Write to the desk. Every message is stored before it is mailed, and a person reads it."
        ),
        "canonical_url": settings.SITE_URL + reverse("contact"),
    }
