"""Addresses of the API: they have no language."""

from collections.abc import Iterator

from django.urls import path, register_converter

from spacenews.api import views
from spacenews.api.resources import Resource
from spacenews.api.table import RESOURCES


class Number:
    """ASCII digits that every database takes for a number."""

    regex = "[1-9][0-9]{0,15}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Number, "number")


def routes_of(resource: Resource) -> Iterator:
    base = f"v1/{resource.name}/"
    yield path(base, views.list_of(resource), name=f"api-{resource.name}")
    yield path(f"{base}{resource.key.route}/", views.one_of(resource), name=f"api-{resource.one}")


urlpatterns = [
    path("v1/", views.index, name="api"),
    path("v1/openapi.json", views.description, name="api-description"),
    *(route for resource in RESOURCES for route in routes_of(resource)),
    path("", views.nothing, name="api-root"),
    path("<path:rest>/", views.nothing, name="api-nothing"),
]
