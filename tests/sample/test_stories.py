"""The stories of the sample content: their heads, and what their text owes to the facts."""

import re
from collections import Counter
from html import unescape

import pytest

from spacenews.markup import plain
from spacenews.sample import facts, stories, taxonomy
from spacenews.sample.shapes import Misfit

STORIES = stories.read()
NAMES = [f"{story['slug']}.{story['language']}" for story in STORIES]
FACTS = facts.read()
FIGURES = {figure["id"]: figure for figure in FACTS["figures"]}
MARK = re.compile(r'<mark data-figure="([^"]*)">(.*?)</mark>')
EACH = pytest.mark.parametrize("story", STORIES, ids=NAMES)


def test_there_are_stories_enough_in_three_languages():
    languages = Counter((story["language"], bool(story["translates"])) for story in STORIES)

    assert languages == {("en", False): 15, ("id", True): 2, ("zh-hans", True): 2}


@EACH
def test_a_story_names_only_what_is_there(story):
    given = taxonomy.read()
    known = {
        "source": {record["id"] for record in FACTS["sources"]},
        "about": {record["slug"] for record in FACTS["firms"] + FACTS["institutions"]},
        "mentions": {record["slug"] for record in FACTS["firms"] + FACTS["institutions"]},
        "author": {record["name"] for record in given["authors"]},
        "tag": {record["name"]["en"] for record in given["tags"]},
    }

    assert {key: set(story[key]) - names for key, names in known.items()} == {key: set() for key in known}
    assert all(len(story[key]) == len(set(story[key])) for key in known)
    assert story["section"] in {record["slug"] for record in given["sections"]}


@EACH
def test_a_story_is_as_long_as_a_story(story):
    text = plain(story["body"])
    words = (
        len(re.findall("[\u3400-\u9fff]", text)) * 0.65
        if story["language"] == "zh-hans"
        else len(text.split())
    )

    assert 350 <= words <= 900


@EACH
def test_a_pull_quote_stands_in_the_text(story):
    quotes = [
        plain(quote) for quote in re.findall(r'<blockquote class="pull">(.*?)</blockquote>', story["body"])
    ]
    text = plain(re.sub(r'<blockquote class="pull">.*?</blockquote>', "", story["body"])).casefold()

    assert [quote for quote in quotes if quote.rstrip(".。").casefold() not in text] == []


@EACH
def test_the_words_of_a_figure_say_what_its_record_says(story):
    for key, words in MARK.findall(story["body"]):
        figure = FIGURES[key]
        allowed = numbers(figure["as_printed"], "en") | numbers(figure["as_printed"], "zh-hans")
        allowed |= {float(figure["value"]), float(figure["year"] or 0)}
        assert numbers(unescape(words), story["language"]) <= allowed, (key, words, figure["as_printed"])


SCALES = {
    "en": {"million": 1e6, "billion": 1e9, "trillion": 1e12},
    "id": {"juta": 1e6, "miliar": 1e9, "triliun": 1e12},
    "zh-hans": {"万亿": 1e12, "万": 1e4, "亿": 1e8},
}


def numbers(text: str, language: str) -> set[float]:
    """Return the numbers in a text, with the scales behind them.

    >>> sorted(numbers("dari 100 menjadi 1.300; 80,4 miliar", "id"))
    [100.0, 1300.0, 80400000000.0]
    >>> numbers("超过1.4万颗", "zh-hans")
    {14000.0}
    """
    scales = SCALES[language]
    found = re.findall(rf"(\d+(?:[.,]\d+)*) ?({'|'.join(scales)})?", text)
    return {round(float(_point(digits, language)) * scales.get(scale, 1), 2) for digits, scale in found}


def _point(digits: str, language: str) -> str:
    thousands, point = (".", ",") if language == "id" else (",", ".")
    return digits.replace(thousands, "").replace(point, ".")


def test_the_numbers_of_a_text_are_read_in_its_language():
    assert numbers("dari 100 menjadi 1.300; 80,4 miliar", "id") == {100, 1300, 80.4e9}
    assert numbers("超过1.4万颗, 2.3万亿", "zh-hans") == {14000, 2.3e12}
    assert numbers("from 100 to 1,300; $1.5 billion", "en") == {100, 1300, 1.5e9}


@EACH
def test_a_translation_follows_its_original(story):
    if story["translates"]:
        original = next(other for other in STORIES if other["slug"] == story["translates"])
        same = ("section", "kind", "tag", "about", "mentions", "source", "picture", "picture_data", "ground")
        assert {key: story[key] for key in same} == {key: original[key] for key in same}
        assert original["published"] < story["published"]
        assert MARK.sub("", story["body"]) != story["body"] or not MARK.search(original["body"])
        assert Counter(key for key, _ in MARK.findall(story["body"])) == Counter(
            key for key, _ in MARK.findall(original["body"])
        )


HEAD = (stories.DIRECTORY / "two-companies-called-ispace.en.html").read_text("utf-8")
WRONG = [
    ("language: en", "language: fr", "language: 'fr' is none of en, id, zh-hans"),
    ("deck: ", "dek: ", "dek: no such field"),
    ("unconfirmed: no", "unconfirmed: perhaps", "unconfirmed: 'perhaps' is none of yes, no"),
    ("published: 2026-07-24T11:00Z", "published: 2026-07-24", "published: '2026-07-24' is not a time"),
    ("picture: lineup", "picture: photograph", "picture: 'photograph' is none of"),
    ("ground: paper", "ground: sand", "ground: 'sand' is none of"),
    ("ground: paper", "ground: paper\npicture_data: 7", "picture_data: '7' is not name=value"),
    (
        "kind: profile",
        "kind: profile\nkind: news",
        "'kind: news' is not a line of a head, or there twice",
    ),
    ("slug: two-companies-called-ispace", "slug: two", "the file is not named by slug and language"),
    ("ground: paper", "ground: paper\ncorrection: soon", "correction: 'soon' is not one part | another"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG, ids=[sentence for _, _, sentence in WRONG])
def test_a_head_that_does_not_fit_is_named_with_its_field(tmp_path, old, new, sentence):
    assert old in HEAD
    path = tmp_path / "two-companies-called-ispace.en.html"
    path.write_text(HEAD.replace(old, new, 1), "utf-8")

    with pytest.raises(Misfit) as error:
        stories.read(tmp_path)

    assert str(error.value).startswith(f"{path.name}: ")
    assert sentence in str(error.value)


def test_a_file_without_a_body_is_an_error(tmp_path):
    (tmp_path / "empty.en.html").write_text("headline: Empty", "utf-8")

    with pytest.raises(Misfit, match=r"^empty\.en\.html: "):
        stories.read(tmp_path)
