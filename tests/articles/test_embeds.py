"""The small cards that other sites show in a frame."""

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest

from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SITE = "https://news.example"


@pytest.fixture(autouse=True)
def noon(clock, settings):
    clock.set(NOW)
    settings.SITE_URL = SITE


def words(answer) -> str:
    body = answer.text.partition("<body>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_the_card_of_an_article_leads_to_its_page(client):
    firms = [make.organization("LandSpace", public_from=NOW), make.organization("i-Space", public_from=NOW)]
    make.published(
        slug="story", headline="A <story>", deck="Deck.", about=firms, section=make.section(name="Launch"),
        kind="analysis", lead=make.image(), language="id",
    )  # fmt: skip

    card = client.get("/embed/article/2026/08/story/")

    assert (
        words(card) == "Launch Analysis A &lt;story&gt; Deck. 20 August 2026 · LandSpace, i-Space Space News"
    )
    assert f'<div lang="id">\n<h1><a href="{SITE}/id/2026/08/story/">' in card.text
    assert f'<link rel="canonical" href="{SITE}/id/2026/08/story/">' in card.text


def test_the_card_of_a_firm_tells_its_newest_stories(client):
    firm = make.organization("LandSpace", slug="landspace", public_from=NOW, city="Beijing", founded="2015")
    make.name(firm, "蓝箭航天", kind="native", language="zh-Hans")
    for day in range(4):
        make.published(at=NOW - day * 24 * HOUR, headline=f"Story {day}", slug=f"story-{day}", about=[firm])
    make.article(headline="Draft", about=[firm])

    card = client.get("/embed/firm/landspace/")

    assert words(card) == (
        "LandSpace 蓝箭航天 Firm · Beijing, China · Founded 2015 Latest news Story 0 20 August 2026 "
        "Story 1 19 August 2026 Story 2 18 August 2026 Space News"
    )
    assert f'href="{SITE}/2026/08/story-1/"' in card.text


def test_the_card_of_figures_draws_them_with_their_sources(client):
    first = make.figure(period="2023", value=10, public_from=NOW)
    of_group = {"group": first.group, "scope": first.scope, "metric": first.metric, "public_from": NOW}
    make.figure(period="2024", value=20, source=make.source(publisher="One"), **of_group)
    make.figure(period="2024", value=30, source=make.source(publisher="Two"), **of_group)
    for period in ("2023", "2024"):
        make.figure(period=period, value=5, **{**of_group, "unit": "satellites", "metric": "satellites"})

    card = client.get(f"/embed/figure/{first.group.slug}/")

    assert card.text.count('<figure class="chart">') == 2
    assert "2024: 20 (One), 30 (Two)" in words(card)


def test_figures_that_make_no_chart_stand_side_by_side(client):
    first = make.figure(period="2024", value=-20, public_from=NOW, source=make.source(publisher="One"))
    of_group = {"group": first.group, "scope": first.scope, "metric": first.metric, "public_from": NOW}
    make.figure(period="2024", value=-30, source=make.source(publisher="Two"), kind="estimate", **of_group)
    make.figure(period="2024", value=40, group=first.group)

    card = client.get(f"/embed/figure/{first.group.slug}/")

    assert card.text.count("<dt>") == 1
    assert "2024 −20 Reported One −30 Estimate Two Space News" in words(card)


def test_a_card_holds_no_script_and_no_form_and_no_way_to_the_desk(client):
    firm = make.organization(slug="landspace", public_from=NOW)
    make.published(slug="story", about=[firm], lead=make.image())
    group = make.figure(public_from=NOW).group

    for path in ("article/2026/08/story", "firm/landspace", f"figure/{group.slug}", "firm/never"):
        page = client.get(f"/id/embed/{path}/").text
        assert re.findall(r"<script|<form|<input|<iframe|/admin/|style=|\son\w+=", page) == []
        assert '<base target="_blank">' in page and '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("prefix", ["", "/id", "/zh-hans"])
def test_what_is_hidden_answers_byte_for_byte_as_what_never_was(client, prefix):
    make.article(slug="draft")
    make.article(slug="soon").publish(by=None, at=NOW + HOUR)
    make.organization(slug="secret")
    group = make.figure().group
    hidden = ["article/2026/08/draft", "article/2026/08/soon", "firm/secret", f"figure/{group.slug}"]
    never = ["article/2026/08/never", "firm/never", "figure/never"]

    answers = [client.get(f"{prefix}/embed/{path}/") for path in hidden + never]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


def test_a_frame_tells_why_its_article_was_withdrawn(client):
    make.published(slug="gone", headline="Headline").withdraw(by=None, public_reason="It was not so.")

    card = client.get("/embed/article/2026/08/gone/")

    assert (card.status_code, words(card)) == (410, "This article was withdrawn It was not so. Space News")


def test_an_old_address_leads_to_the_card_at_the_new_one(client):
    article = make.published(slug="old")
    article.slug = "new"
    article.save()
    article.publish(by=None)
    firm = make.organization(slug="before", public_from=NOW)
    firm.slug = "after"
    firm.save()

    moved = [client.get(path) for path in ("/id/embed/article/2026/08/old/", "/embed/firm/before/")]

    assert [(answer.status_code, answer.headers["Location"]) for answer in moved] == [
        (301, "/id/embed/article/2026/08/new/"),
        (301, "/embed/firm/after/"),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_cards_ask_the_same_few_questions_however_much_there_is(client, django_assert_num_queries, rows):
    firms = [make.organization(public_from=NOW) for _ in range(rows)]
    figures = make.figure(period="2020", public_from=NOW)
    for number in range(rows):
        make.published(slug=f"story-{number}", about=firms, lead=make.image())
        make.figure(period=f"203{number}", public_from=NOW, group=figures.group)

    with django_assert_num_queries(5):
        client.get("/embed/article/2026/08/story-0/")
    with django_assert_num_queries(3):
        client.get(f"/embed/firm/{firms[0].slug}/")
    with django_assert_num_queries(3):
        client.get(f"/embed/figure/{figures.group.slug}/")


def test_the_stylesheet_of_the_cards_is_small():
    assert len(gzip.compress(Path("static/css/embed.css").read_bytes(), 9)) <= 1_500
