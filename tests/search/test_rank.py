from spacenews.search.find import Row
from spacenews.search.index import TICKS
from spacenews.search.query import Group, Query, group_of
from spacenews.search.rank import READ, ranked
from spacenews.search.text import Phrase

YEAR = 365 * 86_400 * TICKS


def order(words: str, *rows: Row, bodies: dict | None = None, **columns) -> list[int]:
    """Return the editions of rows in the order of their rank for some words."""
    query = Query(words=tuple(group_of(word) for word in words.split()), **columns)
    texts = {key: f" {body} " for key, body in (bodies or {}).items()}
    return [row.edition for row in ranked(list(rows), query, lambda keys: texts)]


def row(edition: int, title: str = "", points: str = "", labels: str = "", key: int = 0) -> Row:
    return Row(key or edition, edition, title, points, labels)


def test_a_word_counts_most_in_the_title_then_in_the_points_then_in_the_body():
    rows = [row(3), row(1, points="rocket"), row(2, title="rocket")]

    assert order("rocket", *rows, bodies={3: "rocket"}) == [2, 1, 3]


def test_every_word_is_worth_more_than_one_word_often():
    rows = [
        row(2, title="rocket rocket", points="rocket rocket rocket"),
        row(1, title="moon", points="rocket"),
    ]

    assert order("rocket moon", *rows) == [1, 2]


def test_a_rare_word_is_worth_more_than_a_common_one():
    rows = [row(9, title="rocket"), row(1, title="moon"), *(row(n, title="rocket") for n in range(2, 8))]

    assert order("rocket moon", *rows)[0] == 1


def test_of_equals_the_newest_is_first():
    assert order("moon", row(1, title="moon"), row(3, title="moon"), row(2, title="moon")) == [3, 2, 1]


def test_freshness_lifts_and_does_not_decide():
    old_title, new_title = row(1, title="moon", key=1), row(2, title="moon", key=4 * YEAR)
    new_body = row(3, key=5 * YEAR)

    assert order("moon", old_title, new_title, new_body, bodies={3: "moon"}) == [2, 1, 3]


def test_an_archive_that_has_aged_ranks_as_it_did():
    young = [row(1, title="moon", points="moon", key=1), row(2, title="moon", key=YEAR)]
    aged = [row(1, title="moon", points="moon", key=1 + 9 * YEAR), row(2, title="moon", key=10 * YEAR)]

    assert order("moon", *young) == order("moon", *aged)


def test_the_very_headline_is_before_all_others():
    rows = [row(9, title="moon moon", points="moon moon"), row(1, title="moon", labels="h5")]

    assert order("moon", *rows, headline=Phrase(("h5",))) == [1, 9]


def test_only_the_best_have_their_texts_read():
    rows = [row(number, title="moon" if number > 50 else "") for number in range(1, 200)]
    asked = []

    ranked(rows, Query(words=(group_of("moon"),)), lambda keys: asked.extend(keys) or {})

    assert asked == list(range(199, 199 - READ, -1))


def test_the_beginning_of_a_chinese_word_is_counted():
    rows = [row(2, title="火箭 箭"), row(1, title="箭头 头 箭头")]

    assert order("箭", *rows) == [1, 2]


def test_an_article_about_a_firm_is_before_those_that_mention_it():
    firm = Query(words=(Group((Phrase(("f1",)), Phrase(("a1",)))),))
    rows = [row(3, labels="f1 f2"), row(1, labels="f2 f1 a1"), row(2, labels="f1")]

    assert [found.edition for found in ranked(rows, firm, lambda keys: {})] == [1, 3, 2]


def test_a_text_in_the_script_that_was_typed_is_lifted():
    rows = [
        row(3, title="朱雀", labels="l1"),
        row(2, title="朱雀", labels="l3"),
        row(1, title="朱雀", labels="l2"),
    ]

    assert order("朱雀", *rows) == [2, 3, 1]
    assert order("zhuque", *(row(n, "zhuque", labels=f"l{n}") for n in (1, 2, 3))) == [2, 1, 3]


def test_a_short_number_belongs_to_the_word_before_it():
    rows = [row(3, title="march 3", points="8"), row(2, title="8 march"), row(1, title="march 8")]

    assert order("march 8", *rows)[0] == 1
    assert order("march 2024", row(2, title="march", points="2024"), row(1, title="march 2024")) == [1, 2]
