"""When two elements of a body are one."""

import pytest

from spacenews.articles.desk.combining import combined, parts_of


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
