"""Records that an edition names become public with it, at its time, and not before."""

import datetime as dt

from django.db.models import QuerySet

from spacenews.articles import references
from spacenews.firms.models import Claim, Dispute, Figure, Organization


def named_by(edition) -> list[QuerySet]:
    """Return the organizations and facts that an edition prints."""
    named = references.ids(edition.body)
    return [
        Organization.objects.filter(editioncoverage_rows__edition=edition),
        Figure.objects.filter(pk__in=named["figure"]) | Figure.objects.filter(group__in=named["series"]),
        Figure.objects.filter(answers__dispute__in=named["dispute"]),
        Dispute.objects.filter(pk__in=named["dispute"]),
        Claim.objects.filter(pk__in=named["claim"]),
    ]


def reveal(edition) -> None:
    """Make what the edition names public from the moment it goes live, never later than it already is."""
    for records in named_by(edition):
        records.model.objects.filter(pk__in=list(records.values_list("pk", flat=True))).show_to_readers(
            edition.live_from
        )


def conceal(editions: QuerySet, now: dt.datetime) -> None:
    """Take back what editions that will not come would have revealed; others still to come reveal theirs again."""
    dropped = list(editions)
    for edition in dropped:
        for records in named_by(edition):
            waiting = records.filter(public_from=edition.live_from).values_list("pk", flat=True)
            records.model.objects.filter(pk__in=list(waiting)).update(public_from=None)
    others = editions.model.objects.to_come(now).exclude(pk__in=[edition.pk for edition in dropped])
    for edition in others.order_by("live_from"):
        reveal(edition)
