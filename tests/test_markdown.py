"""Printed markup as Markdown: a row for each element that a body may have, and for what only looks like Markdown."""

import re

import pytest

from spacenews import markdown
from spacenews.markdown_of_html import markdown_of
from spacenews.markup import TABLE, clean

# By element: what stands in a body, and what its twin says.
ELEMENTS = {
    "p": ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    "h2": ("<h2>Part</h2>", "## Part"),
    "h3": ("<h3>Part</h3>", "### Part"),
    "h4": ("<h4>Part</h4>", "#### Part"),
    "ul": ("<ul><li><p>One</p><p>more</p></li><li>Two</li></ul>", "- One\n\n  more\n\n- Two"),
    "ol": ("<ol><li>One</li><li>Two<ul><li>In</li></ul></li></ol>", "1. One\n\n2. Two\n\n   - In"),
    "li": ("<ul><li>- One</li><li>2. Two</li></ul>", "- \\- One\n- 2\\. Two"),
    "hr": ("<p>One.</p><hr><p>Two.</p>", "One.\n\n---\n\nTwo."),
    "br": ("<p>One<br>- two<br></p>", "One\\\n\\- two"),
    "pre": ("<pre>a\n  ``` *b*</pre>", "````\na\n  ``` *b*\n````"),
    "strong": (
        "<p>It <strong>is </strong>so <strong>“so”</strong></p>",
        "It **is** so <strong>“so”</strong>",
    ),
    "em": ("<p><em>it</em><strong>is</strong></p>", "*it*<!-- -->**is**"),
    "sup": ("<p>m<sup>2</sup></p>", "m<sup>2</sup>"),
    "sub": ("<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"),
    "cite": ("<p>In <cite>Nature</cite></p>", "In *Nature*"),
    "code": ("<p><code>a_b</code><code>`c`</code></p>", "`a_b`<!-- -->`` `c` ``"),
    "table": ("<table><tr><td>a</td><td>b|c</td></tr></table>", "|  |  |\n| --- | --- |\n| a | b\\|c |"),
    "caption": ("<table><caption>All</caption><tr><th>a</th></tr></table>", "**All**\n\n| a |\n| --- |"),
    "thead": (
        "<table><thead><tr><th>Year</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
        "| Year |\n| --- |\n| 1 |",
    ),
    "tbody": ("<table><tbody><tr><td>1</td></tr></tbody></table>", "|  |\n| --- |\n| 1 |"),
    "tr": (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>",
        "| a | b |\n| --- | --- |\n| 1 |  |",
    ),
    "th": (
        '<table><tr><th colspan="2">a</th></tr><tr><th scope="row">1</th><td>2</td></tr></table>',
        "| a |  |\n| --- | --- |\n| 1 | 2 |",
    ),
    "td": (
        '<table><tr><th>a</th><th>b</th></tr><tr><td rowspan="2"><p>1</p><p>2</p></td><td>3<br>4</td></tr>'
        "<tr><td>5</td></tr></table>",
        "| a | b |\n| --- | --- |\n| 1<br>2 | 3<br>4 |\n|  | 5 |",
    ),
    "blockquote": ("<blockquote><p>One.</p><p>Two.</p></blockquote>", "> One.\n>\n> Two."),
    "a": (
        '<p><a href="/firms/x/">X [1]</a> <a href="https://example.org/a_(b)">y</a></p>',
        "[X \\[1\\]](http://127.0.0.1:8000/firms/x/) [y](https://example.org/a_%28b%29)",
    ),
    "mark": ("<p><mark>ten</mark></p>", "ten"),
    "figure": ("<figure></figure>", ""),
    "figcaption": ("<figure><figcaption>A rocket.</figcaption></figure>", "A rocket."),
    "div": ("<div><p>In.</p></div>", "In."),
}

HOSTILE = {
    "[x](javascript:alert(1))": "\\[x\\](javascript:alert(1))",
    "![x](https://example.org/)": "!\\[x\\](https://example.org/)",
    "<script>alert(1)</script>": "\\<script\\>alert(1)\\</script\\>",
    "# not a heading": "\\# not a heading",
    "- no item": "\\- no item",
    "+ no item": "\\+ no item",
    "1) no item": "1\\) no item",
    "===": "\\===",
    "*_`~|": "\\*\\_\\`\\~\\|",
    "&lt;b&gt; & so on": "\\&lt;b\\&gt; & so on",
    "back\\slash": "back\\\\slash",
    "a\n\n# b": "a \\# b",
    "2023-04-02 was a day": "2023-04-02 was a day",
}


@pytest.fixture(autouse=True)
def known_address(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"


def test_every_element_that_a_body_may_have_has_a_row():
    assert ELEMENTS.keys() == TABLE.keys()


@pytest.mark.parametrize("element", ELEMENTS)
def test_an_element_is_told_in_markdown(element):
    html, said = ELEMENTS[element]

    assert markdown_of(clean(html)) == said


@pytest.mark.parametrize("words", HOSTILE)
def test_plain_text_stays_text(words):
    assert markdown.paragraph(markdown.text(words)) == HOSTILE[words]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://[", "vbscript:x"])
def test_what_is_no_address_of_the_web_is_no_link(url):
    assert markdown.link("words", url) == "words"


@pytest.mark.parametrize("sign", ["!", "^"])
def test_a_sign_before_a_link_makes_no_picture_or_note_of_it(sign):
    assert (
        markdown_of(f'<p>So{sign}<a href="https://example.org/">a</a></p>')
        == f"So\\{sign}[a](https://example.org/)"
    )


def test_an_address_cannot_end_its_own_link():
    assert markdown.link("a", 'https://example.org/ )<b>"\\&amp;') == (
        "[a](https://example.org/%20%29%3Cb%3E%22%5C&amp%3B)"
    )


def test_a_cell_holds_no_bar_that_would_part_it():
    assert markdown.table(["a"], [[markdown.code("x|y")], ["two\\\nlines"]]) == (
        "| a |\n| --- |\n| `x\\|y` |\n| two<br>lines |"
    )


def test_what_a_box_of_a_printed_text_says_is_told():
    html = (
        '<p>Sold <a class="printed" href="#know-1">ten</a><sup class="note"><a id="noteref-1" href="#note-1">1</a>'
        '</sup>.</p><details class="know" id="know-1"><summary><b>How we know this</b> ten</summary>'
        "<dl><dt>Value</dt><dd>Estimate, 2023</dd><dt>Source</dt>"
        '<dd><a href="https://example.org/">Press</a></dd></dl></details>'
        '<section class="notes"><ol><li id="note-1">Or <em>so</em>. <a href="#noteref-1">↩</a></li></ol></section>'
    )

    assert markdown_of(html) == (
        "Sold ten[^1].\n\n"
        "> **How we know this**: ten\n>\n> - **Value**: Estimate, 2023\n> - **Source**: [Press](https://example.org/)\n\n"
        "[^1]: Or *so*."
    )


def test_elements_in_elements_end_somewhere():
    deep = "<blockquote>" * 5_000 + "<p>Words</p>" + "</blockquote>" * 5_000

    said = markdown_of(clean(deep))

    assert said.count(">") < 100 and said.endswith("Words")


def test_a_table_of_wide_cells_stays_small():
    cells = '<td colspan="999">x</td>' * 300

    assert len(markdown_of(clean(f"<table><tr>{cells}</tr></table>"))) < 3_000


def test_no_line_of_a_paragraph_begins_a_block():
    said = markdown_of("<p>1. a<br># b<br>> c<br>+ d<br>--- </p>")

    assert [line for line in said.split("\n") if re.match(r"(\d+[.)]|#|>|[-+]) ?", line)] == []
