"""Every route of the site, and the addresses that it has for a thing of `newsroom`."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import models
from django.urls import LocalePrefixPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from spacenews.articles.models import Article, Note
from spacenews.languages import CODES
from tests import newsroom


class Route(NamedTuple):
    name: str
    is_translated: bool


def routes(resolver=None, before: str = "", space: str = "", translated: bool = False) -> Iterator[Route]:
    """Walk the resolver; a route without a name is called by its pattern."""
    for found in (resolver or get_resolver()).url_patterns:
        prefixed = isinstance(found.pattern, LocalePrefixPattern)
        path = before if prefixed else before + str(found.pattern)
        if isinstance(found, URLResolver):
            inside = f"{found.namespace}:" if found.namespace else space
            yield from routes(found, path, inside, translated or prefixed)
        else:
            yield Route(space + found.name if found.name else path, translated)


LANGUAGES = {route.name: CODES if route.is_translated else CODES[:1] for route in routes()}


def addresses(route: str, of: str, things: dict[str, models.Model]) -> list[str]:
    """Return the addresses of a route for a thing: one a language on the public side, else one."""
    found = []
    for code in LANGUAGES[route]:
        with translation.override(code):
            found.append(address(route, of, things))
    return found


def address(route: str, of: str, things: dict[str, models.Model]) -> str:
    name, _colon, step = of.partition(": ")
    if name in things:
        return of_thing(route, things[name], step)
    if "(?P<url>" in route:
        return f"/{route.partition('(')[0]}{of}"
    if route in ("admin:autocomplete", "admin:articles_tag_choose"):
        asked = zip(("app_label", "model_name", "field_name"), of.split("."), strict=True)
        return f"{reverse(route)}?{urlencode(dict(asked))}"
    return reverse(route, args=[] if of == "-" else of.split("/"))


def of_thing(route: str, thing: models.Model, step: str) -> str:
    if "<path:object_id>" in route:
        return f"/{route.replace('<path:object_id>', str(thing.pk))}"
    if route.endswith("_pick"):
        return reverse(route, args=[thing._meta.model_name])
    if route.endswith("_changelist"):
        return reverse(route)
    if isinstance(thing, Note):
        return reverse(route, args=[thing.article_id, thing.pk])
    if route.startswith("admin:"):
        return reverse(route, args=[thing.pk, step] if step else [thing.pk])
    if route == "media":
        return reverse(route, args=[thing.file.name])
    dated = [newsroom.NOW.year, newsroom.NOW.month] if isinstance(thing, Article) else []
    return reverse(route, args=[*dated, getattr(thing, "slug", thing.pk)])
