"""A site of a few addresses for the tests of the layer, with Django's own handling of what goes wrong."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from spacenews.limits import counter
from spacenews.pagecache import clock, marks


def write(request):
    return HttpResponse(str(counter.hit("test", "", 3600, clock.now())))


@marks.public_by("status")
def story(request):
    return HttpResponse("a story", status=int(request.GET.get("status", 200)))


def fault(request):
    raise ZeroDivisionError


def suspicious(request):
    raise SuspiciousOperation


@csrf_exempt
def echo(request):
    return HttpResponse(f"{request.scheme} {request.POST.get('message', '')}")


def not_found(request, exception):
    return HttpResponse("not here", status=404)


def failed(request):
    return HttpResponse("failed", status=500)


urlpatterns = [path(f"{view.__name__}/", view) for view in (write, story, fault, suspicious, echo)]
handler404 = "tests.pagecache.views.not_found"
handler500 = "tests.pagecache.views.failed"
