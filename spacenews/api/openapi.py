"""The description of the API as OpenAPI 3.1 has it, made of the same table as the answers."""

from functools import lru_cache
from http import HTTPStatus

from django.conf import settings
from django.urls import reverse

from spacenews.api import problems
from spacenews.api.parameters import Parameter
from spacenews.api.resources import Resource
from spacenews.api.shapes import LICENCE, array, maybe, text, url
from spacenews.api.table import PARTS, RESOURCES

ABOUT = """Articles, organizations and sourced facts, for reading. Every list is walked by `next`. \
Every answer has an ETag: send it back as If-None-Match. What is hidden answers as what never was."""
WAIT = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
TAG = {"description": "Send it back as If-None-Match.", "schema": {"type": "string"}}
LINK = {"description": "The next page, and this description.", "schema": {"type": "string"}}
PROBLEMS = {
    HTTPStatus.BAD_REQUEST: "A parameter is not known, makes no sense or was given twice.",
    HTTPStatus.NOT_FOUND: "There is no such record for readers.",
    HTTPStatus.METHOD_NOT_ALLOWED: "The API is for reading alone.",
    HTTPStatus.GONE: "The article was withdrawn; `detail` has the reason for readers.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests within a minute.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The site cannot answer just now.",
}
HEADERS = {
    HTTPStatus.METHOD_NOT_ALLOWED: {"Allow": {"schema": {"type": "string"}}},
    HTTPStatus.TOO_MANY_REQUESTS: {"Retry-After": WAIT},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": WAIT},
}
ALWAYS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
MOVED = {
    "description": "The record has another address now.",
    "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}},
}


def description() -> dict:
    return _description(settings.SITE_NAME, settings.SITE_URL, settings.LICENCE_NAME, settings.LICENCE_URL)


@lru_cache(maxsize=4)
def _description(site_name: str, site_url: str, licence_name: str, licence_url: str) -> dict:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site_name}: read API",
            "version": "1",
            "description": ABOUT,
            "license": {"name": licence_name, "url": licence_url},
        },
        "servers": [{"url": site_url}],
        "paths": {reverse("api"): {"get": index()}}
        | {path: {"get": operation} for of in RESOURCES for path, operation in paths_of(of).items()},
        "components": {"schemas": schemas()},
    }


def schemas() -> dict[str, dict]:
    parts = {
        shape.name: {**shape.schema, "required": [field.name for field in shape.fields]} for shape in PARTS
    }
    whole = {of.shape.name: of.shape.schema for of in RESOURCES}
    fault = {**problems.FAULT.schema, "required": ["name", "detail"]}
    return parts | whole | {problems.FAULT.name: fault, "Problem": problems.PROBLEM}


def index() -> dict:
    lists = {of.name: url() for of in RESOURCES}
    told = {
        "name": text(),
        "description": url("Where this description is."),
        "licence": LICENCE.ref,
        "lists": {"type": "object", "properties": lists, "required": list(lists)},
    }
    schema = {"type": "object", "properties": told, "required": list(told)}
    return operation("index", "Where everything is.", (), schema)


def paths_of(resource: Resource) -> dict[str, dict]:
    """Return the two addresses of a resource with what each answers."""
    begin, shape = reverse(f"api-{resource.name}"), resource.shape
    rest = "/".join(f"{{{name}}}" for name, _schema in resource.key.path)
    listed = {
        "type": "object",
        "properties": {"data": array(shape.ref), "next": maybe(url("The next page; null on the last."))},
        "required": ["data", "next"],
    }
    several = operation(f"list-{resource.name}", f"A page of {resource.name}.", resource.of_list, listed)
    return {begin: several, f"{begin}{rest}/": of_one(resource)}


def of_one(resource: Resource) -> dict:
    told = operation(f"get-{resource.one}", resource.shape.description, resource.of_one, resource.shape.ref)
    told["parameters"] = [
        {"name": name, "in": "path", "required": True, "schema": schema} for name, schema in resource.key.path
    ] + told["parameters"]
    more = {"404": refusal(HTTPStatus.NOT_FOUND)}
    if resource.key.leads_on:
        more["301"] = MOVED
    if resource.key.may_be_gone:
        more["410"] = refusal(HTTPStatus.GONE)
    told["responses"] |= more
    return told


def operation(
    name: str, summary: str, parameters: tuple[Parameter, ...] | list[Parameter], schema: dict
) -> dict:
    answer = {
        "description": "What was asked for.",
        "headers": {"ETag": TAG, "Link": LINK},
        "content": {"application/json": {"schema": schema}},
    }
    unchanged = {"description": "It is as it was when it was asked for last.", "headers": {"ETag": TAG}}
    refusals = {str(status.value): refusal(status) for status in ALWAYS}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [described(parameter) for parameter in parameters],
        "responses": {"200": answer, "304": unchanged, **refusals},
    }


def described(parameter: Parameter) -> dict:
    told = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "schema": parameter.schema,
    }
    if parameter.schema["type"] == "array":
        told |= {"style": "form", "explode": False}
    return told if parameter.example is None else {**told, "example": parameter.example}


def refusal(status: HTTPStatus) -> dict:
    schema = {"$ref": "#/components/schemas/Problem"}
    told = {"description": PROBLEMS[status], "content": {problems.MEDIA_TYPE: {"schema": schema}}}
    return told | ({"headers": HEADERS[status]} if status in HEADERS else {})
