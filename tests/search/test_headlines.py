"""Typing any headline returns its article first, in three languages, whatever signs it holds."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.utils.html import escape

from spacenews.search import find
from tests import make
from tests.search.asking import found

pytestmark = pytest.mark.django_db
REFERENCE = re.compile(r"<(?:div|/?mark|figure) ?[^>]*>|</(?:div|figure)>")
SAMPLES = sorted(Path("spacenews/sample/articles").glob("*.html"))
FIRST_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
MADE = {
    "en": [
        "Rockets",
        "The rockets of China’s firms",
        "Firms of China: the rockets",
        "Rocket fails -again- and nobody minds",
        'A "reusable" rocket, says its maker',
        "Tag: rockets; firm: nobody; lang: id",
        "What is it?",
        "To be or not to be",
        "3-2-1 and 10,000 launches (2026)",
        "NOT a rocket AND NEAR(orbit) OR title:moon*",
        "C++ in orbit: 100% & more <b>bold</b>",
        "A rocket, a rocket, a rocket, a rocket, a rocket, a rocket, a rocket, a rocket, a rocket, a rocket, a moon",
        "Ünïcödé in ſpace — Ærospace for Łódź",
    ],
    "id": [
        "Peluncuran roket pertama dari Biak",
        "Roket itu milik siapa?",
        "Di mana satelit itu?",
        "10 miliar rupiah",
    ],
    "zh-hans": [
        "朱雀三号",
        "“朱雀三号”着陆：回收了吗？",
        "箭",
        "甲烷火箭2026年的30次发射",
        "《星舰》与朱雀3号Zhuque-3之争",
    ],
}


def published_samples() -> list[str]:
    """Publish the sample stories as they are and return their headlines."""
    headlines = []
    for number, path in enumerate(SAMPLES):
        head, body = path.read_text().split("\n\n", 1)
        columns = dict(line.split(": ", 1) for line in head.splitlines())
        made = {name: columns[name] for name in ("headline", "deck", "slug", "language")}
        make.published(at=FIRST_DAY + dt.timedelta(days=number), body=REFERENCE.sub("", body), **made)
        headlines.append(columns["headline"])
    return headlines


def published_made() -> list[str]:
    """Publish the awkward ones, each word of each also in a newer text."""
    headlines = [(language, headline) for language, of_it in MADE.items() for headline in of_it]
    for number, (language, headline) in enumerate(headlines):
        make.published(at=FIRST_DAY + dt.timedelta(hours=number), headline=headline, language=language)
    for number, (language, headline) in enumerate(headlines):
        body = f"<p>{escape(headline)}</p>"
        make.published(at=FIRST_DAY + dt.timedelta(days=9, hours=number), body=body, language=language)
    return [headline for _language, headline in headlines]


def test_any_headline_typed_whole_finds_its_article_first():
    headlines = published_samples() + published_made()

    assert [found(headline)[:1] for headline in headlines] == [[headline] for headline in headlines]


def test_a_headline_without_two_of_its_words_is_among_the_first_three():
    headlines = published_samples()

    lost = [
        headline
        for headline in headlines
        for words in [headline.split()]
        if len(words) > 4 and headline not in found(" ".join(words[1:3] + words[4:]))[:3]
    ]

    assert len(headlines) == len(SAMPLES) > 15
    assert lost == []


def test_an_old_headline_is_found_behind_a_full_window(monkeypatch):
    monkeypatch.setattr(find, "WINDOW", 3)
    monkeypatch.setattr(find, "OLDER", 2)
    for number in range(8):
        make.published(headline=f"Launch number {number}", at=FIRST_DAY + dt.timedelta(days=number))

    assert [found(f"launch number {number}")[:1] for number in range(8)] == [
        [f"Launch number {number}"] for number in range(8)
    ]
    assert len(found("launch")) == 5
