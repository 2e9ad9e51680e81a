"""The derived state: alone, annotated and as a filter, they say the same."""

import pytest

from spacenews.articles.models import Article
from spacenews.articles.states import State
from tests import make
from tests.articles.states import IN_STATE, NOW, SCHEDULED, live, withdrawn, write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("before", IN_STATE)
def test_a_state_is_derived_from_the_editions(clock, before):
    article = IN_STATE[before](clock)

    assert article.state(NOW) == article.state() == before


@pytest.mark.parametrize("now", [NOW, SCHEDULED], ids=["before", "when the scheduled edition goes live"])
def test_lists_and_filters_agree_with_the_state(clock, now):
    articles = {before: IN_STATE[before](clock) for before in IN_STATE}
    alone = {article.pk: article.state(now) for article in articles.values()}

    annotated = {article.pk: article.state() for article in Article.objects.with_state(now)}
    filtered = {article.pk: state for state in State for article in Article.objects.in_state(state, now)}

    assert annotated == filtered == alone


def test_a_list_with_states_asks_once(clock, django_assert_num_queries):
    for before in IN_STATE:
        IN_STATE[before](clock)

    with django_assert_num_queries(1):
        assert {article.state() for article in Article.objects.with_state(NOW)} == set(State)


def test_what_was_scheduled_goes_live_by_itself(clock):
    article = IN_STATE["scheduled"](clock)

    clock.set(SCHEDULED)

    assert article.state() == State.LIVE


def test_changes_are_what_is_newer_than_the_newest_edition(clock):
    untouched, changed, draft = live(clock), live(clock), make.article()
    write(changed, "N")

    assert [article.has_changes for article in (untouched, changed, draft)] == [False, True, False]
    assert list(Article.objects.with_state(NOW).with_changes()) == [changed]
    annotated = {article.pk: article.has_changes for article in Article.objects.with_state(NOW)}
    assert annotated == {untouched.pk: False, changed.pk: True, draft.pk: False}


def test_a_restored_article_has_changes_if_the_copy_has_gone_on(clock):
    article = withdrawn(clock)
    write(article, "N")

    article.restore(by=None)

    assert article.has_changes
