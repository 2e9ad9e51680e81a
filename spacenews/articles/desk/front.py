"""The front page as the desk arranges it: lead and pins on one page, looked at before it changes, saved as a whole."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from spacenews.articles import policy
from spacenews.articles.desk import places
from spacenews.articles.desk.places import PLACES, PinForm
from spacenews.articles.front import front_page
from spacenews.articles.marks import marks
from spacenews.articles.models import Article, Edition, Pin
from spacenews.languages import CODES
from spacenews.pagecache import clock

OFFERED = 8


@dataclass(frozen=True)
class Slot:
    """One place of the front page, and what stands there."""

    place: int
    form: PinForm | None

    @property
    def name(self) -> str:
        return places.name_of(self.place)

    @property
    def marks(self) -> str:
        return marks(self.form.article)

    @property
    def says(self) -> str:
        """Return why readers do not see this pin, if they do not."""
        at = self.form.article.scheduled_for
        if self.form.has_ended:
            return _("Ended: the newest story stands here again.")
        if self.form.is_shown:
            return ""
        if at:
            return _("Stands here once it is live: %(time)s") % {
                "time": date_format(localtime(at), "DATETIME_FORMAT")
            }
        return _("Not live: the newest story stands here.")


def may_arrange(user) -> bool:
    return user.has_perm("articles.change_pin") and policy.is_editor(user)


def arrange(request: HttpRequest) -> HttpResponse:
    """Show the places, or do to them what the pressed button says; only `_save` is kept."""
    if not may_arrange(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return page(request, places.stored(request.user))
    found = places.posted(request.POST, request.user)
    if "_save" not in request.POST or not all(form.is_valid() for form in found):
        return page(request, found, wrong="_save" in request.POST)
    try:
        if places.version(found) != places.version():
            places.save(found, by=request.user, based_on=request.POST.get("version", ""))
    except places.Met:
        return page(request, found, met=True)
    messages.success(request, _("Readers see this front page now."))
    return redirect("admin:articles_pin_changelist")


def page(request: HttpRequest, found: list[PinForm], met: bool = False, wrong: bool = False) -> HttpResponse:
    now_stored = places.version()
    in_place = {int(form["place"].value()): form for form in found}
    asked = request.POST.get("version", now_stored)
    context = {
        **admin.site.each_context(request),
        "title": _("Front page"),
        "opts": Pin._meta,
        "slots": [Slot(place, in_place.get(place)) for place in PLACES],
        "version": now_stored if met else asked,
        "unsaved": request.method == "POST" and places.version(found) != now_stored,
        "wrong": wrong,
        "theirs": places.stored(request.user) if met else None,
        "by": places.last_by() if met else "",
        "typed": request.POST.get("q", ""),
        "offered": offered(request, [form.article.pk for form in found]) if "_find" in request.POST else None,
        "is_full": len(found) == len(PLACES),
        "languages_shown": settings.LANGUAGES,
        "zone": settings.TIME_ZONE,
    }
    return render(request, "admin/articles/pin/front.html", context)


def offered(request: HttpRequest, pinned: list[int]) -> list[tuple[Article, str]]:
    """Return what can be pinned and is found by the words, else the newest, each with its mark."""
    now = clock.now()
    editions = Edition.objects.filter(article=OuterRef("pk"))
    live, to_come = Exists(editions.shown_at(now)), Exists(editions.to_come(now))
    within = Article.objects.visible_to(request.user).filter(live | to_come).exclude(pk__in=pinned)
    found = admin.site.search(request, within.order_by("-decided_at", "-pk"), request.POST.get("q", ""))
    shown = found.with_state(now).defer(*places.TEXTS)[:OFFERED]
    return [(article, marks(article)) for article in shown]


@require_POST
@xframe_options_sameorigin
def preview(request: HttpRequest) -> HttpResponse:
    """Show the front page of a language as it would be with the posted places, and keep nothing."""
    if not may_arrange(request.user):
        raise PermissionDenied
    language, now = request.POST.get("language"), clock.now()
    if language not in CODES:
        raise Http404
    found = places.posted(request.POST, request.user)
    with translation.override(language):
        return render(
            request, "articles/front.html", front_page(language, now, places.on_the_page(found, now))
        )
