"""The whole text of an article for other programs: what a reader sees, with nothing that works on our page alone."""

import re
from html.parser import HTMLParser

import pytest

from spacenews.articles.full_text import KEPT, VOID, full_text
from spacenews.articles.models import Edition
from spacenews.firms.models import Answer, Dispute
from spacenews.images.models import Rendition
from tests import make

pytestmark = pytest.mark.django_db


def text_of(body: str = "<p>Text.</p>", **columns) -> str:
    article = make.published(body=body, **columns)
    return full_text(Edition.objects.for_feeds().get(article=article))


class Reader(HTMLParser):
    """Notes each element and attribute, and whether all are closed in their turn."""

    def __init__(self, html: str):
        super().__init__()
        self.names, self.attributes, self.open, self.is_well_formed = set(), set(), [], True
        self.feed(html)
        self.close()
        self.is_well_formed &= not self.open

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _value in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.is_well_formed &= bool(self.open) and self.open.pop() == tag


def everything() -> dict:
    """Return the columns of an article that has one of all that can stand in a body."""
    figure, claim, image = (
        make.figure(as_printed="ten rockets"),
        make.claim(),
        make.image(alt="A “pad” & <sea>"),
    )
    dispute = Dispute.objects.create(topic="Rockets", question="How many flew?")
    Answer.objects.create(dispute=dispute, words="Perhaps ten", source=make.source())
    body = (
        f'<h2>Part</h2><p>It flew <mark data-figure="{figure.pk}">ten &lt;times&gt;</mark>.'
        '<mark data-footnote="1">See <a href="https://example.org/a?b=1&amp;c=2">there</a>.</mark></p>'
        f'<figure data-image="{image.pk}"><figcaption>Cap &amp; tion</figcaption></figure>'
        f'<div data-series="{figure.group_id}"></div><div data-dispute="{dispute.pk}"></div>'
        f'<div data-claim="{claim.pk}"></div><blockquote class="pull"><p>Ten.</p></blockquote>'
        "<blockquote><p>He said.</p><p><cite>He</cite></p></blockquote><pre>a\n  b</pre><hr>"
        '<table><caption>T</caption><tbody><tr><th scope="row">A</th><td colspan="2">B</td></tr></tbody></table>'
        '<p><a href="/firms/">Firms</a>, <a href="mailto:a@example.org">mail</a></p>'
    )
    return {
        "body": body,
        "lead": make.image(credit="A. Photographer"),
        "points": ["One."],
        "source_line": "Press",
    }


def test_only_plain_elements_are_left():
    read = Reader(text_of(**everything()))

    assert read.is_well_formed
    assert read.names <= {*KEPT, "div", "span"}
    assert read.attributes <= {"href", "src", "alt", "lang", "scope", "colspan", "rowspan", "datetime"}
    assert {"table", "caption", "figure", "img", "dl", "pre", "hr", "h2", "h3"} <= read.names


def test_every_address_is_whole(settings):
    addresses = re.findall(r'(?:href|src)="(.*?)"', text_of(**everything()))

    assert f"{settings.SITE_URL}/firms/" in addresses
    assert "https://example.org/a?b=1&amp;c=2" in addresses
    assert [a for a in addresses if not re.match("https?://|mailto:", a) or "#" in a] == []


def test_the_lead_picture_comes_first_with_its_words(settings):
    image = make.image(alt="A “pad” & <sea>", caption="At dawn", credit="A. Photographer")
    Rendition.objects.create(
        image=image, shape="wide", format="jpeg", width=960, height=640, file="pictures/w.jpg"
    )

    text = text_of(lead=image, deck="A deck.")

    assert text.startswith(
        f'<div lang="en"><figure><img src="{settings.SITE_URL}/media/pictures/w.jpg" alt="A “pad” &amp; &lt;sea&gt;">'
        "<figcaption>At dawn A. Photographer</figcaption></figure><p><strong>A deck.</strong></p>"
    )


def test_how_a_figure_is_known_follows_the_text():
    figure = make.figure(
        as_printed="ten rockets", definition="Orbital only.", source=make.source(publisher="Agency")
    )

    text = text_of(f'<p>It flew <mark data-figure="{figure.pk}">ten times</mark>.</p><p>Last words.</p>')

    assert "<p>It flew ten times.</p>" in text
    after = text.partition("Last words.")[2]
    assert "<h2>How we know this</h2>" in after
    assert "<h3>ten times</h3>" in after
    assert "<dt>Definition</dt><dd" in after
    assert "Agency</a>" in after


def test_footnotes_are_numbered_and_lead_nowhere():
    text = text_of('<p>It flew.<mark data-footnote="1">So they say.</mark></p>')

    assert "<p>It flew.<sup>[1]</sup></p>" in text
    assert re.search(r"<hr><ol>\s*<li>So they say\. *</li>\s*</ol>", text)
    assert "↩" not in text


def test_the_words_of_a_box_are_parted():
    dispute = Dispute.objects.create(topic="Rockets", question="How many flew?")
    Answer.objects.create(dispute=dispute, words="Perhaps ten", source=make.source())

    text = text_of(f'<p>Text.</p><div data-dispute="{dispute.pk}"></div>')

    assert "<p><b>Rockets</b> · Sources disagree</p>" in text


def test_sources_stand_at_the_end_and_the_words_are_in_the_language_of_the_article():
    source = make.source(
        url="https://example.org/s", publisher="Kantor <Berita>", title="Judul & isi", published="2026-03"
    )

    text = text_of(language="id", sources=[source], source_line="Siaran pers", source_line_source=source)

    assert text.startswith('<div lang="id">')
    assert (
        '<a href="https://example.org/s">Siaran pers</a></p><h2>Sumber</h2><ol><li>'
        '<a href="https://example.org/s">Kantor &lt;Berita&gt;</a>, 2026-03: Judul &amp; isi</li></ol></div>'
    ) in text


def test_what_is_not_confirmed_says_so_first():
    text = text_of(unconfirmed=True)

    assert text.index("Unconfirmed") < text.index("Text.")


def test_a_drawing_leaves_no_marks_and_no_script_is_passed_on():
    edition = Edition(
        body_html='<p>A<svg role="img"><text>axis</text></svg><script>x()</script>B</p>', language="en"
    )

    assert "<p>AB</p>" in full_text(edition, sources=[])


def test_text_that_looks_like_markup_stays_text():
    text = text_of("<p>&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;amp; 蓝箭</p>", deck="<b>no</b> ]]>")

    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;amp; 蓝箭</p>" in text
    assert "&lt;b&gt;no&lt;/b&gt; ]]&gt;" in text
