"""The firms that a search names, as its page shows them above the articles."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.articles.models import Edition
from spacenews.firms import timeline
from spacenews.firms.amounts import amount
from spacenews.firms.models import Name, Organization, Source
from spacenews.firms.partial_dates import label
from spacenews.search.names import Meaning

MOST_COUNTED, MOST_NAMES = 1000, 4


@dataclass
class Latest:
    """The newest of its kind on record: what it is, in words, when, and who says so."""

    type: str
    text: str
    date: str
    source: Source


@dataclass
class Card:
    """A firm that was named, and by which name where it is not its first."""

    firm: Organization
    others: list[Name]
    latest: list[Latest]
    stories: int
    matched: str
    feed_url: str


def card(meaning: Meaning, now: dt.datetime) -> Card:
    firm = meaning.record
    stories = Edition.objects.listed(get_language(), now, coverage__organization=firm)
    return Card(
        firm=firm,
        others=[name for name in firm.names.all() if name != firm.native and name.text != firm.name][
            :MOST_NAMES
        ],
        latest=list(latest(firm, now)),
        stories=stories[:MOST_COUNTED].count(),
        matched="" if meaning.spelled in (firm.name, firm.slug) else meaning.spelled,
        feed_url=reverse("firm-rss", args=[firm.slug]),
    )


def latest(firm: Organization, now: dt.datetime) -> Iterator[Latest]:
    """Yield what happened last and the money that was raised last, as the firm's page words them."""
    happened = firm.milestones.public(now).exclude(outcome="")
    if milestone := happened.newest().select_related("source").first():
        entry = timeline.of_milestone(milestone)
        yield Latest(entry.type, entry.text, label(milestone.date), milestone.source)
    raised = firm.funding_rounds.public(now).exclude(amount=None)
    if money := raised.newest().select_related("source").first():
        words = ", ".join(filter(None, [amount(money), money.series]))
        yield Latest(_("Funding"), words, label(money.date), money.source)
