"""One text of two that were made of a third."""

import random

import pytest

from spacenews.articles.comparison.combining import combined, parts_of, top_blocks


@pytest.mark.parametrize(
    ("begun", "mine", "theirs", "expected", "clean"),
    [
        ("abc", "abc", "abc", "abc", True),
        ("abc", "aXc", "abc", "aXc", True),
        ("abc", "abc", "abY", "abY", True),
        ("abc", "Xbc", "abY", "XbY", True),
        ("abc", "aXc", "aXc", "aXc", True),
        ("abc", "aXc", "aYc", "aXYc", False),
        ("abc", "ac", "abc", "ac", True),
        ("abc", "ac", "aYc", "aYc", False),
        ("abc", "abcX", "Yabc", "YabcX", True),
        ("abc", "abcX", "abcY", "abcXY", False),
        ("", "X", "Y", "XY", False),
        ("", "X", "X", "X", True),
    ],
)
def test_what_either_changed_is_changed_and_where_both_did_both_stand(begun, mine, theirs, expected, clean):
    both = combined(begun, mine, theirs)

    assert ("".join(both.parts), both.clean) == (expected, clean)


@pytest.mark.parametrize("seed", range(20))
def test_nothing_that_either_put_in_is_lost(seed):
    choose = random.Random(seed)
    for _ in range(100):
        begun = choose.choices("abcd", k=choose.randint(0, 8))
        mine, theirs = (with_inserted(choose, begun, letter) for letter in "XY")

        parts = combined(begun, mine, theirs).parts

        assert {"X", "Y"} & {*mine, *theirs} <= set(parts)


def with_inserted(choose: random.Random, begun: list[str], letter: str) -> list[str]:
    place, width = choose.randint(0, len(begun)), choose.randint(0, 2)
    return [*begun[:place], letter, *begun[place + width :]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", []),
        ("<p>a</p><p>b</p>", ["<p>a</p>", "<p>b</p>"]),
        ("<p>a</p>\n<p>b</p>\n", ["<p>a</p>", "\n<p>b</p>", "\n"]),
        (
            "<ul><li>a</li><li>b<br></li></ul><hr><p>c</p>",
            ["<ul><li>a</li><li>b<br></li></ul>", "<hr>", "<p>c</p>"],
        ),
        ('<p><a href="x>y">a</a></p><p>b</p>', ['<p><a href="x>y">a</a></p>', "<p>b</p>"]),
        ("loose<p>a</p>", ["loose<p>a</p>"]),
    ],
)
def test_a_body_is_cut_into_its_outermost_elements(body, expected):
    assert top_blocks(body) == expected
    assert "".join(top_blocks(body)) == body


def test_two_who_only_write_spaces_otherwise_have_not_changed_the_same_place():
    begun = parts_of("<p>One.  More.</p><p>Two.</p><p>Three.</p>")
    mine = parts_of("<p>One. More.</p><p>Two.</p><p>Three of mine.</p>")
    theirs = parts_of("<p>Theirs.</p><p>One. More.</p><p>Two.</p><p>Three.</p>")

    both = combined(begun, mine, theirs)

    assert both.clean
    assert [part.html for part in both.parts if part not in begun] == [
        "<p>Theirs.</p>",
        "<p>Three of mine.</p>",
    ]


@pytest.mark.parametrize(("tag", "alike"), [("p", True), ("pre", False)])
def test_readers_see_the_number_of_spaces_in_code_alone(tag, alike):
    one, two = (parts_of(f"<{tag}>a{spaces}b</{tag}>") for spaces in (" ", "  "))

    assert (one == two) is alike
