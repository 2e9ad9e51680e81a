import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.search import snippets, text
from spacenews.search.query import group_of
from spacenews.search.text import Phrase


def groups(*typed: str, more: list[Phrase] = ()) -> tuple:
    return tuple(group for word in typed if (group := group_of(word, more)))


@pytest.mark.parametrize(
    ("words", "typed", "language", "marked"),
    [
        ("Rockets & rocketry", ["rocket"], "en", "<mark>Rockets</mark> &amp; rocketry"),
        ("Roket diluncurkan", ["peluncuran"], "id", "Roket <mark>diluncurkan</mark>"),
        ("<b>Zhuque-3</b>", ["zhuque"], "en", "&lt;b&gt;<mark>Zhuque</mark>-3&lt;/b&gt;"),
        ("<b>Zhuque-3</b>", ["zhuque-3"], "en", "&lt;b&gt;<mark>Zhuque-3</mark>&lt;/b&gt;"),
        ("甲烷火箭朱雀二号", ["火箭"], "zh-hans", "甲烷<mark>火箭</mark>朱雀二号"),
        ("甲烷火箭朱雀二号", ["火箭朱雀"], "zh-hans", "甲烷<mark>火箭朱雀</mark>二号"),
        ("甲烷火箭朱雀二号", ["箭"], "zh-hans", "甲烷火<mark>箭</mark>朱雀二号"),
        ("Société Ariane", ["societe"], "en", "<mark>Société</mark> Ariane"),
        ("New Glenn, new moon", ["new glenn"], "en", "<mark>New Glenn</mark>, new moon"),
        ("Nothing here", ["rocket"], "en", "Nothing here"),
    ],
)
def test_what_was_found_is_marked(words, typed, language, marked):
    assert snippets.marked(words, groups(*typed), language) == marked


def test_a_firm_is_marked_by_whichever_name_it_has_in_the_text():
    asked = groups("landspace", more=[Phrase(("f1",)), Phrase(("蓝箭", "箭航", "航天"))])

    assert snippets.marked("蓝箭航天的火箭", asked, "zh-hans") == "<mark>蓝箭航天</mark>的火箭"


def test_a_snippet_is_the_piece_with_most_of_the_words():
    nothing = "One more sentence says something of no importance at all. " * 10
    body = f"{nothing}A rocket alone. {nothing}The rocket flew over the moon. {nothing}"

    cut = snippets.snippet("", body, groups("rocket", "moon"), "en")

    assert cut.startswith("… ") and cut.endswith(" …")
    assert "The <mark>rocket</mark> flew over the <mark>moon</mark>." in cut
    assert 100 < len(re.sub("</?mark>", "", cut)) < 220


def test_a_snippet_of_chinese_is_shorter():
    body = "无关的句子。" * 40 + "朱雀二号入轨。" + "无关的句子。" * 40

    cut = snippets.snippet("", body, groups("朱雀"), "zh-hans")

    assert "<mark>朱雀</mark>二号入轨。" in cut
    assert len(cut) < 120


def test_words_of_the_deck_alone_show_the_deck():
    cut = snippets.snippet("A <new> rocket", "Nothing.", groups("rocket"), "en")

    assert cut == "A &lt;new&gt; <mark>rocket</mark>"


def test_a_text_found_by_its_labels_begins_at_its_beginning():
    cut = snippets.snippet("", "First words. " * 40, groups("landspace"), "en")

    assert cut.startswith("First words.") and cut.endswith(" …")


@given(st.text(), st.text(), st.sampled_from(["en", "id", "zh-hans"]))
def test_without_its_marks_a_snippet_is_a_piece_of_the_text_and_nothing_else(body, typed, language):
    cut = snippets.snippet("", body, groups(*typed.split()), language)

    plain = re.sub("</?mark>|^… | …$", "", cut)
    assert plain in snippets.marked(body, (), language)
    assert not re.search("<(?!/?mark>)", cut)


def test_a_long_text_is_marked_alike_whether_or_not_its_tokens_are_known():
    filler = "The crew measured the drag of the sail, day by day. " * 60
    body = f"{filler}A methane engine. {filler}Its methane engine lifted the rocket.{filler}"
    asked, tokens = groups("methane", "engines", "rocket"), " ".join(text.tokens(body, "en"))

    found = snippets.snippet("", body, asked, "en", tokens)

    assert "<mark>methane</mark> <mark>engine</mark> lifted the <mark>rocket</mark>" in found
    assert found == snippets.snippet("", body, asked, "en")


def test_the_deck_stands_for_a_long_text_that_holds_none_of_the_words():
    body = "The crew measured the drag of the sail. " * 60
    tokens = " ".join(text.tokens(body, "en"))

    assert snippets.snippet("Methane.", body, groups("methane"), "en", tokens) == "<mark>Methane</mark>."


def test_a_long_text_is_read_whole_where_its_tokens_mislead():
    body = "The crew measured the drag of the sail. " * 60 + "A rocket."
    misleading = "rocket " + "crew " * 60

    assert "<mark>rocket</mark>" in snippets.snippet("", body, groups("rocket"), "en", misleading)
