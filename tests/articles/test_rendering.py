"""From stored body to printed body."""

import re

import pytest

from spacenews.articles.models import Edition
from spacenews.articles.rendering import reading_time, render_body
from spacenews.firms.models import Answer, Dispute
from spacenews.markup import clean
from tests import make

pytestmark = pytest.mark.django_db
DISCLOSURE = re.compile(r'<details class="know" id="(know-\d)">.*?</details>', re.DOTALL)


def render(body: str, organizations=(), language="en", points=()):
    assert clean(body) == body
    return render_body(Edition(body=body, language=language, points=list(points)), list(organizations))


def html(body: str, *organizations, **kwargs) -> str:
    """Return the printed body; a disclosure is put in short, as [know-1]."""
    return DISCLOSURE.sub(r"[\1]", render(body, organizations, **kwargs).html)


def mark(figure, words: str) -> str:
    return f'<mark data-figure="{figure.pk}">{words}</mark>'


# Figures


def test_the_words_of_a_figure_lead_to_its_disclosure_after_the_paragraph():
    figure = make.figure()

    printed = html(f"<p>It flew {mark(figure, 'ten times')} so far.</p><p>More.</p>")

    assert printed == (
        '<p>It flew <a class="printed" href="#know-1">ten times</a> so far.</p>[know-1]<p>More.</p>'
    )


def test_a_paragraph_has_one_disclosure_for_all_its_figures():
    first, second = make.figure(as_printed="ten rockets"), make.figure(as_printed="nine rockets")

    printed = render(f"<p>{mark(first, 'Ten')} or {mark(second, '<strong>ni</strong>ne')}.</p>").html

    (disclosure,) = DISCLOSURE.finditer(printed)
    assert [disclosure[0].count(words) for words in ("ten rockets", "nine rockets")] == [1, 1]
    assert "Ten; nine</summary>" in disclosure[0]


def test_each_paragraph_has_its_own_disclosure():
    figure = make.figure()

    printed = html(f"<p>{mark(figure, 'Ten')}.</p><p>Still {mark(figure, 'ten')}.</p>")

    assert re.findall(r"#know-\d|\[know-\d\]", printed) == ["#know-1", "[know-1]", "#know-2", "[know-2]"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<ul><li>", "</li></ul>"),
        ("<blockquote><p>", "</p></blockquote>"),
        ("<table><tbody><tr><td>", "</td></tr></tbody></table>"),
    ],
)
def test_what_stands_deeper_is_disclosed_after_the_whole(before, after):
    figure = make.figure()

    printed = html(f"{before}It flew {mark(figure, 'ten')}{after}<p>More.</p>")

    assert printed.endswith("[know-1]<p>More.</p>")
    assert printed.count("[know-1]") == 1


@pytest.mark.parametrize("nested", ['<a href="/x/">{}</a>', "{}"])
def test_there_is_no_link_inside_a_link(nested):
    figure = make.figure()
    inside = mark(figure, 'the <a href="/y/">ten</a>' if nested == "{}" else "ten")

    printed = html(f"<p>It flew {nested.format(inside)} times.</p>")

    assert printed.count("<a ") == printed.count("</a>") == 1
    assert "[know-1]" in printed


def test_a_mark_without_a_figure_is_a_mark():
    figure = make.figure()

    printed = render(f"<p>{mark(figure, 'Ten')} and <mark>found</mark> words.</p>").html

    assert "<mark>found</mark>" in printed
    assert "</b> Ten</summary>" in printed


# Blocks


def test_blocks_stand_where_the_text_names_them():
    figure, claim = make.figure(as_printed="ten rockets"), make.claim(sentence="Ten are said to have flown.")
    dispute = Dispute.objects.create(topic="Rockets", question="How many flew?")
    Answer.objects.create(dispute=dispute, words="Perhaps ten", source=make.source())

    printed = render(
        f'<p>Before.</p><div data-series="{figure.group_id}"></div><p>Then.</p>'
        f'<div data-dispute="{dispute.pk}"></div><p>At last.</p><div data-claim="{claim.pk}"></div>'
    ).html

    texts = ("Before.", "ten rockets", "Then.", "How many flew?", "At last.", "Ten are said to have flown.")
    places = [printed.find(text) for text in texts]
    assert -1 not in places
    assert places == sorted(places)


def test_a_block_of_no_record_is_nothing():
    assert html('<p>Before.</p><div data-claim="987654"></div><p>After.</p>') == "<p>Before.</p><p>After.</p>"


def test_a_picture_is_printed_with_the_captions_words():
    image = make.image(alt="A rocket.", credit="Ann")

    printed = html(
        f'<figure data-image="{image.pk}"><figcaption>It <em>flew</em>.</figcaption></figure><p>On.</p>'
    )

    assert printed.count("<figure") == 1
    assert [words in printed for words in ("It flew.", "Ann", 'alt="A rocket."')] == [True] * 3
    assert "<em>" not in printed


def test_a_picture_is_printed_with_the_words_of_this_use():
    image = make.image(alt="A rocket.", credit="Ann", caption="The library’s.")
    said = 'data-credit="Ben &amp; Co" data-alt="A &lt;rocket&gt; “at night”"'

    printed = html(f'<figure {said} data-image="{image.pk}"></figure>')

    assert 'alt="A &lt;rocket&gt; “at night”"' in printed
    assert '<figcaption>The library’s. <span class="credit">Ben &amp; Co</span></figcaption>' in printed


def test_a_picture_may_be_decorative_in_one_use():
    image = make.image(alt="A rocket.", credit="Ann")

    printed = html(
        f'<figure data-image="{image.pk}" data-alt=""></figure><figure data-image="{image.pk}"></figure>'
    )

    assert re.findall(r'alt="[^"]*"', printed) == ['alt=""', 'alt="A rocket."']


def test_the_number_of_queries_does_not_grow_with_the_text(django_assert_max_num_queries):
    def body(count):
        marks = "".join(f"<p>{mark(make.figure(), 'ten')}</p>" for _ in range(count))
        return marks + "".join(f'<div data-claim="{make.claim().pk}"></div>' for _ in range(count))

    short, long = body(1), body(4)
    with django_assert_max_num_queries(20) as queries:
        render(short, [make.organization()])
    with django_assert_max_num_queries(len(queries)):
        render(long, [make.organization() for _ in range(1)])


# Footnotes


def note(words: str) -> str:
    return f'<mark data-footnote="1">{words}</mark>'


def call(number: int) -> str:
    return f'<sup class="note"><a id="noteref-{number}" href="#note-{number}">{number}</a></sup>'


def notes(*texts: str) -> str:
    lines = (
        f'<li id="note-{number}">{text} <a href="#noteref-{number}" aria-label="Back to the text">↩</a></li>\n'
        for number, text in enumerate(texts, 1)
    )
    return f'<section class="notes" aria-label="Notes"><ol>\n{"".join(lines)}</ol></section>'


def test_a_footnote_is_a_number_and_stands_below_the_text_with_a_way_back():
    link = '<a href="https://example.org/?a=1&amp;b=2">its page</a>'

    said = f"See <em>this</em>, {link}."

    printed = html(f"<p>One{note(said)}.</p><ul><li>Two{note('5 &lt; 6')}</li></ul>")

    assert printed == (f"<p>One{call(1)}.</p><ul><li>Two{call(2)}</li></ul>{notes(said, '5 &lt; 6')}")


def test_a_footnote_inside_a_link_is_called_after_it():
    figure = make.figure()
    link = '<a href="/y/">y</a>'

    words = f"ten{note(link)} times"

    printed = html(f'<p><a href="/x/">a{note("b")} c</a> {mark(figure, words)}.</p>')

    assert printed == (
        f'<p><a href="/x/">a c</a>{call(1)} <a class="printed" href="#know-1">ten times</a>{call(2)}.</p>'
        f"[know-1]{notes('b', link)}"
    )


def test_the_words_of_a_figure_and_of_the_contents_are_without_footnotes():
    figure = make.figure()

    words = f"ten{note('Two')} times"

    rendered = render(f"<h2>Part{note('One')}</h2><p>{mark(figure, words)}</p>")

    assert rendered.contents == [{"anchor": "part-1", "text": "Part"}]
    assert "</b> ten times</summary>" in rendered.html


def test_a_figure_in_a_footnote_is_disclosed_after_the_paragraph_of_its_number():
    figure = make.figure()

    said = f"It was {mark(figure, 'ten')}."

    printed = html(f"<p>One{note(said)}.</p><p>Two.</p>")

    told = notes('It was <a class="printed" href="#know-1">ten</a>.')
    assert printed == f"<p>One{call(1)}.</p>[know-1]<p>Two.</p>{told}"


def test_a_footnote_holds_words_and_no_blocks():
    printed = html(f"<div>A{note('b<h2>c</h2><hr>' + note('d'))}</div><p>E{note(' ')}.</p>")

    assert printed == f"A{call(1)}<p>E.</p>{notes('bcd')}"


def test_a_name_is_linked_in_the_text_and_not_in_a_footnote():
    firm = make.organization("LandSpace", slug="landspace")
    make.name(firm, "LandSpace")

    printed = html(f"<p>They{note('LandSpace')} are LandSpace.</p>", firm)

    assert printed.startswith(f'<p>They{call(1)} are <a class="firm"')


# The rest of the text


def test_who_said_a_quote_stands_below_it():
    quote = "<blockquote><p>Words.</p><p>{}</p></blockquote>".format

    assert html(quote("<cite>Ann, <em>Paper</em></cite>")) == (
        "<blockquote><p>Words.</p><footer><cite>Ann, <em>Paper</em></cite></footer></blockquote>"
    )
    assert html(quote("<cite>A</cite> and <cite>B</cite>")) == quote("<cite>A</cite> and <cite>B</cite>")


def test_headings_have_anchors_and_make_the_contents():
    rendered = render("<p>In.</p><h2>One &amp; <em>two</em></h2><p>Text.</p><h3>Not this</h3><h2>Three</h2>")

    assert rendered.contents == [
        {"anchor": "part-1", "text": "One & two"},
        {"anchor": "part-2", "text": "Three"},
    ]
    assert '<h2 id="part-1">One &amp; <em>two</em></h2>' in rendered.html
    assert '<h2 id="part-2">Three</h2>' in rendered.html


def test_a_pull_quote_is_an_aside_and_a_quote_stays_a_quote():
    body = '<blockquote class="pull"><p>Big.</p></blockquote><blockquote><p>Said.</p></blockquote>'

    assert html(body) == '<aside class="pull"><p>Big.</p></aside><blockquote><p>Said.</p></blockquote>'


def test_a_table_with_a_caption_is_a_region_of_that_name():
    table = "<table><caption>Rounds</caption><tbody><tr><td>1</td></tr></tbody></table>"
    bare = "<table><tbody><tr><td>2</td></tr></tbody></table>"

    assert html(bare + table) == (
        '<div class="table" tabindex="0"><table><tbody><tr><td>2</td></tr></tbody></table></div>'
        '<div class="table" role="region" tabindex="0" aria-labelledby="table-2"><table>'
        '<caption id="table-2">Rounds</caption><tbody><tr><td>1</td></tr></tbody></table></div>'
    )


def test_designations_stay_on_one_line():
    nb = '<span class="nb">{}</span>'.format

    assert html("<p>Zhuque-2E, i-Space and Ceres-1: a sea-launch.</p>") == (
        f"<p>{nb('Zhuque-2E')}, {nb('i-Space')} and {nb('Ceres-1')}: a sea-launch.</p>"
    )


def test_what_needs_no_care_is_printed_as_it_stands():
    body = clean(
        '<p>A <a href="https://example.org/?a=1&amp;b=2">link</a>, 5 &lt; 6 &amp; “so”.<br>H<sub>2</sub>O</p><hr>'
        '<ol><li>One</li></ol><table><thead><tr><th scope="col" colspan="2">A</th></tr></thead></table>'
        "<pre>a &lt; b</pre>"
    )

    printed = html(body).replace('<div class="table" tabindex="0">', "").replace("</table></div>", "</table>")

    assert printed == body


@pytest.mark.parametrize(
    ("text", "words", "minutes"),
    [
        ("", 0, 1),
        ("word " * 220, 220, 1),
        ("word " * 550, 550, 2),
        ("word " * 551, 551, 3),
        ("火" * 1000, 1000, 2),
        ("火箭 Zhuque-3 isn’t here", 5, 1),
    ],
)
def test_reading_time_counts_words_and_chinese_signs(text, words, minutes):
    assert reading_time(text) == (words, minutes)


def test_reading_time_counts_points_and_text_but_no_disclosure():
    rendered = render(f"<p>It flew {mark(make.figure(), 'ten')} times.</p>", points=["Two words."])

    assert rendered.words == 6
