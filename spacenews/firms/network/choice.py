"""What a reader narrows a network by: a kind of tie and a year; links to each with what it would leave."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from spacenews.firms.models import Cooperation, Organization, Party

Counts = Counter[tuple[str, str]]  # ties of each kind and year; "" is the year of what has no date


@dataclass(frozen=True)
class Choice:
    """A kind and a year of ties, each empty where anything goes; what is none is left out."""

    kind: str = ""
    year: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        kind, year = query.get("kind", ""), query.get("year", "")
        is_year = len(year) == 4 and year.isascii() and year.isdecimal() and year > "0000"
        return cls(kind if kind in Cooperation.Kind.values else "", year if is_year else "")

    def filter(self, rows: QuerySet, through: str = "") -> QuerySet:
        """Return of cooperations, or of what leads to them by `through`, what was chosen."""
        wanted = Q()
        if self.kind:
            wanted &= Q(**{f"{through}kind": self.kind})
        if self.year:
            wanted &= Q(**{f"{through}date_begins_on__year": int(self.year)})
        return rows.filter(wanted)

    def takes(self, kind: str, year: str) -> bool:
        return self.kind in ("", kind) and self.year in ("", year)

    def query(self, **more: str) -> str:
        """Return the query of an address that asks the same, and more."""
        asked = {"kind": self.kind, "year": self.year, **more}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"?{query}" if query else ""


def in_company(now: dt.datetime) -> QuerySet:
    """Return the visible parties of public ties that have another such party: alone, one is no tie."""
    visible = Party.objects.visible(now)
    others = visible.filter(cooperation=OuterRef("cooperation")).exclude(pk=OuterRef("pk"))
    return visible.filter(Exists(others.order_by()), cooperation__public_from__lte=now)


def on_pages(now: dt.datetime) -> QuerySet:
    """Return the same as `with_two`, for who reads a few of them: one that has one visible party is on no page."""
    return Cooperation.objects.public(now).filter(Exists(in_company(now).filter(cooperation=OuterRef("pk"))))


def with_two(now: dt.datetime) -> QuerySet:
    """Return the public cooperations of which readers may see two parties.

    All parties are counted for it: to look for each among the few organizations that are hidden costs half as much as
    to look each up among those that are seen.
    """
    hidden = Organization.objects.filter(Q(public_from=None) | Q(public_from__gt=now)).order_by()
    visible = Party.objects.exclude(organization__in=hidden).order_by().values("cooperation")
    several = visible.annotate(parties=Count("pk")).filter(parties__gte=2)
    return Cooperation.objects.public(now).filter(pk__in=several.values("cooperation"))


def counts(cooperations: QuerySet) -> Counts:
    # SQLite has no years: Django's are made in Python.
    year = Substr(Cast("date_begins_on", CharField()), 1, 4)
    rows = cooperations.order_by().values_list("kind", year).annotate(Count("pk"))
    return Counter({(kind, year or ""): number for kind, year, number in rows})


def filters(found: Counts, choice: Choice, url: str) -> list[dict]:
    """Return two rows of links: by kind within the chosen year, by year within the chosen kind."""
    by_kind, by_year = Counter(), Counter()
    for (kind, year), number in found.items():
        by_kind[kind] += number * (choice.year in ("", year))
        by_year[year] += number * (choice.kind in ("", kind))
    kinds = [
        (kind, label) for kind, label in Cooperation.Kind.choices if by_kind[kind] or kind == choice.kind
    ]
    years = sorted(
        year for year in {*by_year, choice.year} if year and (by_year[year] or year == choice.year)
    )
    return [
        {
            "label": _("Kind of tie"),
            "links": [
                _link(_("Any kind"), replace(choice, kind=""), choice, url, by_kind.total()),
                *(
                    _link(label, replace(choice, kind=kind), choice, url, by_kind[kind])
                    for kind, label in kinds
                ),
            ],
        },
        {
            "label": _("Year"),
            "links": [
                _link(_("Any year"), replace(choice, year=""), choice, url, by_year.total()),
                *(
                    _link(year, replace(choice, year=year), choice, url, by_year[year])
                    for year in reversed(years)
                ),
            ],
        },
    ]


def _link(label, wanted: Choice, chosen: Choice, url: str, count: int) -> dict:
    return {
        "label": capfirst(str(label)),
        "url": url + wanted.query(),
        "count": count,
        "current": wanted == chosen,
    }


def chosen_count(found: Counts, choice: Choice) -> int:
    return sum(number for what, number in found.items() if choice.takes(*what))
