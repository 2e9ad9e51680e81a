"""A site of public views for the tests of the store. `made` has what was rendered, in order."""

import threading

from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from spacenews.firms.models import Claim
from spacenews.pagecache import clock, marks
from tests import make

made: list[str] = []
noted: list[str] = []
is_asked, may_answer = threading.Event(), threading.Event()


@marks.public
def story(request, slug):
    """As long as a page, with a word from the database."""
    made.append(slug)
    return HttpResponse(
        f"<p>{slug}: {Claim.objects.public(clock.now()).count()} claims</p>" + "<p>and so on</p>" * 40
    )


@marks.public
def answering(request, status):
    made.append(str(status))
    if status == 404:
        raise Http404
    return HttpResponse("<p>words</p>" * 40, status=status)


@marks.public
def saying(request, name, value):
    made.append(name)
    response = HttpResponse("<p>words</p>" * 40)
    response.headers[name] = value
    return response


@marks.public
def cookie(request):
    response = story(request, "cookie")
    response.set_cookie("seen", "1")
    return response


@marks.public
def moved(request):
    made.append("moved")
    return redirect("/story/a/", permanent=True)


@marks.public_by("a", "b")
def listing(request):
    made.append(request.GET.urlencode())
    return HttpResponse(f"[{request.GET.urlencode()}]")


@marks.public
def told(request):
    """Says all that it is told by a request."""
    made.append("told")
    kept = {
        name: value for name, value in request.META.items() if not name.startswith(("wsgi.", "spacenews."))
    }
    return HttpResponse(
        f"{request.build_absolute_uri()} {request.method} {sorted(kept.items())} {request.COOKIES}"
    )


@marks.public
def note(request):
    marks.at_each_answer(request, lambda request: noted.append(request.META["REMOTE_ADDR"]))
    return HttpResponse("noted")


@marks.public
def slow(request):
    """Waits until it may answer; the first is told that it cannot."""
    made.append("slow")
    is_asked.set()
    may_answer.wait(5)
    if len(made) == 1 and request.path.endswith("/failing/"):
        raise ZeroDivisionError
    return HttpResponse("at last")


@marks.waiting_for_nobody
@marks.public
def download(request):
    return slow(request)


@marks.public
def overtaken(request):
    """Something is published while this page is made."""
    made.append("overtaken")
    before = Claim.objects.count()
    if len(made) == 1:
        with transaction.atomic():
            make.claim()
    return HttpResponse(f"{before} claims")


@marks.public
def elsewhere(request):
    """The connection is lost and made anew, perhaps to another replica."""
    made.append("elsewhere")
    connection.close()
    return HttpResponse(str(Claim.objects.count()))


@marks.public
def big(request, number):
    """A page of 100 kB that cannot be packed."""
    made.append(f"big {number}")
    return HttpResponse(bytes(100_000), content_type="application/octet-stream")


def private(request):
    made.append("private")
    return HttpResponse("<p>words</p>" * 40)


def publish(request, words):
    with transaction.atomic():
        make.claim(sentence=words, public_from=clock.now())
    return HttpResponse("published")


def not_found(request, exception):
    return HttpResponse("<p>not here</p>" * 40, status=404)


def failed(request):
    return HttpResponse("failed", status=500)


urlpatterns = [
    path("story/<slug:slug>/", story),
    path("answering/<int:status>/", answering),
    path("saying/<str:name>/<str:value>/", saying),
    path("slow/", slow),
    path("slow/failing/", slow),
    path("slow/download/", download),
    path("big/<int:number>/", big),
    path("publish/<slug:words>/", publish),
    *(path(f"{v.__name__}/", v) for v in (cookie, moved, listing, told, note, overtaken, elsewhere, private)),
]
handler404 = "tests.pagecache.kept.not_found"
handler500 = "tests.pagecache.kept.failed"
