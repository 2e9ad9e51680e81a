"""What rests on a source: each kind of record that names it, told to a bound, as far as a person may see it.

Apps above tell of their own kinds by `register`. The number of queries is fixed, whatever rests on it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from spacenews.firms.models import (
    Answer,
    Claim,
    Cooperation,
    Figure,
    FoundedAlternative,
    FundingRound,
    Milestone,
    Organization,
    Source,
    Sourced,
)
from spacenews.firms.partial_dates import label

SHOWN, COUNTED = 20, 1_000


class Row(NamedTuple):
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of record: `found` returns those that name the source and that a person may see."""

    name: str | Promise
    permission: str
    found: Callable[[Source, object], QuerySet]
    row: Callable[[Model], Row]


@dataclass(frozen=True)
class Listing:
    """What the page says of one kind; `count` ends with + where there are more than were counted."""

    name: str
    rows: list[Row]
    count: str
    more: bool


def told(source: Source, user) -> list[Listing]:
    """Return the kinds of which a person may see something, each with what rests on the source."""
    kinds = [kind for kind in KINDS if user.has_perm(kind.permission)]
    return [listing for kind in kinds if (listing := _listing(kind, source, user)).rows]


def register(*kinds: Kind) -> None:
    KINDS.extend(kinds)


def change_page(record: Model) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def _listing(kind: Kind, source: Source, user) -> Listing:
    found = kind.found(source, user)
    number = found.order_by().values("pk")[: COUNTED + 1].count()
    rows = [kind.row(record) for record in found[:SHOWN]]
    count = f"{COUNTED}+" if number > COUNTED else str(number)
    return Listing(capfirst(str(kind.name)), rows, count, number > SHOWN)


def _of(model: type[Model], *related: str) -> Kind:
    """The records of a model that have it as their source or among the further ones."""

    def found(source: Source, user) -> QuerySet:
        further = model.further_sources.through.objects.filter(source=source)
        named = Q(source=source) | Q(pk__in=further.values(model._meta.model_name))
        return model.objects.filter(named).select_related(*related)

    return Kind(model._meta.verbose_name_plural, _may_view(model), found, _row)


def _row(record: Sourced) -> Row:
    return Row(record.title_here, change_page(record))


def _may_view(model: type[Model]) -> str:
    return f"{model._meta.app_label}.view_{model._meta.model_name}"


def _websites(source: Source, user) -> QuerySet:
    return Organization.objects.filter(website_source=source)


def _founding_dates(source: Source, user) -> QuerySet:
    return FoundedAlternative.objects.filter(source=source).select_related("organization")


def _founding_date(alternative: FoundedAlternative) -> Row:
    return Row(str(alternative.organization), change_page(alternative.organization), label(alternative.date))


def _answer(answer: Answer) -> Row:
    said = answer.words or answer.figure.title_here
    return Row(answer.dispute.question, change_page(answer.dispute), said)


KINDS = [
    _of(Organization),
    Kind(
        _("websites"), _may_view(Organization), _websites, lambda firm: _row(firm)._replace(note=firm.website)
    ),
    Kind(_("other founding dates"), _may_view(FoundedAlternative), _founding_dates, _founding_date),
    _of(Cooperation),
    _of(Milestone),
    _of(FundingRound, "organization"),
    _of(Figure),
    Kind(
        _("answers where sources disagree"),
        _may_view(Answer),
        _of(Answer, "dispute", "figure").found,
        _answer,
    ),
    _of(Claim),
]
