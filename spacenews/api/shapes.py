"""What is told: a shape is a row of fields, of which both the JSON and its description are made."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db import models

from spacenews.firms.models import Confidence

PARTIAL_DATE = r"^[0-9]{4}(-(H[12]|Q[1-4]|[0-9]{2}(-[0-9]{2})?))?\??$"


@dataclass(frozen=True)
class Field:
    """`on_demand` ones are told only to who asks for them by name."""

    name: str
    schema: dict
    of: Callable[[Any], Any]
    on_demand: bool = False


@dataclass(frozen=True)
class Shape:
    name: str
    description: str
    fields: tuple[Field, ...]

    def told(self, record: Any, names: list[str] | None = None) -> dict[str, Any]:
        names = names or [field.name for field in self.fields if not field.on_demand]
        return {field.name: field.of(record) for field in self.fields if field.name in names}

    @property
    def ref(self) -> dict:
        return {"$ref": f"#/components/schemas/{self.name}"}

    @property
    def schema(self) -> dict:
        properties = {field.name: field.schema for field in self.fields}
        return {"type": "object", "description": self.description, "properties": properties}


def field(name: str, schema: dict, of: Callable[[Any], Any] | str | None = None, **more) -> Field:
    """Return a field of what an attribute says, the one of its name where no other is given."""
    return Field(name, schema, of if callable(of) else attrgetter(of or name), **more)


def optional(name: str, schema: dict, of: Callable[[Any], Any] | str | None = None) -> Field:
    """Return a field that is null where nothing is on record."""
    said = field(name, schema, of)
    return Field(name, maybe(schema), lambda record: said.of(record) or None)


def text(description: str = "", **more) -> dict:
    return {"type": "string", **more, **({"description": description} if description else {})}


def choice(choices: type[models.TextChoices], description: str = "") -> dict:
    return text(description, enum=choices.values)


def number(description: str = "") -> dict:
    return {"type": "number", **({"description": description} if description else {})}


def whole(description: str = "") -> dict:
    return {**number(description), "type": "integer"}


def url(description: str = "") -> dict:
    return text(description, format="uri")


def moment(description: str = "") -> dict:
    return text(description, format="date-time")


def date(description: str = "") -> dict:
    return text(description, format="date")


def partial_date(description: str = "") -> dict:
    more = "As precise as its source: 2023, 2023-H1, 2023-Q2, 2023-04 or 2023-04-02, with ? for its doubt."
    return text(f"{description} {more}".strip(), pattern=PARTIAL_DATE, examples=["2023-Q2"])


def yes_or_no(description: str = "") -> dict:
    return {"type": "boolean", **({"description": description} if description else {})}


def array(items: dict, description: str = "") -> dict:
    return {"type": "array", "items": items, **({"description": description} if description else {})}


def maybe(schema: dict) -> dict:
    if "enum" in schema or "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def told_moment(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat(timespec="seconds")


def told_day(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def told_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def told_url(record) -> str | None:
    """Return the address of a record's page, if there is a record."""
    return absolute(record.url) if record else None


def every(shape: Shape, of: Callable[[Any], Any]) -> Callable[[Any], list[dict]]:
    return lambda record: [shape.told(row) for row in of(record)]


def one(shape: Shape, of: Callable[[Any], Any]) -> Callable[[Any], dict | None]:
    return lambda record: shape.told(found) if (found := of(record)) else None


LICENCE = Shape(
    "Licence",
    "Under which terms a record may be used.",
    (
        Field("name", text(examples=["CC BY 4.0"]), lambda _record: settings.LICENCE_NAME),
        Field("url", url(), lambda _record: settings.LICENCE_URL),
    ),
)
SOURCE = Shape(
    "SourceReference",
    "Where a fact comes from.",
    (
        field("id", whole("Its number among the sources."), "pk"),
        field("title", text()),
        field("publisher", text()),
        field("url", url()),
        optional("published", partial_date()),
    ),
)
ORGANIZATION = Shape(
    "OrganizationReference",
    "An organization that has a record.",
    (field("slug", text()), field("name", text()), field("url", url(), told_url)),
)
GROUP = Shape(
    "FigureGroup",
    "What one page of figures shows side by side; its figures are never summed or averaged.",
    (field("slug", text()), field("title", text()), field("url", url(), told_url)),
)
LICENSED = Field("licence", LICENCE.ref, LICENCE.told)
SOURCES = Field(
    "sources", array(SOURCE.ref, "The first is the one it rests on."), every(SOURCE, lambda r: r.sources)
)
SOURCED = (
    SOURCES,
    field("confidence", choice(Confidence, "How far the fact can be trusted.")),
    Field(
        "checked_on",
        maybe(date("When somebody last held it against its sources.")),
        lambda record: told_day(record.checked_on),
    ),
    LICENSED,
)
