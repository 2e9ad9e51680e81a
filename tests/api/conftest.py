import datetime as dt

import pytest

from spacenews.firms.models import Cooperation
from tests import make
from tests.pagecache.conftest import keeping

__all__ = ["keeping"]  # what a request of our own does to a test's connection

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
LISTS = {
    **{"articles": 10, "organizations": 5, "cooperations": 3, "figures": 4, "milestones": 2, "sources": 1},
    **{"funding-rounds": 2, "disputes": 5, "claims": 2},
}  # each list and what it costs in queries


@pytest.fixture
def now(clock):
    clock.set(NOW)
    return NOW


@pytest.fixture
def records(db, now, nothing_is_drawn):
    """One public record of each kind, which names as much as it can."""
    fill()


def fill(number: int = 1) -> None:
    """Make of each kind another record, all of one firm that has an article."""
    shown = {"public_from": NOW - HOUR, "source": make.source()}
    firm = make.organization(f"LandSpace {number}", slug=f"landspace-{number}", sectors=["launch"], **shown)
    firm.further_sources.add(make.source())
    firm.founded_alternatives.create(date="2015?", source=make.source())
    firm.identifiers.create(scheme="gcat", value=f"LAND{number}")
    make.name(firm, f"蓝箭航天{number}", language="zh-Hans", kind="native")
    newer = make.figure(organization=firm, **shown)
    figure = make.figure(organization=firm, superseded_by=newer, group=newer.group, period="2025-Q2", **shown)
    dispute = make.dispute(figure, "Three.", organization=firm, group=newer.group, public_from=NOW - HOUR)
    make.cooperation(firm, "HIT", kind=Cooperation.Kind.RESEARCH, **shown)
    make.milestone(firm, **shown)
    make.funding_round(firm, **shown)
    make.claim(**shown).further_sources.add(dispute.answers.first().source)
    print_article(number, firm, figure)


def print_article(number: int, firm, figure) -> None:
    """Publish a story with its translation, and put it right."""
    filed = {"tags": [make.tag(f"methane {number}")], "about": [firm], "lead": make.image(credit="Ann")}
    story = make.published(
        slug=f"story-{number}", headline=f"Story {number}", at=NOW - HOUR * number, **filed
    )
    story.printed_figures.create(figure=figure, words="four", as_printed="4 launches")
    story.publish(by=None, correction="The year.")
    make.published(slug=f"cerita-{number}", language="id", original=story, at=NOW - HOUR * number, **filed)
