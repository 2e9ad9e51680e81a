"""Addresses of a site that was on Blogger lead in one hop to what they showed, and tell nothing of what is hidden."""

import datetime as dt
from urllib.parse import quote

import pytest

from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ROCKET = "the-rocket-that-came-back-from-the-moon-and-landed"
CUT = "rocket-that-came-back-from-moon-and"  # as Blogger wrote that title


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def led(client, address: str) -> tuple[int, str]:
    answer = client.get(address)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "address",
    [
        f"/2026/08/{ROCKET}.html",
        f"/2026/08/{ROCKET}.html?m=1",
        f"/2026/08/{ROCKET}_12.html",
        f"/2026/08/{CUT}.html",
        f"/2026/08/{CUT}_7.html?m=1",
        f"/2025/02/{ROCKET}.html",
    ],
)
def test_a_post_leads_to_its_article(client, address):
    make.published(slug=ROCKET)

    assert led(client, address) == (301, f"/2026/08/{ROCKET}/")


def test_a_post_leads_to_the_language_that_it_was_written_in(client):
    make.published(slug="roket", language="id")

    assert led(client, "/2026/08/roket.html") == (301, "/id/2026/08/roket/")


def test_a_post_under_an_address_that_its_article_had_leads_to_the_one_it_has(client, clock):
    article = make.published(slug="first")
    clock.set(NOW + HOUR)
    article.slug = "second"
    article.save()
    article.publish(by=None)

    assert led(client, "/2026/08/first.html") == (301, "/2026/08/second/")


@pytest.mark.parametrize(
    "slug", ["rocket", "rocket-that", f"{CUT}-and-more", "rocket-that-came-back-from-mars-a"]
)
def test_a_post_that_is_not_this_article_is_not_found(client, slug):
    make.published(slug=ROCKET)

    assert client.get(f"/2026/08/{slug}.html").status_code == 404


def test_a_post_that_may_be_two_articles_is_not_found(client):
    make.published(slug=ROCKET)
    make.published(slug=f"{CUT}-crashed")

    assert client.get(f"/2026/08/{CUT}.html").status_code == 404


def test_a_post_that_was_withdrawn_is_gone_with_its_reason(client):
    make.published(slug=ROCKET).withdraw(by=None, public_reason="It was not so.")

    answer = client.get(f"/2026/08/{ROCKET}.html")

    assert answer.status_code == 410
    assert "It was not so." in answer.content.decode()


@pytest.mark.parametrize("slug", ["draft-slug", "scheduled", CUT, f"{CUT}_1"])
def test_what_is_hidden_answers_as_what_never_was(client, slug):
    make.article(slug="draft-slug")
    make.article(slug="scheduled").publish(by=None, at=NOW + HOUR)
    make.article(slug=ROCKET).publish(by=None, at=NOW + HOUR)

    hidden, never = (client.get(f"/2026/08/{word}.html") for word in (slug, "never-was"))

    assert hidden.status_code == 404
    assert hidden.content.decode().replace(slug, "never-was") == never.content.decode()


def test_a_hidden_article_does_not_make_a_live_one_doubtful(client):
    make.published(slug=ROCKET)
    make.article(slug=f"{CUT}-crashed").publish(by=None, at=NOW + HOUR)

    assert led(client, f"/2026/08/{CUT}.html") == (301, f"/2026/08/{ROCKET}/")


@pytest.mark.parametrize("tail", ["", "?m=1"])
def test_months_and_years_stand_where_they_stood(client, tail):
    make.published()

    answers = [client.get(f"{address}{tail}") for address in ("/2026/08/", "/2026/")]

    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize(
    "address", ["/", "/2026/08/story/", "/search/?q=story", "/feed/rss/", "/section/launch/"]
)
def test_the_page_for_telephones_is_the_page(client, address):
    make.published(slug="story", headline="Story", section=make.section(slug="launch"))

    plain = client.get(address)
    small = client.get(f"{address}{'&' if '?' in address else '?'}m=1")

    assert (small.status_code, small.content) == (200, plain.content)


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("?q=long+march", "/search/?q=long+march"),
        ("?q=%E8%93%9D%E7%AE%AD&m=1", "/search/?q=%E8%93%9D%E7%AE%AD"),
        ("", "/search/"),
        ("?updated-max=2026-08-30T10:00:00%2B07:00&max-results=7", "/2026/08/"),
        ("?updated-max=2026-07-30T10:00:00Z", "/archive/"),
        ("?updated-max=//evil.example/", "/archive/"),
        ("?q=%0d%0aSet-Cookie:x", "/search/?q=%0D%0ASet-Cookie%3Ax"),
    ],
)
def test_a_search_leads_to_ours_and_older_posts_to_their_month(client, asked, target):
    make.published()

    assert led(client, f"/search{asked}") == (301, target)


@pytest.mark.parametrize("label", ["Solid Fuel", "solid fuel", "SOLID FUEL", "solid fuel/"])
@pytest.mark.parametrize("prefix", ["", "/id"])
def test_a_label_leads_to_the_tag_of_that_name(client, prefix, label):
    make.published(tags=[make.tag("Solid fuel")])

    assert led(client, f"{prefix}/search/label/{quote(label)}?m=1") == (301, f"{prefix}/tag/solid-fuel/")


def test_a_label_leads_to_the_section_of_that_name_before_a_tag(client):
    section = make.section(slug="launch", name="Launch", name_zh_hans="发射")
    make.published(section=section, tags=[make.tag("launch")])

    assert led(client, "/search/label/launch") == (301, "/section/launch/")
    assert led(client, f"/search/label/{quote('发射')}") == (301, "/section/launch/")


def test_a_label_that_only_drafts_have_is_searched_for_as_any_other(client):
    make.article(tags=[make.tag("Secret")], section=make.section(slug="hidden", name="Hidden"))

    found = [led(client, f"/search/label/{label}") for label in ("Secret", "Hidden", "Never")]

    assert found == [(302, f"/search/?q={label}") for label in ("Secret", "Hidden", "Never")]


def test_a_static_page_leads_to_the_one_of_its_key(client):
    make.page("about", en="<p>Text.</p>")
    make.page("imprint", en="<p>Text.</p>")
    make.page("ethics")

    answers = {
        key: led(client, f"/p/{key}.html?m=1") for key in ("about", "imprint", "ethics", "privacy", "front")
    }

    assert answers.pop("about") == led(client, "/p/about-us.html") == (301, "/about/")
    assert {status for status, _target in answers.values()} == {404}


@pytest.mark.parametrize("key", ["contact", "contact-us"])
def test_the_page_to_write_from_leads_to_the_form(client, key):
    assert led(client, f"/p/{key}.html") == (301, "/contact/")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/feeds/posts/default", "/feed/atom/"),
        ("/feeds/posts/default?alt=rss&max-results=5", "/feed/rss/"),
        ("/feeds/posts/default?alt=json", "/feed.json"),
        ("/feeds/posts/default?alt=//evil.example", "/feed/atom/"),
        ("/feeds/posts/summary", "/feed/atom/"),
        ("/atom.xml", "/feed/atom/"),
        ("/rss.xml", "/feed/rss/"),
        ("/feeds/posts/default/-/Solid%20fuel", "/tag/solid-fuel/feed/atom/"),
        ("/feeds/posts/default/-/SOLID%20FUEL?alt=rss", "/tag/solid-fuel/feed/rss/"),
        ("/feeds/posts/default/-/Launch/Solid%20fuel?alt=json", "/section/launch/feed.json"),
    ],
)
def test_a_feed_leads_to_ours(client, address, target):
    make.published(tags=[make.tag("Solid fuel")], section=make.section(slug="launch", name="Launch"))

    assert led(client, address) == (301, target)
    assert client.get(target).status_code == 200


def test_the_feed_of_a_label_that_only_drafts_have_was_never_there(client):
    make.published()
    make.article(tags=[make.tag("Secret")])

    secret, never = (client.get(f"/feeds/posts/default/-/{label}") for label in ("Secret", "Never"))

    assert secret.status_code == 404
    assert secret.content.decode().replace("Secret", "Never") == never.content.decode()


@pytest.mark.parametrize("address", ["/feeds/comments/default", "/feeds/123/comments/default"])
def test_comments_are_gone(client, address):
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("others", [1, 3])
def test_a_post_is_looked_for_in_a_constant_number_of_queries(client, django_assert_num_queries, others):
    for number in range(others):
        make.published(slug=f"{CUT}-to-land-{number}")
    make.published(slug="other", at=NOW - 40 * 24 * HOUR)

    with django_assert_num_queries(3):
        client.get("/2026/05/other.html")


def test_a_withdrawn_article_does_not_make_a_live_one_doubtful(client):
    make.published(slug=ROCKET)
    make.published(slug=ROCKET, at=NOW - 60 * 24 * HOUR).withdraw(by=None, public_reason="It was not so.")

    assert led(client, f"/2025/02/{ROCKET}.html") == (301, f"/2026/08/{ROCKET}/")
