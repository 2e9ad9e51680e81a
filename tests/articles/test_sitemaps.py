import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.articles import sitemaps
from spacenews.articles.json_ld import moment
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
OLD = NOW - 5 * DAY
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def read(client, address: str) -> ET.Element:
    return ET.fromstring(client.get(address).content)


def addresses(client, address: str) -> list[str]:
    return [loc.text for loc in read(client, address).iter(f"{SITEMAP}loc")]


def every_address(client) -> list[str]:
    return [url for part in addresses(client, "/sitemap.xml") for url in addresses(client, path_of(part))]


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def parts(client) -> dict[str, str | None]:
    """Return what the index says: when each part last changed, by its name."""
    return {
        loc.rpartition("/sitemap-")[2].removesuffix(".xml"): changed
        for loc, changed in last_changes(client, "/sitemap.xml").items()
    }


def last_changes(client, address: str) -> dict[str, str | None]:
    return {
        entry.findtext(f"{SITEMAP}loc"): entry.findtext(f"{SITEMAP}lastmod")
        for entry in read(client, address)
    }


def test_each_edition_stands_under_its_own_language(client, settings):
    original = make.published(slug="story", at=OLD)
    make.published(slug="story-id", language="id", original=original, at=OLD)

    assert set(addresses(client, "/sitemap-articles-2026-08.xml")) == {
        f"{settings.SITE_URL}/2026/08/story/",
        f"{settings.SITE_URL}/id/2026/08/story-id/",
    }


def test_translations_name_each_other_whatever_their_months(client, settings):
    original = make.published(slug="story", at=OLD)
    make.published(slug="story-id", language="id", original=original, at=OLD - 30 * DAY)
    make.published(slug="alone", at=OLD)

    links = {
        entry.findtext(f"{SITEMAP}loc"): {
            link.get("hreflang"): link.get("href") for link in entry.iter(f"{XHTML}link")
        }
        for month in ("08", "07")
        for entry in read(client, f"/sitemap-articles-2026-{month}.xml")
    }

    english, indonesian = f"{settings.SITE_URL}/2026/08/story/", f"{settings.SITE_URL}/id/2026/07/story-id/"
    both = {"en": english, "id": indonesian, "x-default": english}
    assert links == {english: both, indonesian: both, f"{settings.SITE_URL}/2026/08/alone/": {}}


def test_every_address_of_the_sitemap_answers(client):
    make.page("about", en="<p>About.</p>")
    for key in ("ethics", "corrections-policy", "privacy"):
        make.page(key, en="<p>Text.</p>")
    group = make.figure(public_from=NOW).group
    make.published(tags=[make.tag("methane")], about=[make.organization(public_from=NOW)])
    make.published(at=OLD)
    make.published(language="id", tags=[make.tag("metana")], original=make.article(), at=OLD)

    urls = every_address(client)

    assert len(urls) == len(set(urls))
    assert any(f"/figures/{group.slug}/" in url for url in urls)
    assert any("/id/tag/metana/" in url for url in urls)
    assert {url: client.get(path_of(url)).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_what_readers_may_not_see_is_in_no_sitemap(client):
    make.article(slug="draft", section=make.section(slug="hidden-section"), tags=[make.tag("hidden-tag")])
    make.article(slug="scheduled").publish(by=None, at=NOW + dt.timedelta(hours=1))
    make.published(slug="gone").withdraw(by=None, public_reason="It was not so.")
    make.published(slug="gone-of-old", at=OLD - 90 * DAY).withdraw(by=None, public_reason="It was not so.")
    make.organization(slug="hidden-firm")

    text = " ".join([*parts(client), *every_address(client)])

    assert [
        word for word in ("draft", "scheduled", "gone", "hidden", "news", "articles") if word in text
    ] == []


def test_the_index_says_when_each_part_last_changed(client, clock):
    make.organization(public_from=OLD)
    make.published(at=dt.datetime(2026, 6, 3, 9, tzinfo=dt.UTC))
    make.published(at=dt.datetime(2026, 7, 3, 9, tzinfo=dt.UTC))
    july = make.published(at=dt.datetime(2026, 7, 20, 9, 30, tzinfo=dt.UTC))
    make.published(at=dt.datetime(2026, 8, 19, 8, tzinfo=dt.UTC))

    assert parts(client) == {
        "pages": "2026-08-19T08:00:00+00:00",
        "lists": "2026-08-19T08:00:00+00:00",
        "firms": None,
        "news": "2026-08-20T00:00:00+00:00",
        "articles-2026-07": "2026-07-22T00:00:00+00:00",
        "articles-2026-06": "2026-06-05T00:00:00+00:00",
    }

    july.withdraw(by=None, public_reason="It was not so.")
    withdrawn = moment(july.editions.get().live_until)

    assert parts(client)["articles-2026-07"] == withdrawn


def test_a_change_of_an_old_article_changes_its_month_and_its_entry(client, settings):
    article = make.published(slug="story", at=OLD - 60 * DAY)
    changed = moment(article.publish(by=None, correction="The year.").live_from)

    assert parts(client)["articles-2026-06"] == changed
    assert last_changes(client, "/sitemap-articles-2026-06.xml") == {
        f"{settings.SITE_URL}/2026/06/story/": changed
    }


def test_the_news_are_those_of_today_and_yesterday(client, settings):
    settings.SITE_NAME = "Space & News"
    make.published(slug="today", headline="A <rocket> & more", at=NOW, language="zh-hans")
    make.published(slug="yesterday", at=dt.datetime(2026, 8, 19, tzinfo=dt.UTC))
    make.published(slug="before", at=dt.datetime(2026, 8, 18, 23, 59, tzinfo=dt.UTC))

    today, yesterday = read(client, "/sitemap-news.xml")

    assert yesterday.findtext(f"{SITEMAP}loc") == f"{settings.SITE_URL}/2026/08/yesterday/"
    assert [(part.tag.removeprefix(NEWS), part.text) for part in today.find(f"{NEWS}news").iter()][2:] == [
        ("name", "Space & News"),
        ("language", "zh-cn"),
        ("publication_date", "2026-08-20T12:00:00+00:00"),
        ("title", "A <rocket> & more"),
    ]
    assert addresses(client, "/sitemap-articles-2026-08.xml") == [f"{settings.SITE_URL}/2026/08/before/"]


def test_what_is_no_longer_news_moves_to_its_month_at_midnight(client, clock, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    make.published(slug="story", at=NOW)
    url = f"{settings.SITE_URL}/2026/08/story/"
    midnight = dt.datetime(2026, 8, 21, 17, tzinfo=dt.UTC)  # the second one, in Jakarta

    clock.set(midnight - dt.timedelta(minutes=5))
    assert addresses(client, "/sitemap-news.xml") == [url]
    assert client.get("/sitemap-articles-2026-08.xml").status_code == 404

    clock.set(midnight)
    assert addresses(client, "/sitemap-news.xml") == []
    assert addresses(client, "/sitemap-articles-2026-08.xml") == [url]
    assert parts(client)["articles-2026-08"] == "2026-08-22T00:00:00+07:00"


def test_more_news_than_a_part_holds_stand_in_their_month(client, monkeypatch, settings):
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    for minute in range(3):
        make.published(slug=f"story-{minute}", at=NOW - dt.timedelta(minutes=9 - minute))
    urls = [f"{settings.SITE_URL}/2026/08/story-{minute}/" for minute in range(3)]

    assert addresses(client, "/sitemap-news.xml") == [urls[2], urls[1]]
    assert addresses(client, "/sitemap-articles-2026-08.xml") == [urls[0]]
    assert "articles-2026-08" in parts(client)


def test_a_month_of_more_than_a_part_may_hold_has_several(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 2)
    for number in range(5):
        make.published(slug=f"story-{number}", at=OLD - dt.timedelta(minutes=number))

    of_month = [part for part in parts(client) if part.startswith("articles")]
    found = [len(addresses(client, f"/sitemap-{part}.xml")) for part in of_month]

    assert of_month == ["articles-2026-08", "articles-2026-08-2", "articles-2026-08-3"]
    assert found == [2, 2, 1]
    assert client.get("/sitemap-articles-2026-08-4.xml").status_code == 404


def test_an_address_keeps_its_month_whatever_zone_the_site_has_now(client, settings):
    make.published(slug="story", at=dt.datetime(2026, 6, 30, 20, tzinfo=dt.UTC))

    settings.TIME_ZONE = "Asia/Tokyo"  # where it was July by then

    assert addresses(client, "/sitemap-articles-2026-06.xml") == [f"{settings.SITE_URL}/2026/06/story/"]
    assert client.get("/sitemap-articles-2026-07.xml").status_code == 404


def test_an_article_names_its_lead_picture(client, settings):
    picture = make.image()
    make.published(slug="story", lead=picture, at=OLD)

    [image] = read(client, "/sitemap-articles-2026-08.xml").iter(f"{IMAGE}image")

    assert image.findtext(f"{IMAGE}loc") == f"{settings.SITE_URL}{picture.url}"


def test_a_list_changed_when_its_newest_story_went_live(client, settings):
    section, tag = make.section(slug="launch"), make.tag("methane")
    for at in (OLD - DAY, OLD):
        make.published(section=section, tags=[tag], at=at)

    changes = last_changes(client, "/sitemap-lists.xml")

    assert changes[f"{settings.SITE_URL}/section/launch/"] == "2026-08-15T12:00:00+00:00"
    assert changes[f"{settings.SITE_URL}/zh-hans/tag/methane/"] == "2026-08-15T12:00:00+00:00"


@pytest.mark.parametrize(
    ("part", "queries"),
    [
        ("sitemap", 7),
        ("sitemap-pages", 0),
        ("sitemap-lists", 3),
        ("sitemap-firms", 2),
        ("sitemap-news", 3),
        ("sitemap-articles-2026-07", 3),
    ],
)
def test_a_part_asks_the_same_number_of_questions_however_much_there_is(client, settle, part, queries):
    counts = []
    for number in (1, 3):
        for of in range(number):
            make.published(tags=[make.tag()], lead=make.image(), about=[make.organization(public_from=OLD)])
            make.published(at=OLD - (30 + of) * DAY)
        settle()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/{part}.xml")
        counts.append(len(asked))

    assert counts == [queries, queries]


@pytest.mark.parametrize(
    "part",
    [
        *("nothing", "articles-", "articles-2026", "articles-1969-01", "articles-2026-13", "articles-2026-8"),
        *("articles-٢٠٢٦-08", "articles-2025-08", "articles-2026-08-1", "articles-2026-08-2"),
    ],
)
def test_a_part_that_is_none_is_not_found(client, part):
    make.published(at=OLD)

    assert client.get("/sitemap-articles-2026-08.xml").status_code == 200
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_robots_names_the_sitemap_and_keeps_out_of_the_desk(client, settings):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines
