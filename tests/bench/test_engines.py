"""The engines that are compared find what they are to find, and the bench's own figures add up."""

import pytest

from bench.cpu import percentiles
from bench.engines import Contains, Fts5, SpaceNews, Wagtail
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("engine", [SpaceNews, Fts5, Contains])
def test_an_engine_finds_what_readers_may_see(engine, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    live = make.published(headline="Moon", body="<p>A methane rocket.</p>").editions.get()
    make.article(headline="Moon", body="<p>A methane draft.</p>")
    tried = engine()
    tried.build()

    assert tried.search("moon methane") == [live.pk]
    assert tried.search("draft") == []


def test_wagtails_search_is_tried_under_settings_of_its_own_alone():
    assert not Wagtail.is_installed()


def test_percentiles_are_those_of_the_list():
    assert percentiles([float(cost) for cost in range(101)]) == (50, 95, 100)
    assert percentiles([3.0]) == (3, 3, 3)
