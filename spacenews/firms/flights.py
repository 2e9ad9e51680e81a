"""The flights on record of an organization, as a strip of marks."""

import re
from dataclasses import dataclass

from django.utils.text import capfirst

from spacenews.firms.models import Milestone
from spacenews.firms.partial_dates import label

SHOWN = 12
MARKS = {
    Milestone.Outcome.SUCCESS: "success",
    Milestone.Outcome.PARTIAL: "partial",
    Milestone.Outcome.FAILURE: "loss",
    Milestone.Outcome.WITHDRAWN: "promise",
    "": "promise",
}


@dataclass
class Flight:
    """One mark of the strip: what flew, when, and how it came out."""

    name: str
    date: str
    mark: str
    outcome: str


def flights(milestones: list[Milestone], vehicles: list[str]) -> list[Flight]:
    """Return the newest flights of milestones that come newest first, in the order of time."""
    flown = [milestone for milestone in milestones if Milestone.Kind(milestone.kind).is_flight]
    return [_flight(milestone, vehicles) for milestone in flown[:SHOWN][::-1]]


def _flight(milestone: Milestone, vehicles: list[str]) -> Flight:
    return Flight(
        name=vehicle_in(milestone.title, vehicles) or milestone.title,
        date=label(milestone.date),
        mark=MARKS[milestone.outcome],
        outcome=capfirst(milestone.get_outcome_display() or milestone.get_promise_display()),
    )


def vehicle_in(text: str, vehicles: list[str]) -> str:
    """Return the vehicle that a text names: of several the one with the longest name, so no part of another's.

    >>> vehicle_in("Zhuque-2E Y3 fails", ["Zhuque-2", "Zhuque-2E"])
    'Zhuque-2E'
    """
    named = [name for name in vehicles if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    return max(named, key=len, default="")
