"""What happened to an organization, newest first: milestones, money, cooperation, coverage and its corrections."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.db import models
from django.http import Http404
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.firms.amounts import amount
from spacenews.firms.models import Confidence, Cooperation, FundingRound, Milestone, Source
from spacenews.firms.partial_dates import label, label_within_year

SHOWN, OF_ONE_DAY = 40, 20  # entries of a page, and stories that a day at its end may have beyond
UNDATED = dt.date.min
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Outcome, Promise = Milestone.Outcome, Milestone.Promise
CONFIDENCES = dict(Confidence.choices)


class Show(models.TextChoices):
    """What a reader may narrow the timeline to."""

    ALL = "all", gettext_lazy("All")
    COVERAGE = "coverage", gettext_lazy("Coverage")
    MILESTONES = "milestones", gettext_lazy("Milestones")
    MONEY = "money", gettext_lazy("Money")
    COOPERATION = "cooperation", gettext_lazy("Cooperation")
    CORRECTIONS = "corrections", gettext_lazy("Corrections")

    @classmethod
    def asked(cls, text: str) -> "Show":
        return cls(text) if text in cls.values else cls.ALL

    def takes(self, kind: "Show") -> bool:
        return self in (Show.ALL, kind)


@dataclass
class Entry:
    """One line of the timeline; `on` is the first day that its date covers, `note` what was put right."""

    on: dt.date
    date: str
    mark: str
    type: str
    text: str
    url: str = ""
    html_lang: str = ""
    note: str = ""
    sources: list[Source] = field(default_factory=list)
    confidence: str = ""


class Line(NamedTuple):
    """Something by its day: an entry is made of what a page shows alone."""

    on: dt.date
    make: Callable[[Any], Entry]
    what: Any

    @property
    def entry(self) -> Entry:
        return self.make(self.what)


@dataclass
class Page:
    """Entries under their years, and the day that the next page begins with, if there is one."""

    years: list[dict]
    until: str


def page(lines: Iterable[Line], until: dt.date | None) -> Page:
    """Return the newest entries up to a day, the last day complete, so that the next page loses nothing."""
    ordered = sorted(lines, key=lambda line: line.on, reverse=True)
    ordered = [line for line in ordered if until is None or line.on <= until]
    last_day = ordered[:SHOWN][-1].on if ordered else UNDATED
    shown = [line for line in ordered if line.on >= last_day]
    rest = ordered[len(shown) :]
    years = groupby(shown, key=lambda line: line.on.year if line.on > UNDATED else None)
    return Page(
        years=[{"year": year, "entries": [line.entry for line in of_year]} for year, of_year in years],
        until=rest[0].on.isoformat() if rest else "",
    )


def lines(records: Iterable, make: Callable[[Any], Entry]) -> Iterator[Line]:
    return (Line(_begins(record), make, record) for record in records)


def stories(editions: Iterable) -> Iterator[Line]:
    return (Line(_day(edition.published_at), of_story, edition) for edition in editions)


def corrections(editions: Iterable) -> Iterator[Line]:
    return (Line(_day(edition.live_from), of_correction, edition) for edition in editions)


def read_day(text: str) -> dt.date | None:
    """Read the day that a page begins with; empty is none. Raises Http404 for what is no day."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(DAY.fullmatch(text)[0])
    except (TypeError, ValueError):
        raise Http404 from None


def of_milestone(milestone: Milestone) -> Entry:
    manner = milestone.get_outcome_display() if milestone.outcome != Outcome.SUCCESS else ""
    manner = manner or milestone.get_promise_display()
    return _sourced(
        milestone,
        mark=_mark(milestone),
        type=", ".join(filter(None, [milestone.get_kind_display(), manner, _new_date(milestone)])),
        text=milestone.title,
    )


def _new_date(milestone: Milestone) -> str:
    if milestone.promise != Promise.SLIPPED or not milestone.now_expected:
        return ""
    return _("now expected: %(date)s") % {"date": label(milestone.now_expected)}


def _mark(milestone: Milestone) -> str:
    """What happened is a disc, what is planned is dashed, what is lost is a cross."""
    if milestone.outcome == Outcome.FAILURE:
        return "loss"
    return "milestone" if milestone.outcome or milestone.promise == Promise.MET else "promise"


def of_round(funding_round: FundingRound) -> Entry:
    money = ", ".join(filter(None, [amount(funding_round), funding_round.series]))
    text = ". ".join(filter(None, [money, funding_round.note]))
    return _sourced(funding_round, mark="money", type=_("Funding"), text=text or _("Amount not given"))


def of_tie(tie: Cooperation) -> Entry:
    return _sourced(tie, mark="cooperation", type=tie.get_kind_display(), text=tie.title)


def of_story(edition) -> Entry:
    return _printed(edition, edition.published_at, mark="article", type=_("Article"))


def of_correction(edition) -> Entry:
    """Return what an edition put right; it leads to the article as it is by now."""
    told = {"type": _("Correction"), "note": edition.correction}
    return _printed(edition, edition.live_from, mark="article put-right", **told)


def _printed(edition, at: dt.datetime, **what) -> Entry:
    on = _day(at)
    return Entry(
        on=on,
        date=formats.date_format(on, "DAY_MONTH_FORMAT"),
        text=edition.headline,
        url=edition.url,
        html_lang=edition.html_lang,
        **what,
    )


def _sourced(record, **what) -> Entry:
    return Entry(
        on=_begins(record),
        date=label_within_year(record.date),
        sources=record.sources,
        confidence=str(CONFIDENCES.get(record.confidence, record.confidence)),
        **what,
    )


def _begins(record) -> dt.date:
    return record.date_begins_on or UNDATED


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def end_of(day: dt.date) -> dt.datetime:
    """Return the moment at which a day of the site's zone ends."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, timezone.get_default_timezone())
