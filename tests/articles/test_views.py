"""The page of an article: at its address, at the ones it had, before it is live and after it is withdrawn."""

import datetime as dt
import json
import re

import pytest

from spacenews.articles.models import Edition
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def test_an_article_prints_what_was_written(client):
    firm = make.organization("LandSpace", public_from=NOW - HOUR)
    make.published(
        slug="methane-first", headline="Methane <first>", deck="The deck.", points=["Point one."],
        body="<p>LandSpace flew.</p>", about=[firm], tags=[make.tag("methane")],
        source_line="A web page",
    )  # fmt: skip

    page = client.get("/2026/08/methane-first/")

    assert page.status_code == 200
    text = page.content.decode()
    for words in ("Methane &lt;first&gt;", "The deck.", "Point one.", "A web page", "Example Press"):
        assert words in text
    assert f'<a class="firm" href="/firms/{firm.slug}/">LandSpace</a> flew.' in text
    assert 'href="/tag/methane/"' in text


def test_what_an_article_says_is_in_its_own_language_under_each_prefix(client):
    article = make.published(
        language="id", slug="cerita", lead=make.image(alt="Roket.", caption="Sebuah roket.")
    )
    article.publish(by=None, correction="Angkanya keliru.")

    page = client.get("/zh-hans/2026/08/cerita/").text

    assert '<html lang="zh-Hans"' in page
    assert '<div lang="id" class="title-block">' in page
    assert '<p lang="id">Angkanya keliru.</p>' in page
    assert re.search(r'<figure class="picture" lang="id">.*alt="Roket\.".*Sebuah roket\.', page, re.DOTALL)


@pytest.mark.parametrize(("decorative", "said"), [(False, "A rocket."), (True, "")])
def test_the_lead_picture_is_told_in_words_unless_it_is_decorative(client, decorative, said):
    article = make.published(lead=make.image(alt="A rocket.", decorative=decorative))

    assert f' alt="{said}"></picture>' in client.get(article.editions.get().url).text


def test_a_draft_answers_byte_for_byte_as_what_never_was(client):
    make.article(slug="secret")

    hidden, never = client.get("/2026/08/secret/"), client.get("/2026/08/never/")

    assert (hidden.status_code, never.status_code) == (404, 404)
    assert hidden.content.replace(b"secret", b"never") == never.content


def test_a_scheduled_article_appears_by_itself(client, clock):
    article = make.article(slug="soon")
    article.publish(by=None, at=NOW + HOUR)

    before = client.get("/2026/08/soon/").status_code
    clock.set(NOW + HOUR)
    after = client.get("/2026/08/soon/").status_code

    assert (before, after) == (404, 200)


def test_a_scheduled_change_replaces_the_live_text_by_itself(client, clock):
    article = make.published(slug="story", body="<p>Old words.</p>")
    article.body = "<p>New words.</p>"
    article.save()
    article.publish(by=None, at=NOW + HOUR)

    before = client.get("/2026/08/story/").content
    clock.set(NOW + HOUR)
    after = client.get("/2026/08/story/").content

    assert b"Old words." in before and b"New words." not in before
    assert b"New words." in after and b"Old words." not in after


def test_an_old_address_redirects_in_one_hop_once_the_new_one_is_live(client, clock):
    article = make.published(slug="first")
    for number, slug in enumerate(("second", "third"), 1):
        clock.set(NOW + number * HOUR)
        article.slug = slug
        article.save()
        article.publish(by=None)

    answers = [client.get(f"/id/2026/08/{slug}/") for slug in ("first", "second")]

    assert [answer.status_code for answer in answers] == [301, 301]
    assert [answer["Location"] for answer in answers] == ["/id/2026/08/third/"] * 2


def test_an_address_that_is_only_reserved_is_not_found(client):
    article = make.published(slug="first")
    article.slug = "second"
    article.save()
    article.publish(by=None, at=NOW + HOUR)

    assert client.get("/2026/08/second/").status_code == 404
    assert client.get("/2026/08/first/").status_code == 200


def test_a_withdrawn_article_is_gone_with_its_public_reason_alone(client):
    article = make.published(slug="wrong", headline="Canaryheadline", body="<p>Canarybody</p>")
    article.withdraw(by=None, public_reason="It was not so.", desk_note="Canarynote")

    page = client.get("/2026/08/wrong/")

    assert page.status_code == 410
    assert "It was not so." in page.content.decode()
    assert "Canary" not in page.content.decode()


def test_while_withdrawn_each_address_it_had_is_gone(client, clock):
    article = make.published(slug="first")
    clock.set(NOW + HOUR)
    article.slug = "second"
    article.save()
    article.publish(by=None)
    article.withdraw(by=None, public_reason="It was not so.")

    assert [client.get(f"/2026/08/{slug}/").status_code for slug in ("first", "second")] == [410, 410]


def test_a_correction_stands_on_the_article_and_in_the_public_log(client, clock):
    article = make.published(slug="story")
    clock.set(NOW + HOUR)
    article.publish(by=None, correction="The unit was wrong.")

    page, log = client.get("/2026/08/story/").content.decode(), client.get("/corrections/").content.decode()

    assert "The unit was wrong." in page
    assert "The unit was wrong." in log
    assert "20 August 2026, 13:00 UTC" in page


def test_a_correction_leaves_the_head_of_its_article_at_a_midnight_as_what_is_stored_does(client, clock):
    article = make.published(slug="story")
    clock.set(NOW + HOUR)
    article.publish(by=None, correction="The unit was wrong.")
    midnight, week = NOW + dt.timedelta(days=6, hours=12), NOW + dt.timedelta(days=7)
    moments = [midnight - HOUR, midnight + HOUR, week, week + 2 * HOUR]

    pages = []
    for moment in moments:
        clock.set(moment)
        pages.append(client.get("/2026/08/story/").content.decode())

    printed = [page.count("The unit was wrong.") for page in pages]
    assert printed[0] > printed[1] == printed[2] == printed[3]


def test_an_article_answers_under_each_prefix_and_is_canonical_under_its_own(client, settings):
    make.published(slug="gempa-id", language="id", headline="Radar untuk gempa")

    pages = {
        prefix: client.get(f"{prefix}/2026/08/gempa-id/").content.decode()
        for prefix in ("", "/id", "/zh-hans")
    }

    canonical = f'<link rel="canonical" href="{settings.SITE_URL}/id/2026/08/gempa-id/">'
    assert all(canonical in page for page in pages.values())
    assert [re.search('<html lang="(.*?)">', page)[1] for page in pages.values()] == ["en", "id", "zh-Hans"]
    assert all('lang="id"' in page for page in pages.values())


def test_the_language_switch_goes_to_the_live_translation(client):
    original = make.published(slug="story")
    make.published(slug="story-id", language="id", original=original)

    page = client.get("/2026/08/story/").content.decode()

    assert 'href="/id/2026/08/story-id/"' in page
    assert 'href="/zh-hans/2026/08/story/"' in page


def test_structured_data_parses_whatever_the_headline_holds(client):
    make.published(slug="story", headline="</script><script>alert(1)</script> & more")

    page = client.get("/2026/08/story/").content.decode()

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
    assert json.loads(block)["headline"] == "</script><script>alert(1)</script> & more"
    assert "<script>alert" not in page


def test_related_stories_share_firms_before_tags(client):
    firm, tag = make.organization(public_from=NOW - HOUR), make.tag("methane")
    make.published(slug="by-tag", headline="Shares a tag", tags=[tag])
    make.published(slug="by-firm", headline="Shares a firm", about=[firm])
    make.published(slug="apart", headline="Shares nothing")
    make.published(slug="story", about=[firm], tags=[tag])

    page = client.get("/2026/08/story/").content.decode()

    related = page[page.index('class="related"') :]
    assert related.index("Shares a firm") < related.index("Shares a tag")
    assert "Shares nothing" not in related


def test_previous_and_next_run_in_the_articles_own_language(client):
    make.published(slug="a", headline="Older one", at=NOW - 3 * HOUR)
    make.published(slug="b", headline="Yang Indonesia", language="id", at=NOW - 2 * HOUR)
    make.published(slug="c", headline="This one", at=NOW - HOUR)
    make.published(slug="d", headline="Newer one", at=NOW)

    page = client.get("/2026/08/c/").content.decode()

    neighbours = page[page.index('class="prevnext"') : page.index("</article>")]
    assert re.findall(r"<a [^>]*>(.*?)</a>", neighbours) == ["Older one", "Newer one"]


@pytest.mark.parametrize("others", [1, 3])
def test_an_article_asks_the_same_number_of_queries_however_much_it_names(
    client, django_assert_num_queries, settle, others
):
    firms = [make.organization(public_from=NOW - HOUR) for _ in range(others)]
    tags = [make.tag() for _ in range(others)]
    for _ in range(others):
        make.published(about=firms, tags=tags)
    make.published(slug="story", about=firms, tags=tags, lead=make.image())
    settle()
    client.get("/2026/08/story/")  # fills the fragments

    with django_assert_num_queries(7):
        client.get("/2026/08/story/")


def test_readers_get_no_cookie_and_nothing_to_vary_on_but_encoding(client):
    make.published(slug="story")

    page = client.get("/2026/08/story/")

    assert not page.cookies
    assert page.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


def test_the_month_of_the_address_is_the_sites_own(settings, clock):
    settings.TIME_ZONE = "Asia/Jakarta"
    clock.set(dt.datetime(2026, 8, 31, 18, tzinfo=dt.UTC))

    article = make.published(slug="night")

    assert Edition.objects.get(article=article).path == "2026/09/night"
