"""Records that an edition names become public with it, and not before."""

import datetime as dt

import pytest

from spacenews.firms.models import Answer, Dispute
from tests import make
from tests.articles.states import LATER, NOW, SCHEDULED

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    """One record of each kind that a text can name, unknown to readers, and a text that names them."""
    figure, in_series, answer = make.figure(), make.figure(), make.figure()
    dispute = Dispute.objects.create(topic="Launches", question="How many")
    Answer.objects.create(dispute=dispute, figure=answer, source=make.source())
    claim, firm = make.claim(), make.organization()
    return figure, in_series, answer, dispute, claim, firm


def article_about(records):
    figure, in_series, _answer, dispute, claim, firm = records
    body = (
        f'<p>It flew <mark data-figure="{figure.pk}">ten</mark> times.</p>'
        f'<div data-series="{in_series.group_id}"></div>'
        f'<div data-dispute="{dispute.pk}"></div><div data-claim="{claim.pk}"></div>'
    )
    return make.article(body=body, about=[firm])


def public_from(records) -> set:
    return {type(record).objects.get(pk=record.pk).public_from for record in records}


def test_publishing_shows_what_the_text_names_from_that_moment(clock, records):
    clock.set(NOW)
    other = make.figure()
    edition = article_about(records).publish(by=None)

    assert public_from(records) == {edition.live_from}
    assert public_from([other]) == {None}


def test_scheduling_shows_nothing_early_and_unscheduling_takes_the_promise_back(clock, records):
    clock.set(NOW)
    article = article_about(records)

    article.publish(by=None, at=SCHEDULED)
    assert public_from(records) == {SCHEDULED}

    article.unschedule(by=None)
    assert public_from(records) == {None}


def test_what_was_public_before_stays_as_it_was(clock, records):
    clock.set(NOW)
    earlier = NOW - dt.timedelta(days=30)
    for record in records:
        type(record).objects.filter(pk=record.pk).update(public_from=earlier)
    article = article_about(records)

    article.publish(by=None, at=SCHEDULED)
    article.unschedule(by=None)

    assert public_from(records) == {earlier}


def test_an_earlier_edition_shows_what_a_later_one_would_have(clock, records):
    clock.set(NOW)
    article = article_about(records)
    article.publish(by=None, at=LATER)

    article.publish(by=None, at=SCHEDULED)

    assert public_from(records) == {SCHEDULED}


@pytest.mark.parametrize("dropped", [SCHEDULED, LATER])
def test_what_another_article_promises_too_stays_promised(clock, records, dropped):
    clock.set(NOW)
    articles = {at: article_about(records) for at in (SCHEDULED, LATER)}
    for at, article in articles.items():
        article.publish(by=None, at=at)

    articles.pop(dropped).unschedule(by=None)

    assert public_from(records) == set(articles)


def test_withdrawing_takes_no_fact_from_readers(clock, records):
    clock.set(NOW)
    article = article_about(records)
    edition = article.publish(by=None)

    article.withdraw(by=None, public_reason="It was not so.")

    assert public_from(records) == {edition.live_from}
