"""The story budget: which section has what at which stage, from the first idea to the readers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spacenews.articles.desk.stories import (
    IDEA,
    READ,
    Story,
    of_article,
    of_edition,
    of_section,
    printed,
    printed_for,
    written,
)
from spacenews.articles.marks import REVIEW
from spacenews.articles.models import Article, Section
from spacenews.articles.states import State

SHOWN_A_CELL = 3


@dataclass(frozen=True)
class Stage:
    """A column: `state` is what the list of articles calls it."""

    mark: str
    name: Promise
    state: str


STAGES = (
    Stage(IDEA, _("Idea"), State.DRAFT),
    Stage(State.DRAFT, _("Draft"), State.DRAFT),
    Stage(REVIEW, _("In review"), REVIEW),
    Stage(State.SCHEDULED, _("Scheduled"), State.SCHEDULED),
    Stage(State.LIVE, _("Live this month"), State.LIVE),
)


@dataclass(frozen=True)
class Cell:
    stage: Stage
    count: int
    rows: list[Story]
    url: str

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Line:
    """A section with its cells, one a stage; without a section, what is filed nowhere yet."""

    section: Section | None
    cells: list[Cell]


def lines(sections: Iterable[Section], stories: dict[str, list[Story]]) -> list[Line]:
    """Return a line for each section, and one for what is in none if there is any."""
    found = [Line(section, cells(section, stories)) for section in sections]
    of_none = Line(None, cells(None, stories))
    return [*found, of_none] if any(cell.count for cell in of_none.cells) else found


def cells(section: Section | None, stories: dict[str, list[Story]]) -> list[Cell]:
    pk = section.pk if section else None
    return [
        cell(stage, pk, [story for story in stories[stage.mark] if story.section == pk]) for stage in STAGES
    ]


def cell(stage: Stage, section: int | None, found: list[Story]) -> Cell:
    filed = {"section__id__exact": section} if section else {"section__isnull": "True"}
    url = f"{reverse('admin:articles_article_changelist')}?{urlencode({'state': stage.state, **filed})}"
    return Cell(stage, len(found), found[:SHOWN_A_CELL], url)


def by_stage(user, now: dt.datetime, gone_out: Iterable[Story], section=None) -> dict[str, list[Story]]:
    """Return what stands at each stage, in three queries; what has gone out is given."""
    visible = Article.objects.visible_to(user)
    unprinted = visible.in_state(State.DRAFT, now).order_by("-changed_at", "-pk")
    drafts = [of_article(article, user) for article in read(written(unprinted, now), section)]
    review = read(written(visible.in_review().order_by("submitted_at"), now), section)
    coming = read(printed(printed_for(user).to_come(now).order_by("live_from", "pk"), now), section)
    return {
        IDEA: [story for story in drafts if story.mark == IDEA],
        State.DRAFT: [story for story in drafts if story.mark == State.DRAFT],
        REVIEW: [of_article(article, user) for article in review],
        State.SCHEDULED: [of_edition(edition, now) for edition in coming],
        State.LIVE: [story for story in gone_out if story.mark in (State.LIVE, State.CHANGE_SCHEDULED)],
    }


def read(found: QuerySet, section) -> QuerySet:
    return of_section(found, section)[:READ]
