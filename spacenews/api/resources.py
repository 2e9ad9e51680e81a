"""A resource: what is told of its records, what its list can be narrowed by, and how it is walked through."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from spacenews.api import parameters
from spacenews.api.parameters import LARGEST, SLUG, Parameter
from spacenews.api.shapes import Shape
from spacenews.articles import paging
from spacenews.firms import slugs

MOST, USUAL = 100, 30
GOES_ON = "The place after which the list goes on: what the address in `next` has."


class Gone(Exception):
    """What was at this address was taken back; the words are for readers."""


@dataclass(frozen=True)
class Filter:
    """`narrow` takes a queryset, what was asked and the moment. A hidden record is never told from none."""

    parameter: Parameter
    narrow: Callable[[QuerySet, Any, dt.datetime], QuerySet]


class ByNumber:
    """Records in the order in which they were made: a new one comes last."""

    leads_on = may_be_gone = False
    route = "<number:pk>"
    path = (("pk", {"type": "integer", "minimum": 1, "maximum": LARGEST}),)
    after = parameters.number("after", GOES_ON)

    def args(self, record) -> dict:
        return {"pk": record.pk}

    def place(self, record) -> str:
        return str(record.pk)

    def walk(self, records: QuerySet, after: int | None) -> QuerySet:
        return (records.filter(pk__gt=after) if after else records).order_by("pk")

    def find(self, records: QuerySet, _now: dt.datetime, pk: int):
        if found := records.filter(pk=pk).first():
            return found
        raise Http404


class BySlug:
    """Records by their slugs from a to z; one that was renamed is found by the slug that it had."""

    leads_on, may_be_gone = True, False
    route = "<slug:slug>"
    path = (("slug", {"type": "string", "pattern": SLUG}),)
    after = parameters.slug("after", GOES_ON, "landspace")

    def args(self, record) -> dict:
        return {"slug": record.slug}

    def place(self, record) -> str:
        return record.slug

    def walk(self, records: QuerySet, after: str | None) -> QuerySet:
        return (records.filter(slug__gt=after) if after else records).order_by("slug")

    def find(self, records: QuerySet, _now: dt.datetime, slug: str):
        return slugs.find(records, slug)


class ByAddress:
    """Editions, newest first, under the addresses of their articles; `lead` finds what an address leads to."""

    leads_on = may_be_gone = True
    route = "<yyyy:year>/<mm:month>/<slug:slug>"
    path = (
        ("year", {"type": "string", "pattern": "^(19[7-9][0-9]|2[01][0-9][0-9])$"}),
        ("month", {"type": "string", "pattern": "^(0[1-9]|1[0-2])$"}),
        ("slug", {"type": "string", "pattern": SLUG}),
    )

    def __init__(self, lead: Callable[[str, dt.datetime], int]):
        pattern = f"^{paging.KEY.pattern}$"
        place = parameters.matching(
            "after", GOES_ON, pattern, "This is no place in the list.", "1787227200000000-1"
        )
        read = place.read
        self.lead = lead
        self.after = Parameter(
            place.name,
            place.description,
            place.schema,
            lambda value: paging.read_key(read(value)),
            place.example,
        )

    def args(self, edition) -> dict:
        year, month, slug = edition.path.split("/")
        return {"year": int(year), "month": int(month), "slug": slug}

    def place(self, edition) -> str:
        return paging.key_of(edition.published_at, edition.pk)

    def walk(self, editions: QuerySet, after: tuple | None) -> QuerySet:
        return (editions.older_than(*after) if after else editions).newest()

    def find(self, editions: QuerySet, now: dt.datetime, year: int, month: int, slug: str):
        return editions.get(pk=self.lead(f"{year:04d}/{month:02d}/{slug}", now))


@dataclass(frozen=True)
class Resource:
    """`public` gives what readers may see with all that is told of it; `complete` adds what no query joins."""

    name: str
    one: str
    shape: Shape
    key: ByNumber | BySlug | ByAddress
    public: Callable[[dt.datetime], QuerySet]
    filters: tuple[Filter, ...] = ()
    complete: Callable[[list, dt.datetime, list[str]], None] = lambda records, now, names: None

    @property
    def fields(self) -> Parameter:
        names = [field.name for field in self.shape.fields]
        return parameters.several("fields", "Tell these fields alone, with commas between them.", names)

    @property
    def of_list(self) -> list[Parameter]:
        limit = parameters.number("limit", "How many at most.", MOST, USUAL)
        return [limit, self.key.after, self.fields, *(of.parameter for of in self.filters)]

    @property
    def of_one(self) -> list[Parameter]:
        return [self.fields]

    def page(self, asked: dict[str, Any], now: dt.datetime) -> tuple[list[dict], str | None]:
        """Return what is asked for, and the place after which the list goes on, if it does."""
        limit, records = asked.get("limit", USUAL), self.public(now)
        for one in self.filters:
            if one.parameter.name in asked:
                records = one.narrow(records, asked[one.parameter.name], now)
        found = list(self.key.walk(records, asked.get("after"))[: limit + 1])
        place = self.key.place(found[limit - 1]) if len(found) > limit else None
        return self.told(found[:limit], asked, now), place

    def told(self, records: list, asked: dict[str, Any], now: dt.datetime) -> list[dict]:
        names = asked.get("fields", [])
        self.complete(records, now, names)
        return [self.shape.told(record, names) for record in records]

    def record(self, now: dt.datetime, **args):
        """Return what an address leads to. Raises Http404, and Gone."""
        return self.key.find(self.public(now), now, **args)


def equal(parameter: Parameter, column: str) -> Filter:
    return Filter(parameter, lambda records, value, now: records.filter(**{column: value}))


def since(column: str, of: str) -> Filter:
    wanted = parameters.day("since", f"{of} on this day or later.")
    return Filter(wanted, partial(_from, column))


def until(column: str, of: str) -> Filter:
    wanted = parameters.day("until", f"{of} on this day or earlier.")
    return Filter(wanted, partial(_up_to, column))


def _from(column: str, records: QuerySet, day: dt.date, _now: dt.datetime) -> QuerySet:
    return records.filter(**{f"{column}__gte": day})


def _up_to(column: str, records: QuerySet, day: dt.date, _now: dt.datetime) -> QuerySet:
    return records.filter(**{f"{column}__lte": day})
