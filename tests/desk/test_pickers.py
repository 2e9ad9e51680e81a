"""What the writing surface picks from: pages to link to and records to print, as far as each person sees them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from spacenews.articles.models import Article
from spacenews.editors.roles import CONTRIBUTOR, DESK, EDITOR
from spacenews.firms.models import FigureGroup
from tests import make
from tests.desk.pages import change

pytestmark = pytest.mark.django_db
EARLIER = timezone.now() - dt.timedelta(days=2)
LATER = timezone.now() + dt.timedelta(days=2)


def found(client, kind: str, term: str = "", **asked) -> list[dict]:
    address = reverse("admin:articles_article_pick", args=[kind])
    return client.get(address, {"term": term, **asked}).json()["found"]


def named(client, kind: str, term: str = "") -> list[str]:
    return [row["name"] for row in found(client, kind, term)]


# Pages to link to


def test_a_link_leads_to_what_readers_have(sign_in):
    firm = make.organization("Methane Works", slug="methane-works", public_from=EARLIER)
    make.organization("Methane Secret")
    live = make.published(at=EARLIER, headline="Methane flies", slug="methane-flies")
    make.article(headline="Methane draft")
    withdrawn = make.published(at=EARLIER, headline="Methane withdrawn")
    withdrawn.withdraw(by=None, public_reason="Wrong.")

    rows = found(sign_in(EDITOR), "link", "methane")

    path = live.editions.get().path
    assert [(row["kind"], row["name"], row["url"]) for row in rows] == [
        ("Firm", firm.name, "/firms/methane-works/"),
        ("Article", "Methane flies", f"/{path}/"),
    ]


def test_a_word_that_has_only_begun_finds_articles(sign_in):
    make.published(at=EARLIER, headline="Methane flies")

    assert named(sign_in(EDITOR), "link", "metha") == ["Methane flies"]


def test_without_a_word_the_newest_articles_are_offered(sign_in):
    for day in (3, 1, 2):
        make.published(at=timezone.now() - dt.timedelta(days=day), headline=f"{day} days ago")

    make.published(at=EARLIER).withdraw(by=None, public_reason="Wrong.")

    assert named(sign_in(EDITOR), "link") == ["1 days ago", "2 days ago", "3 days ago"]


def test_what_is_scheduled_is_marked_and_only_for_who_may_see_it(sign_in):
    contributor = sign_in(CONTRIBUTOR)
    for by in (contributor.person, None):
        make.article(by=by, headline=f"Methane soon, by {by}").publish(by=None, at=LATER)

    def marked(client, term):
        return sorted((row["kind"], row["name"]) for row in found(client, "link", term))

    own = ("Scheduled", f"Methane soon, by {contributor.person}")
    editor = sign_in(EDITOR)
    for term in ("methane", ""):
        assert marked(contributor, term) == [own]
        assert marked(editor, term) == [("Scheduled", "Methane soon, by None"), own]


def test_a_change_to_come_offers_the_page_that_is_live_once(sign_in):
    article = make.published(at=EARLIER, headline="Methane flies")
    article.publish(by=None, at=LATER)

    assert [row["kind"] for row in found(sign_in(EDITOR), "link", "methane")] == ["Article"]


def test_an_address_is_in_the_language_of_the_text(sign_in):
    make.organization("Methane Works", slug="methane-works", public_from=EARLIER)
    make.published(at=EARLIER, headline="Metana terbang", slug="metana", language="id")
    client = sign_in(EDITOR)

    def addresses(language):
        return [row["url"].split("/")[1] for row in found(client, "link", "metha", language=language)]

    assert addresses("zh-hans") == ["zh-hans"]
    assert addresses("nonsense") == ["firms"]
    assert found(client, "link", "metana")[0]["url"].startswith("/id/")


# Records


def test_a_record_is_found_by_words_and_told_by_name_and_source(sign_in):
    source = make.source(publisher="The Paper")
    figure = make.figure(as_printed="64 launches", scope="China", period="2025", source=source)
    make.figure(as_printed="7 rockets")
    claim = make.claim(sentence="There were 64 launches.", source=source)
    client = sign_in(EDITOR)

    assert found(client, "figure", "64 launches") == [
        {"id": figure.pk, "name": "64 launches", "line": "China, 2025, reported · The Paper"}
    ]
    assert found(client, "claim", "64") == [
        {"id": claim.pk, "name": "There were 64 launches.", "line": "Weak · The Paper"}
    ]


def test_a_dispute_and_a_series_are_found(sign_in):
    dispute = make.dispute("Two.", "Three.")
    group = FigureGroup.objects.create(slug="rockets", title="Rockets a year")
    make.figure(group=group)
    client = sign_in(EDITOR)

    assert found(client, "series", "rockets") == [
        {"id": group.pk, "name": "Rockets a year", "line": "1 figure"}
    ]
    assert [row["id"] for row in found(client, "dispute", dispute.question)] == [dispute.pk]


def test_the_newest_records_are_offered_first(sign_in):
    older, newer = make.figure(), make.figure()

    assert [row["id"] for row in found(sign_in(EDITOR), "figure")] == [newer.pk, older.pk]


def test_a_contributor_picks_his_own_pictures_alone(sign_in):
    contributor = sign_in(CONTRIBUTOR)
    own = make.image(alt="Own rocket.", credit="Ann", caption="At night.", created_by=contributor.person)
    other = make.image(alt="Other rocket.")

    (row,) = found(contributor, "image", "rocket")
    assert row == {
        **{"id": own.pk, "name": "Own rocket.", "line": "Ann", "look": own.url},
        **{"alt": "Own rocket.", "decorative": False, "caption": "At night.", "credit": "Ann"},
    }
    assert named(contributor, "image") == ["Own rocket."]
    assert [row["id"] for row in found(sign_in(EDITOR), "image", "rocket")] == [other.pk, own.pk]


def test_who_writes_nothing_picks_nothing(sign_in):
    client = sign_in(DESK)

    assert client.get(reverse("admin:articles_article_pick", args=["figure"])).status_code == 403


def test_what_is_no_kind_is_not_there(sign_in):
    assert sign_in(EDITOR).get(reverse("admin:articles_article_pick", args=["user"])).status_code == 404


@pytest.mark.parametrize("kind", ["link", "figure", "image", "series", "dispute", "claim"])
@pytest.mark.parametrize("term", ["", "rocket"])
def test_the_number_of_queries_does_not_grow(sign_in, kind, term):
    client = sign_in(EDITOR)

    def add():
        make.published(at=EARLIER, headline="Rocket")
        make.organization(f"Rocket {Article.objects.count()}", public_from=EARLIER)
        make.article(headline="Rocket").publish(by=None, at=LATER)
        group = FigureGroup.objects.create(slug=f"rocket-{Article.objects.count()}", title="Rocket")
        make.figure(as_printed="one rocket", group=group)
        make.image(alt="Rocket.")
        make.claim(sentence="A rocket.")
        make.dispute("Rocket", question="Which rocket?")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert found(client, kind, term)
        return len(queries)

    add()
    few = asked()
    add()
    add()
    assert asked() == few


# What stands in a text


def test_the_editor_is_told_what_its_references_are(sign_in):
    source = make.source(publisher="The Paper")
    figure = make.figure(as_printed="64 launches", scope="China", period="2025", source=source)
    image = make.image(alt="A rocket on its pad.", credit="Ann")
    body = f'<p><mark data-figure="{figure.pk}">64</mark></p><figure data-alt="x" data-image="{image.pk}"></figure>'
    article = make.article(body=body)

    widget = sign_in(EDITOR).get(change(article)).context["adminform"].form.fields["body"].widget

    told = {key: (row["name"], row["line"]) for key, row in widget.records.items()}
    assert told == {
        f"figure-{figure.pk}": ("64 launches", "China, 2025, reported · The Paper"),
        f"image-{image.pk}": ("A rocket on its pad.", "Ann"),
    }


def test_a_picture_of_another_is_told_to_no_contributor(sign_in):
    contributor, image = sign_in(CONTRIBUTOR), make.image(alt="Not published.")
    article = make.article(by=contributor.person, body=f'<figure data-image="{image.pk}"></figure>')

    page = contributor.get(change(article))

    assert page.context["adminform"].form.fields["body"].widget.records == {}
    assert "Not published." not in page.text
