"""What readers cannot see yet leaves no trace in what they can."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.firms.models import Organization
from tests import make

pytestmark = pytest.mark.django_db
TOMORROW = dt.timedelta(days=1)


@pytest.mark.parametrize("address", ["", "feed/rss/", "feed/atom/", "feed.json"])
@pytest.mark.parametrize("kind", ["section", "tag", "author"])
def test_an_old_slug_of_what_only_drafts_name_leads_nowhere(client, clock, kind, address):
    owner = getattr(make, kind)(slug="secret-deal")
    owner.slug = "secret-deal-with-x"
    owner.save()
    named = {"tag": {"tags": [owner]}, "author": {"authors": [owner]}, "section": {"section": owner}}[kind]
    article = make.article(**named)
    article.publish(by=None, at=clock.now() + TOMORROW)

    hidden = client.get(f"/{kind}/secret-deal/{address}").status_code
    clock.forward(days=2)
    shown = client.get(f"/{kind}/secret-deal/{address}").status_code

    assert (hidden, shown) == (404, 301)


@pytest.mark.parametrize("end", ["/", ".md"])
@pytest.mark.parametrize("kind", ["section", "tag", "author"])
def test_what_only_drafts_name_takes_no_more_time_than_what_never_was(client, clock, kind, end):
    hidden = getattr(make, kind)(slug="secret-deal")
    named = {"tag": {"tags": [hidden]}, "author": {"authors": [hidden]}, "section": {"section": hidden}}[kind]
    make.article(**named)
    client.get(f"/{kind}/other-deals{end}")  # fills the fragments

    asked = {}
    for slug in ("secret-deal", "never-a-one"):
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/{kind}/{slug}{end}").status_code == 404
        asked[slug] = [query["sql"].partition(" WHERE ")[0] for query in found]

    assert asked["secret-deal"] == asked["never-a-one"]


@pytest.mark.parametrize("address", ["/{}/", "/{}.md", "/embed/article/{}/"])
def test_a_firm_that_the_desk_has_taken_back_is_not_told_of_beside_an_article(client, address):
    firm = make.organization("Secret Rockets")
    article = make.published(about=[firm])
    address = address.format(article.editions.get().path)
    shown = client.get(address).content.decode()
    Organization.objects.filter(pk=firm.pk).update(public_from=None)

    hidden = client.get(address).content.decode()

    assert "Secret Rockets" in shown
    assert "Secret Rockets" not in hidden and firm.slug not in hidden


def test_a_scheduled_change_moves_no_related_story(client, clock):
    firm, tag = make.organization(public_from=clock.now()), make.tag("methane")
    make.published(headline="Shares a tag", tags=[tag])
    quiet = make.published(headline="Shares nothing yet")
    read = make.published(slug="story", about=[firm], tags=[tag])
    page = read.editions.get().url
    before = client.get(page).content

    quiet.take_rows(
        {"coverage": [{"organization_id": firm.pk, "position": 0}], "tag_rows": [{"tag_id": tag.pk}]}
    )
    quiet.keep(by=None)
    make_complete(quiet).publish(by=None, at=clock.now() + TOMORROW)

    assert client.get(page).content == before


def make_complete(article):
    """Give an article back the rows without which nothing goes out."""
    article.bylines.create(author=make.author())
    article.source_rows.create(source=make.source())
    return article


def test_a_story_that_was_corrected_often_is_no_closer_for_it(client):
    firm, tag = make.organization(), make.tag("methane")
    often = make.published(headline="Corrected thrice", tags=[tag])
    for number in range(3):
        often.publish(by=None, correction=f"Correction {number}.")
    make.published(headline="Shares a firm", about=[firm])
    read = make.published(slug="story", about=[firm], tags=[tag])

    page = client.get(read.editions.get().url).text

    related = page[page.index('class="related"') :]
    assert related.index("Shares a firm") < related.index("Corrected thrice")
