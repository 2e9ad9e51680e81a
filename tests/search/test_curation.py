"""What editors add to search: answers of their choice, and words that mean the same."""

import datetime as dt

import pytest

from spacenews.pagecache import clock as site_clock
from spacenews.search import curation
from spacenews.search.models import PinnedAnswer
from tests import make

pytestmark = pytest.mark.django_db


def pin(article, query: str = "methane", place: int = 1) -> PinnedAnswer:
    return PinnedAnswer.objects.create(query=query, query_folded=query, article=article, place=place)


def pinned(language: str = "en", query: str = "methane") -> list[str]:
    return [edition.headline for edition in curation.pinned(query, language, site_clock.now())]


def test_a_pinned_article_is_shown_for_its_query_alone():
    pin(make.published(headline="Methane first"))

    assert pinned() == ["Methane first"]
    assert pinned(query="methan") == pinned(query="") == []


def test_pinned_articles_stand_in_their_places():
    pin(make.published(headline="Second"), place=2)
    pin(make.published(headline="First"), place=1)

    assert pinned() == ["First", "Second"]
