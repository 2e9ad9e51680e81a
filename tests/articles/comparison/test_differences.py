"""What differs between two texts and two documents, in words."""

import random
import time
from itertools import pairwise

import pytest

from spacenews.articles.comparison import differences
from spacenews.articles.comparison.differences import Piece, of_documents, words
from spacenews.articles.comparison.edits import Work, runs
from spacenews.articles.models.printable import ROWS
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from tests import make


def told(pieces: list[Piece]) -> str:
    """Return pieces as text: [-gone-] and {+new+}."""
    around = {"same": ("", ""), "del": ("[-", "-]"), "ins": ("{+", "+}")}
    return "".join(around[piece.kind][0] + piece.text + around[piece.kind][1] for piece in pieces)


def body(old: str, new: str, user) -> list[str]:
    """Return the blocks of two bodies that differ, and `…` for what was left out."""
    found = of_documents({"body": old}, {"body": new}, user)
    return [
        told(block.pieces) if block.pieces else "…" for difference in found for block in difference.blocks
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("", "One two", "{+One two+}"),
        ("One two", "", "[-One two-]"),
        ("The engine fired twice.", "The engine fired twice.", "The engine fired twice."),
        (
            "The engine fired twice.",
            "The engine fired three times.",
            "The engine fired [-twice-]{+three times+}.",
        ),
        ("It cost 1.5 billion", "It cost 1.6 billion", "It cost [-1.5 -]{+1.6 +}billion"),
        ("朱雀三号首飞成功", "朱雀三号首飞失败", "朱雀三号首飞[-成功-]{+失败+}"),
        (
            "A wholly other line",
            "Nothing that was there",
            "[-A wholly other line-]{+Nothing that was there+}",
        ),
    ],
)
def test_words_are_marked_one_by_one_and_chinese_by_its_signs(old, new, expected):
    assert told(words(old, new)) == expected


def test_what_stands_between_two_changes_and_is_hardly_a_word_is_marked_with_them():
    found = words("The red cat of Anna sat down here", "The blue dog of Berta sat down here")

    assert told(found) == "The [-red cat of Anna -]{+blue dog of Berta +}sat down here"


@pytest.mark.parametrize("seed", range(20))
def test_both_texts_can_be_read_from_the_stretches(seed):
    choose = random.Random(seed)
    for _ in range(200):
        old, new = (choose.choices("abc", k=choose.randint(0, 9)) for _side in range(2))
        found = runs(old, new, Work())

        assert [letter for run in found for letter in old[run.old]] == old
        assert [letter for run in found for letter in new[run.new]] == new
        assert all(old[run.old] == new[run.new] for run in found if run.same)
        assert all(one.same != other.same for one, other in pairwise(found))


@pytest.mark.parametrize("seed", range(20))
def test_each_side_reads_as_its_text_did(seed):
    """But for how much space is where both are the same."""
    choose = random.Random(seed)
    parts = ["one", "two", "火", "箭", ".", " ", "  ", "\n", "3.5", "–"]
    for _ in range(100):
        old, new = ("".join(choose.choices(parts, k=choose.randint(0, 12))) for _side in range(2))
        pieces = words(old, new)

        for text, other in ((old, "ins"), (new, "del")):
            side = "".join(piece.text for piece in pieces if piece.kind != other)
            assert "".join(side.split()) == "".join(text.split())


def test_a_text_of_20000_words_that_is_all_new_takes_about_a_second():
    choose = random.Random(1)
    texts = [
        "".join(f"<p>{' '.join(f'w{choose.randint(0, 9_000)}' for _ in range(50))}.</p>" for _ in range(400))
        for _side in range(2)
    ]
    same_words = list(range(20_000))
    choose.shuffle(same_words)

    begun = time.process_time()
    of_documents({"body": texts[0]}, {"body": texts[1]}, None)
    words(" ".join(map(str, range(20_000))), " ".join(map(str, same_words)))

    assert time.process_time() - begun < 3


PARTS = [
    ("<p>One.</p><p>Two.</p>", "<p>One.</p><p>Two!</p>", ["One.", "Two[-.-]{+!+}"]),
    ("<p>One here now.</p>", "<h2>One here now.</h2>", ["{+[Heading 2] +}One here now."]),
    ("<h2>One here</h2>", "<h3>One here</h3>", ["[-[Heading 2] -]{+[Heading 3] +}One here"]),
    ("<ul><li>a b</li></ul>", "<ul><li>a b</li><li>c</li></ul>", ["[List item] a b", "{+[List item] c+}"]),
    ("<ul><li>a b</li></ul>", "<ol><li>a b</li></ol>", ["[List item] {+[numbered] +}a b"]),
    ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a</li></ul>", ["[List item] a", "[-[List item] b-]"]),
    ("<ul><li><p>a b</p></li></ul>", "<ul><li><p>a c</p></li></ul>", ["[List item] a [-b -]{+c +}"]),
    (
        "<table><tr><th>A</th><td>b</td></tr></table>",
        "<table><tr><th>A</th><td>c</td></tr></table>",
        ["[Row] A | [-b-]{+c+} | "],
    ),
    (
        "<table><tr><td><p>A</p><p>z</p></td><td>b</td></tr></table>",
        "<table><tr><th><p>A</p><p>z</p></th><td>b</td></tr></table>",
        ["[Row] [-A z -]{+[header: A z ]+} | b | "],
    ),
    (
        "<table><caption>A b</caption></table>",
        "<table><caption>A c</caption></table>",
        ["[Caption] A [-b-]{+c+}"],
    ),
    (
        "<p>One seven three</p>",
        "<p>One <strong>seven</strong> three</p>",
        ["One {+[bold: +}seven {+] +}three"],
    ),
    (
        '<p>See <a href="https://a.example/">this here</a>.</p>',
        '<p>See <a href="https://b.example/">this here</a>.</p>',
        ["See this here[- [→ https://a.example/] -]{+ [→ https://b.example/] +}."],
    ),
    (
        "<blockquote><p>One two.</p></blockquote>",
        '<blockquote class="pull"><p>One two.</p></blockquote>',
        ["[-[Quote] -]{+[Pull quote] +}One two."],
    ),
    (
        '<p>Words and<mark data-footnote="1">a note</mark> more.</p>',
        '<p>Words and<mark data-footnote="1">a remark</mark> more.</p>',
        ["Words and [Footnote: a [-note-]{+remark+}]  more."],
    ),
    ("<p>One two</p><hr>", "<p>One two</p>", ["One two", "[-[Line] -]"]),
    ("<p>one<br>two three</p>", "<p>one<br>two four</p>", ["one\ntwo [-three-]{+four+}"]),
    ("<p>A &amp; b.</p>", "<p>A &amp; c.</p>", ["A & [-b-]{+c+}."]),
    ("<pre>a  b</pre>", "<pre>a b</pre>", ["[-[Preformatted] a  b-]{+[Preformatted] a b+}"]),
    ("<p>one</p><div></div>", "<p>one</p>", ["<p>one</p>", "[-<div>-]", "[-</div>-]"]),
    (
        "<p>a1 b</p><p>c1 d</p><p>e1 f</p><p>g1 h</p>",
        "<p>a1 b</p><p>c1 d</p><p>e1 f</p><p>g1 i</p>",
        ["…", "e1 f", "g1 [-h-]{+i+}"],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), PARTS)
@pytest.mark.django_db
def test_a_body_is_compared_block_by_block(old, new, expected):
    assert body(old, new, make.user(EDITOR)) == expected


@pytest.mark.django_db
def test_a_paragraph_that_was_put_in_leaves_those_around_it_alone():
    old = "<p>First of all this.</p><p>Then that was said.</p>"
    new = "<p>First of all this.</p><p>Something new.</p><p>Then that was told.</p>"

    assert body(old, new, make.user(EDITOR)) == [
        "First of all this.",
        "{+Something new.+}",
        "Then that was [-said-]{+told+}.",
    ]


@pytest.mark.django_db
def test_what_a_body_refers_to_is_called_by_its_name():
    figure, picture, claim = make.figure(), make.image(alt="A pad."), make.claim(sentence="It is said.")
    old = f'<p>It had <mark data-figure="{figure.pk}">64</mark> of them.</p>'
    new = (
        "<p>It had 64 of them.</p>"
        f'<figure data-image="{picture.pk}" data-alt="Here" data-credit=""><figcaption>Cap</figcaption></figure>'
        f'<div data-claim="{claim.pk}"></div><div data-dispute="999"></div>'
    )

    assert body(old, new, make.user(EDITOR)) == [
        f"It had 64 [- [Figure: {figure}]  -]of them.",
        "{+[Picture: A pad.] [Alternative text:] Here [Credit:] – Cap+}",
        "{+[Claim: It is said.] +}",
        "{+[Sources disagree: number 999, no longer there] +}",
    ]


def rows(old: dict, new: dict, user) -> dict[str, list[str]]:
    return {
        difference.label: [told(block.pieces) for block in difference.blocks]
        for difference in of_documents(old, new, user)
    }


@pytest.fixture
def changed(db) -> tuple[dict, dict]:
    """Two documents of an article of which everything was changed."""
    author, firm = make.author(name="Ana"), make.organization("Astra")
    article = make.article(
        headline="One two",
        slug="one",
        points=["First.", "Second."],
        section=make.section(name="Launch"),
        tags=[make.tag("moon"), make.tag("mars")],
        authors=[author],
        about=[firm],
        lead=make.image(alt="A pad."),
        sources=[make.source(publisher="Press", title="One")],
    )
    figure = make.figure(as_printed="64 launches")
    before = article.document()
    article.take_columns(
        {
            **{"headline": "One three", "slug": "two", "points": ["First.", "Third."], "kind": "profile"},
            **{"section_id": None, "unconfirmed": True, "language": "id", "lead_id": None},
            **{"source_line": "Press", "source_line_source_id": make.source(publisher="P", title="T").pk},
            **{"deck": "Deck", "body": f'<p><mark data-figure="{figure.pk}">64</mark></p>'},
        }
    )
    article.take_rows(
        {
            "tag_rows": [{"tag_id": make.tag("luna").pk}, before["tag_rows"][0]],
            "bylines": [{**before["bylines"][0], "position": 2}, {"author_id": make.author(name="Bo").pk}],
            "coverage": [{"organization_id": firm.pk, "role": "mentioned"}],
        }
    )
    article.keep(by=None)
    return before, article.document()


def test_every_field_that_differs_is_named_in_words(changed):
    found = rows(*changed, make.user(EDITOR))

    assert found.pop("Text")[0].startswith("[-Text ")
    assert found == {
        "Headline": ["One [-two-]{+three+}"],
        "Deck": ["{+Deck+}"],
        "Main points": ["First.", "[-Second.-]{+Third.+}"],
        "Section": ["[-Launch-]"],
        "Kind": ["[-News-]{+Profile+}"],
        "Unconfirmed": ["[-no-]{+yes+}"],
        "Language": ["[-English-]{+Bahasa Indonesia+}"],
        "Tags": ["[-mars-]{+luna+}", "moon"],
        "Lead picture": ["[-A pad.-]"],
        "Byline": ["{+Bo+}", "Ana"],
        "Firms": ["[-Astra (about)-]{+Astra (mentioned)+}"],
        "Sources": ["[-Press: One-]"],
        "Figures in the text": ["{+“64”: 64 launches+}"],
        "Address": ["[-one-]{+two+}"],
        "Source line": ["{+Press+}"],
        "Source of the source line": ["{+P: T+}"],
    }


def test_every_part_of_a_document_is_compared():
    assert set(differences.LABELS) == {*make.Article.columns(), *ROWS}


def test_two_documents_that_are_the_same_do_not_differ(changed):
    assert of_documents(changed[0], dict(changed[0]), make.user(EDITOR)) == []


def test_the_names_are_read_in_a_query_a_kind(changed, django_assert_num_queries):
    editor = make.user(EDITOR)
    editor.has_perm("images.change_any_image")

    with django_assert_num_queries(
        8
    ):  # section, picture, those visible, sources, tags, authors, firms, figures
        of_documents(*changed, editor)


def test_a_contributor_reads_no_name_of_a_picture_of_another(db):
    contributor = make.user(CONTRIBUTOR)
    theirs, mine = make.image(alt="A secret pad."), make.image(alt="My pad.", created_by=contributor)

    assert rows({"lead_id": theirs.pk}, {"lead_id": mine.pk}, contributor) == {
        "Lead picture": [f"[-number {theirs.pk}-]{{+My pad.+}}"]
    }
    assert rows({"lead_id": theirs.pk}, {}, make.user(EDITOR)) == {"Lead picture": ["[-A secret pad.-]"]}


def test_what_was_deleted_is_no_longer_there(db):
    assert rows({"bylines": [{"author_id": 99}]}, {}, make.user(EDITOR)) == {
        "Byline": ["[-number 99, no longer there-]"]
    }


def test_a_difference_of_spaces_alone_is_one(db):
    assert rows({"deck": "a\nb"}, {"deck": "a b"}, make.user(EDITOR)) == {"Deck": ["[-a\nb-]{+a b+}"]}


def test_the_words_that_came_and_went_are_counted(db):
    (found,) = of_documents({"deck": "One two three"}, {"deck": "One two four five"}, make.user(EDITOR))

    assert found.counts == (2, 1)
