"""In "How we know this" stand the other stories that print the figure: those that a reader may see now."""

import datetime as dt
import re

import pytest

from spacenews.articles import also
from spacenews.pagecache import clock as site_clock
from tests import make

pytestmark = pytest.mark.django_db
ROW = re.compile(r"<dt>Also printed in</dt><dd>(.*?)</dd>")


def printing(*figures) -> str:
    return "".join(f'<p><mark data-figure="{figure.pk}">Words</mark>.</p>' for figure in figures)


def told(client, article) -> list[str]:
    """Return what the disclosures of an article's page say of others, as headlines."""
    page = client.get(article.editions.latest("live_from").url).content.decode()
    assert "<!--" not in page
    return [re.sub(r"<.*?>", "", row) for row in ROW.findall(page)]


def test_the_other_stories_that_print_a_figure_stand_in_its_disclosure_newest_first(client, clock):
    figure, alone = make.figure(), make.figure()
    for name in ("One", "Two", "Three", "Four"):
        make.published(headline=name, body=printing(figure, figure))
        clock.forward(hours=1)

    article = make.published(body=printing(alone, figure))

    assert told(client, article) == ["Four; Three; Two"]


def test_nothing_that_a_reader_may_not_see_is_told(client, clock):
    figure = make.figure()
    make.article(headline="Draft", body=printing(figure))
    scheduled = make.article(headline="Scheduled", body=printing(figure))
    scheduled.publish(by=None, at=site_clock.now() + dt.timedelta(hours=2))
    other = make.published(headline="Other", body=printing(figure))
    article = make.published(body=printing(figure))
    assert told(client, article) == ["Other"]

    other.withdraw(by=None, public_reason="Wrong.", desk_note="")
    assert told(client, article) == []

    clock.forward(hours=3)
    assert told(client, article) == ["Scheduled"]


def test_a_translation_is_no_other_story_and_each_story_stands_once(client):
    figure = make.figure()
    original = make.published(headline="Original", body=printing(figure))
    make.published(headline="Asli", language="id", body=printing(figure), original=original)
    article = make.published(headline="Mine", body=printing(figure))

    assert told(client, article) == ["Original"]
    assert told(client, original) == ["Mine"]


def test_of_a_figure_that_all_print_only_the_newest_are_looked_at(clock, monkeypatch):
    figure = make.figure()
    for name in "abcdef":
        make.published(headline=name, body=printing(figure))
        clock.forward(hours=1)
    edition = make.published(body=printing(figure)).editions.get()
    monkeypatch.setattr(also, "WINDOW", 4)

    found = also.others_of(edition, {figure.pk}, site_clock.now())

    assert [other.headline for other in found[figure.pk]] == ["f", "e", "d", "c"]


@pytest.mark.parametrize("others", [1, 3])
def test_it_takes_two_queries_whatever_is_found(django_assert_num_queries, others):
    figure, now = make.figure(), site_clock.now()
    for _ in range(others):
        make.published(body=printing(figure), at=now)
    article = make.published(body=printing(figure), at=now)

    edition = article.editions.get()

    with django_assert_num_queries(2):
        also.body_of(edition, now)


def test_a_text_without_figures_asks_nothing(django_assert_num_queries):
    edition = make.published(body="<p>None.</p>").editions.get()

    with django_assert_num_queries(0):
        also.body_of(edition, site_clock.now())
