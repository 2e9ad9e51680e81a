"""The names of organizations in the sample content."""

import pytest

from spacenews.firms.models import Name
from spacenews.sample import facts
from spacenews.sample.names import match_of, names_of

Kind, Match = Name.Kind, Name.Match
RECORD = {"country": "CN", "name": "Zest", "short_name": None, "name_native": None, "aliases": []}


def names(**fields) -> list[tuple[str, str, str]]:
    return [(name["text"], name["kind"], name["language"]) for name in names_of({**RECORD, **fields})]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("LandSpace", Match.ALWAYS),
        ("Spacety", Match.ALWAYS),
        ("星际荣耀", Match.ALWAYS),
        ("Space Pioneer", Match.EXACT),
        ("CAS", Match.EXACT),
        ("HIT", Match.EXACT),
        ("PIESAT", Match.EXACT),
        ("i-Space", Match.EXACT),
        ("ispace", Match.EXACT),
        ("True Corporation", Match.EXACT),
        ("STAR.VISION", Match.EXACT),
        ("Geely", Match.ALWAYS),
        ("iSpace", Match.ASK),
        ("Vast", Match.EXACT),
        ("Planet", Match.EXACT),
        ("AST", Match.ASK),
    ],
)
def test_how_a_name_may_match(text, match):
    assert match_of(text) == match


def test_the_kinds_and_languages_of_a_firms_names():
    given = names(
        short_name="Z",
        name_native="泽斯",
        native_lang="zh-Hans",
        legal_name="Zest Ltd.",
        legal_name_native="泽斯有限公司",
        aliases=["Zesty", "泽"],
    )

    assert given == [
        ("Zest", Kind.DISPLAY, "en"),
        ("Z", Kind.SHORT, "en"),
        ("泽斯", Kind.NATIVE, "zh-Hans"),
        ("Zest Ltd.", Kind.LEGAL, "en"),
        ("泽斯有限公司", Kind.LEGAL, "zh-Hans"),
        ("Zesty", Kind.ALIAS, ""),
        ("泽", Kind.ALIAS, "zh-Hans"),
    ]


def test_an_institutions_native_name_is_in_the_language_of_its_country():
    assert names(country="ID", name_native="Badan Zest")[1] == ("Badan Zest", Kind.NATIVE, "id")


def test_an_abbreviation_that_is_short_name_and_alias_is_one_name():
    assert names(short_name="ZA", aliases=["ZA", "Zest Academy (ZA)"]) == [
        ("Zest", Kind.DISPLAY, "en"),
        ("ZA", Kind.SHORT, "en"),
        ("Zest Academy", Kind.ALIAS, ""),
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Zest Works (2014-2017)", ("Zest Works", Kind.FORMER, "2014", "2017")),
        ("Zestia (until 2013)", ("Zestia", Kind.FORMER, "", "2013")),
        ("Zestco (predecessor)", ("Zestco", Kind.FORMER, "", "")),
        ("Zest Academy (ZA)", ("Zest Academy", Kind.ALIAS, "", "")),
    ],
)
def test_what_stands_in_brackets_behind_an_alias(printed, expected):
    name = names_of({**RECORD, "aliases": [printed]})[1]

    assert (name["text"], name["kind"], name["since"], name["until"]) == expected


def test_brackets_that_nobody_can_read_are_an_error():
    with pytest.raises(ValueError, match="aliases: 'Zest \\(perhaps\\)'"):
        names_of({**RECORD, "aliases": ["Zest (perhaps)"]})


def test_no_name_that_may_be_linked_belongs_to_two_organizations():
    given = facts.read()
    records = given["firms"] + given["institutions"]
    owners: dict[str, set[str]] = {}
    for record in records:
        for name in names_of(record):
            if name["match"] != Match.ASK:
                owners.setdefault(name["text"], set()).add(record["slug"])

    assert {text: slugs for text, slugs in owners.items() if len(slugs) > 1} == {}
