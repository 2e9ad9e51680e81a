"""Where browsers say that a page was read, and what its policy stopped. Both answer nothing, whatever they are told.

They take no authority from a cookie, so they need no CSRF token, and set none.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from spacenews.limits import pace
from spacenews.pagecache import clock
from spacenews.stats import violations, visits
from spacenews.stats.readers import is_reader


@csrf_exempt
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Count a view, in memory: the answer is the same whether there is such a page or not."""
    body = request.body
    if settings.COUNT_EVERY_S and is_reader(request) and not pace.wait_s(request, clock.now(), "seen_minute"):
        visits.count(body.decode(errors="replace"))
    return nothing()


@csrf_exempt
@require_POST
def csp_reports(request: HttpRequest) -> HttpResponse:
    """Count what browsers report; so many a minute from everybody together, as one broken page may be everybody's."""
    body = request.body
    if settings.COUNT_EVERY_S and not pace.wait_of_all_s(clock.now(), "reports_minute"):
        violations.count(request.content_type, body)
    return nothing()


def nothing() -> HttpResponse:
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
