"""The read API. It answers with editions and public records, and with nothing else."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spacenews.api import openapi, problems
from spacenews.api.parameters import Parameter, Refused, asked
from spacenews.api.resources import Gone, Resource
from spacenews.api.shapes import LICENCE, absolute
from spacenews.api.table import RESOURCES
from spacenews.limits import pace
from spacenews.pagecache import clock, marks
from spacenews.tables import json_answer

METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
View = Callable[..., HttpResponse]


def answering(*parameters: Parameter) -> Callable[[View], View]:
    """Mark a view of the API. It is given what is asked by these parameters; others are refused."""

    def mark(view: View) -> View:
        @marks.public_by(*(parameter.name for parameter in parameters), marks.OTHERS)
        def answered(request: HttpRequest, **args) -> HttpResponse:
            if seconds := pace.wait_s(request, clock.now(), "api_minute"):
                return problems.too_often(seconds)
            try:
                return announced(view(request, asked(request.GET, parameters), **args))
            except Refused as refused:
                return problems.refused(refused.faults)
            except Http404:
                return problems.problem(HTTPStatus.NOT_FOUND, problems.NOTHING)
            except Gone as gone:
                return problems.problem(HTTPStatus.GONE, str(gone))

        @wraps(answered)
        def guarded(request: HttpRequest, **args) -> HttpResponse:
            """What another site's browser asks before it reads is answered here: no page is made for it."""
            if request.method == "OPTIONS":
                return preflight()
            return answered(request, **args)

        return guarded

    return mark


def preflight() -> HttpResponse:
    response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
    del response.headers["Content-Type"]
    return response


def announced(response: HttpResponse) -> HttpResponse:
    """Say in the head too where all is described (RFC 8631), and that search engines look for pages."""
    described = f'<{absolute(reverse("api-description"))}>; rel="service-desc"'
    response.headers["Link"] = ", ".join(filter(None, [response.headers.get("Link"), described]))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def list_of(resource: Resource) -> View:
    @answering(*resource.of_list)
    def listed(request: HttpRequest, wanted: dict) -> HttpResponse:
        records, place = resource.page(wanted, clock.now())
        following = next_url(request, place) if place else None
        response = json_answer({"data": records, "next": following})
        if following:
            response.headers["Link"] = f'<{following}>; rel="next"'
        return response

    return listed


def next_url(request: HttpRequest, place: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    return absolute(f"{request.path}?{urlencode({**kept, 'after': place})}")


def one_of(resource: Resource) -> View:
    @answering(*resource.of_one)
    def one(request: HttpRequest, wanted: dict, **args) -> HttpResponse:
        """Tell of one record; lead from an address that it had to the one that it has."""
        now = clock.now()
        record = resource.record(now, **args)
        if (current := resource.key.args(record)) != args:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return redirect(absolute(reverse(f"api-{resource.one}", kwargs=current)) + query, permanent=True)
        return json_answer(*resource.told([record], wanted, now))

    return one


@answering()
def index(request: HttpRequest, wanted: dict) -> HttpResponse:
    lists = {of.name: absolute(reverse(f"api-{of.name}")) for of in RESOURCES}
    described = absolute(reverse("api-description"))
    told = {
        "name": settings.SITE_NAME,
        "description": described,
        "licence": LICENCE.told(None),
        "lists": lists,
    }
    return json_answer(told)


@answering()
def description(request: HttpRequest, wanted: dict) -> HttpResponse:
    return json_answer(openapi.description())


@answering()
def nothing(request: HttpRequest, wanted: dict, rest: str = "") -> HttpResponse:
    raise Http404
