"""Where a headline may be parted at the end of a line, and what of that reaches anybody but the eye: nothing."""

import re

import pytest

from spacenews.articles.hyphens import parts
from spacenews.articles.templatetags.headlines import unbroken
from tests import make

LONG = "Mempertanggungjawabkan"


@pytest.mark.parametrize(
    ("word", "language", "parted"),
    [
        (LONG, "id", "Memper-tang-gung-jawabkan"),
        ("ketidakseimbangan", "id", "ketidak-seim-bangan"),
        ("menyelenggarakan", "id", "menyeleng-garakan"),
        ("penginstruksian", "id", "pengin-struk-sian"),
        ("telecommunications", "en", "tele-communica-tions"),
        ("internationalization", "en", "inter-national-ization"),
        ("Responsibilities", "en", "Responsibili-ties"),
        ("Thunderstorming", "en", "Thunderstorming"),
        ("constellation", "en", "constellation"),
        ("perusahaannya", "id", "perusahaannya"),
        ("Telekommunikation", "de", "Telekommunikation"),
    ],
)
def test_a_long_word_may_be_parted_where_one_cannot_go_wrong(word, language, parted):
    assert "-".join(parts(word, language)) == parted


def test_a_headline_is_escaped_and_keeps_its_designations_whole():
    printed = unbroken("Telecommunications & Zhuque-3", "en")

    assert re.sub('<span class="shy"></span>', "|", printed) == (
        'Tele|communica|tions &amp; <span class="nb">Zhuque-3</span>'
    )
    assert unbroken("Telecommunications") == "Telecommunications"


@pytest.mark.django_db
def test_only_what_is_printed_is_parted(client):
    article = make.published(headline=LONG, language="id", slug="panjang")
    url = article.editions.get().url_in("id")

    page, front = client.get(url).content.decode(), client.get("/id/").content.decode()
    feed = client.get("/id/feed/rss/").content.decode()

    shy = '<span class="shy"></span>'
    assert [page.count(shy), front.count(shy) > 0, feed.count(shy)] == [3, True, 0]
    assert "\xad" not in page + front + feed
    assert LONG in re.search(r"<title>.*?</title>", page)[0]
    assert LONG in re.search(r'<script type="application/ld\+json">.*?</script>', page)[0]
    assert LONG in feed
