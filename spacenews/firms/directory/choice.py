"""What a reader asks of the directory: which organizations, in which order, from which place on."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spacenews.firms.models import Organization
from spacenews.firms.slugs import plain_slug
from spacenews.markup import tidy

NAME_LENGTH, PLACE_LENGTH, COMPARED = 200, 215, 4
# The filters in the order of the page, each with what its values look like.
FILTERS = {
    "kind": "|".join(Organization.Kind.values),
    "country": "[A-Z]{2}",
    "sector": "|".join(Organization.Sector.values),
    "status": "|".join(Organization.Status.values),
    "founded": "[12][0-9]{2}0",  # a decade, by its first year
}


class Order(models.TextChoices):
    """What the directory is ordered by, the newest first; between equals the name decides."""

    NAME = "name", _("name")
    COVERED = "covered", _("last covered")
    FOUNDED = "founded", _("founded")

    @classmethod
    def asked(cls, text: str) -> "Order":
        return cls(text) if text in cls.values else cls.NAME


@dataclass(frozen=True)
class Choice:
    """What is asked; values that no filter can have are left out. `firms` are the slugs of whom to compare."""

    name: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    firms: tuple[str, ...] = ()
    order: Order = Order.NAME
    start: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        return cls(
            name=tidy(query.get("name", ""))[:NAME_LENGTH].strip(),
            filters={name: values for name in FILTERS if (values := _possible(query.getlist(name), name))},
            firms=slugs_asked(query)[:COMPARED],
            order=Order.asked(query.get("by", "")),
            start=tidy(query.get("from", ""))[:PLACE_LENGTH],
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.name or self.filters)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of the filters sends beside them."""
        return [("by", self.order.value)] * (self.order is not Order.NAME) + self.compared

    @property
    def compared(self) -> list[tuple[str, str]]:
        return [("firm", slug) for slug in self.firms]

    def within(self, countries: Collection[str]) -> "Choice":
        """Return the same without countries that nobody knows."""
        known = tuple(code for code in self.filters.get("country", ()) if code in countries)
        filters = {name: known if name == "country" else values for name, values in self.filters.items()}
        return replace(self, filters={name: values for name, values in filters.items() if values})

    def without_filters(self) -> "Choice":
        return Choice(firms=self.firms, order=self.order)

    def without_firm(self, slug: str) -> "Choice":
        return replace(self, firms=tuple(other for other in self.firms if other != slug))

    def table(self) -> "Choice":
        """Return what a table of all rows is asked by."""
        return replace(self, firms=(), start="")

    def at(self, start: str, order: Order | None = None) -> "Choice":
        return replace(self, start=start, order=order or self.order)

    def url(self, page: str = "firms") -> str:
        """Return the address of the page, or of the whole table, with the same filters."""
        order = self.order.value if self.order is not Order.NAME else ""
        asked = {"name": self.name, **self.filters, "firm": self.firms, "by": order, "from": self.start}
        query = urlencode({key: value for key, value in asked.items() if value}, doseq=True)
        return reverse(page) + (f"?{query}" if query else "")


def _possible(asked: list[str], name: str) -> tuple[str, ...]:
    return tuple(sorted({value for value in asked if re.fullmatch(FILTERS[name], value)}))


def slugs_asked(query: QueryDict) -> tuple[str, ...]:
    """Return the slugs that `firm` names, each once, in their order; what can be none is left out."""
    asked = dict.fromkeys(query.getlist("firm"))
    return tuple(slug for slug in asked if len(slug) <= 120 and plain_slug.regex.search(slug))
