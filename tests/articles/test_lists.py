"""Lists of stories: one card a story, newest first, paged by key, at a constant number of queries."""

import datetime as dt
import re

import pytest

from spacenews.articles import paging
from spacenews.articles.models import Edition, Pin
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
CARD = re.compile(r'<h3[^>]*><a href="[^"]*">(.*?)</a></h3>')


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def headlines(client, address: str) -> list[str]:
    return CARD.findall(client.get(address).content.decode())


def story_in_two_languages(**shared):
    original = make.published(slug="story", headline="English", **shared)
    make.published(slug="story-id", headline="Indonesia", language="id", original=original, **shared)
    return original


def test_a_list_holds_one_card_a_story_in_its_language_or_else_the_original(client):
    section = make.section(slug="launch")
    story_in_two_languages(section=section)

    shown = {prefix: headlines(client, f"{prefix}/section/launch/") for prefix in ("", "/id", "/zh-hans")}

    assert shown == {"": ["English"], "/id": ["Indonesia"], "/zh-hans": ["English"]}


def test_a_translation_counts_only_within_the_same_list(client):
    tag = make.tag("methane")
    original = make.published(headline="English", tags=[tag])
    make.published(headline="Indonesia", language="id", original=original)

    assert headlines(client, "/id/tag/methane/") == ["English"]


def test_a_translation_whose_original_is_withdrawn_stays_in_its_own_languages_lists(client):
    section = make.section(slug="launch")
    original = story_in_two_languages(section=section)
    original.withdraw(by=None, public_reason="It was not so.")

    assert headlines(client, "/id/section/launch/") == ["Indonesia"]
    assert client.get("/section/launch/").status_code == 404


def test_cards_link_under_the_readers_prefix(client):
    section = make.section(slug="launch")
    make.published(slug="story", section=section)

    assert 'href="/zh-hans/2026/08/story/"' in client.get("/zh-hans/section/launch/").content.decode()


@pytest.mark.parametrize("address", ["/section/launch/", "/tag/methane/", "/author/staff/"])
def test_what_has_no_live_edition_is_not_found_and_suggested_nowhere(client, address):
    section, tag, author = make.section(slug="launch"), make.tag("methane"), make.author(slug="staff")
    article = make.article(section=section, tags=[tag], authors=[author])

    before = client.get(address).status_code
    article.publish(by=None)
    after = client.get(address).status_code

    assert (before, after) == (404, 200)


def test_a_renamed_section_redirects_from_its_old_slug(client):
    section = make.section(slug="rockets")
    make.published(section=section)
    section.slug = "launch"
    section.save()

    answer = client.get("/id/section/rockets/")

    assert (answer.status_code, answer["Location"]) == (301, "/id/section/launch/")


def test_paging_by_key_shows_every_story_once_forwards_and_back(client):
    section = make.section(slug="launch")
    written = [f"Story {number:02}" for number in range(65)]
    for number, headline in enumerate(written):
        make.published(headline=headline, section=section, at=NOW - 70 * HOUR + (number // 2) * HOUR)

    pages, address = [], "/section/launch/"
    while address:
        page = client.get(address).content.decode()
        pages.append((address, CARD.findall(page)))
        older = re.search(r'<a href="([^"]+)" rel="next">', page)
        address = older and older[1]

    assert [len(cards) for _, cards in pages] == [30, 30, 5]
    assert [headline for _, cards in pages for headline in cards] == written[::-1]
    newer = re.search(r'<a href="([^"]+)" rel="prev">', client.get(pages[2][0]).content.decode())[1]
    assert headlines(client, newer) == pages[1][1]


@pytest.mark.parametrize("key", ["x", "1", "-", "1-", "9" * 17 + "-1", "1-" + "9" * 19, "١-١"])
def test_a_key_that_is_none_is_not_found(client, key):
    make.published(section=make.section(slug="launch"))

    assert client.get("/section/launch/", {"before": key}).status_code == 404


def test_a_key_survives_its_address():
    moment = dt.datetime(2026, 8, 20, 12, 0, 0, 123456, tzinfo=dt.UTC)

    assert paging.read_key(paging.key_of(moment, 7)) == (moment, 7)


def test_the_front_page_shows_pins_by_place_and_no_story_twice(client):
    section = make.section(slug="launch", name="Launch")
    for number in range(6):
        make.published(headline=f"Newest {number}", section=section, at=NOW - number * HOUR)
    old = [make.published(headline=f"Pinned {n}", section=section, at=NOW - 9 * DAY) for n in range(3)]
    for place, article in enumerate(old):
        Pin.objects.create(place=place, article=article)

    page = client.get("/").content.decode()

    lead = re.search(r'<article class="lead">.*?<h2><a href="[^"]*">(.*?)</a>', page, re.DOTALL)[1]
    assert lead == "Pinned 0"
    assert CARD.findall(page)[:4] == ["Pinned 1", "Pinned 2", "Newest 0", "Newest 1"]
    assert len(CARD.findall(page)) == len(set(CARD.findall(page)))


def test_every_pin_has_its_place_on_the_front_page(client):
    for place in range(7):
        article = make.published(headline=f"Pinned {place}", at=NOW - 9 * DAY)
        Pin.objects.create(place=place, article=article)

    assert headlines(client, "/") == [f"Pinned {place}" for place in range(1, 7)]


def test_when_a_pin_ends_the_newest_leads_again_by_itself(client, clock):
    make.published(headline="Newest")
    old = make.published(headline="Pinned", at=NOW - 9 * DAY)
    Pin.objects.create(place=0, article=old, ends_at=NOW + HOUR)

    before = client.get("/").content.decode()
    clock.set(NOW + HOUR)
    after = client.get("/").content.decode()

    lead = re.compile(r'<article class="lead">.*?<h2><a href="[^"]*">(.*?)</a>', re.DOTALL)
    assert (lead.search(before)[1], lead.search(after)[1]) == ("Pinned", "Newest")


def test_other_languages_on_the_front_page_are_what_the_readers_own_lists_leave_out(client):
    story_in_two_languages()
    make.published(headline="The lead, whose headline is no card")

    shown = {prefix: headlines(client, f"{prefix}/") for prefix in ("", "/id", "/zh-hans")}

    assert shown == {
        "": ["English", "Indonesia"],
        "/id": ["Indonesia", "English"],
        "/zh-hans": ["English", "Indonesia"],
    }


@pytest.mark.parametrize(("prefix", "title"), [("", "August 2026"), ("/zh-hans", "2026年8月")])
def test_a_month_is_named_without_a_day(client, prefix, title):
    make.published(at=NOW)

    assert f">{title}</h1>" in client.get(f"{prefix}/2026/08/").content.decode()


def test_an_empty_site_has_a_front_page(client):
    assert client.get("/").status_code == 200


def test_the_archive_counts_stories_by_month(client):
    make.published(at=dt.datetime(2026, 7, 31, 23, 59, tzinfo=dt.UTC))
    story_in_two_languages(at=dt.datetime(2026, 8, 1, tzinfo=dt.UTC))

    archive = client.get("/archive/").content.decode()
    month = client.get("/2026/08/")

    main = archive[archive.index("<main>") : archive.index("</main>")]
    assert re.findall(r'href="(/2026/\d\d/)">.*?<span class="n">(\d+)</span>', main) == [
        ("/2026/08/", "1"),
        ("/2026/07/", "1"),
    ]
    assert month.status_code == 200
    assert CARD.findall(month.content.decode()) == ["English"]


@pytest.mark.parametrize(
    "address", ["/2026/05/", "/2025/", "/2026/13/", "/1969/", "/2026/00/", "/99999/", "/٢٠٢٦/"]
)
def test_a_month_or_year_without_stories_is_not_found(client, address):
    make.published()

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/section/launch/", 3),
        ("/tag/methane/", 3),
        ("/author/staff/", 3),
        ("/archive/", 2),
        ("/2026/", 2),
        ("/2026/08/", 3),
        ("/corrections/", 2),
    ],
)
def test_a_list_asks_the_same_number_of_queries_at_any_length(
    client, django_assert_num_queries, settle, address, queries, rows
):
    shared = {"section": make.section(slug="launch"), "tags": [make.tag("methane")]}
    author, firm = make.author(slug="staff"), make.organization(public_from=NOW)
    for _ in range(rows):
        article = make.published(authors=[author], about=[firm], **shared)
        article.publish(by=None, correction="The unit was wrong.")
    settle()
    client.get(address)  # fills the fragments

    with django_assert_num_queries(queries):
        answer = client.get(address)

    assert answer.status_code == 200


@pytest.mark.parametrize("rows", [5, 15])  # enough for each section to have some of its own
def test_the_front_page_asks_the_same_number_of_queries_at_any_length(
    client, django_assert_num_queries, settle, rows
):
    sections = [make.section() for _ in range(2)]
    for number in range(rows * 2):
        make.published(section=sections[number % 2], lead=make.image())
    settle()
    client.get("/")  # fills the fragments

    with django_assert_num_queries(10):
        client.get("/")


def test_renaming_a_section_draws_its_cards_again():
    section = make.section(name="Rockets")
    article = make.published(section=section)
    section.name = "Launch"
    section.save()

    edition = Edition.objects.get(article=article)
    assert "Launch" in edition.card_en
    assert "Rockets" not in edition.card_en


def test_cards_of_an_old_version_are_drawn_again_by_migrate():
    from django.core.management import call_command

    article = make.published()
    Edition.objects.filter(article=article).update(card_version=0, card_en="old")

    call_command("migrate", verbosity=0)

    assert article.headline in Edition.objects.get(article=article).card_en


def test_an_authors_page_shows_the_portrait_and_the_words_about_him_in_the_readers_language(client):
    portrait = make.image(alt="Ana at a launch site.", file="pictures/ana.jpg")
    author = make.author(
        slug="ana", portrait=portrait, bio="Writes on rockets.", bio_id="Menulis tentang roket."
    )
    make.published(authors=[author])

    shown = {
        prefix: client.get(f"{prefix}/author/ana/").content.decode() for prefix in ("", "/id", "/zh-hans")
    }

    assert all(
        'class="portrait"' in page and 'alt="Ana at a launch site."' in page for page in shown.values()
    )
    assert "Writes on rockets." in shown[""] and "Writes on rockets." in shown["/zh-hans"]
    assert "Menulis tentang roket." in shown["/id"]
