"""What went wrong, for programs (RFC 9457)."""

from http import HTTPStatus

from django.http import HttpResponse

from spacenews.api.shapes import Shape, array, field, text, whole
from spacenews.pagecache import early
from spacenews.tables import json_answer

MEDIA_TYPE = "application/problem+json"
NOTHING = "There is nothing at this address."
FAULT = Shape(
    "Fault",
    "What is wrong with a parameter.",
    (field("name", text(), lambda fault: fault[0]), field("detail", text(), lambda fault: fault[1])),
)
PROBLEM = {
    **Shape(
        "Problem",
        "What went wrong, as RFC 9457 has it.",
        (
            field("type", text(format="uri-reference")),
            field("title", text()),
            field("status", whole()),
            field("detail", text()),
            field("parameters", array(FAULT.ref, "Where the request was wrong.")),
        ),
    ).schema,
    "required": ["type", "title", "status", "detail"],
}


def problem(status: HTTPStatus, detail: str, **more) -> HttpResponse:
    response = json_answer({**early.problem(status, detail), **more})
    response.status_code = status.value
    response.headers["Content-Type"] = MEDIA_TYPE
    return response


def refused(faults: dict[str, str]) -> HttpResponse:
    named = [FAULT.told(fault) for fault in faults.items()]
    return problem(HTTPStatus.BAD_REQUEST, "Some of what was asked makes no sense.", parameters=named)


def too_often(seconds: int) -> HttpResponse:
    response = problem(HTTPStatus.TOO_MANY_REQUESTS, f"Please ask again in {seconds} seconds.")
    response.headers["Retry-After"] = str(seconds)
    return response
