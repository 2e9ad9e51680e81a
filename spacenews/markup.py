"""What writers may put into a body, as one table; and text without it.

Imports no app. Every way in (forms, imports, the API) and `publish()` go through `clean`.
Never in the table (docs/decisions.md): style, id, name, on*, svg, math, template, form parts, iframe, title,
noscript and raw-text elements: a sanitiser's own holes were exactly where these are allowed. Pictures are named
by `data-image`, so no address of a picture is ever taken from a writer; a link opens no window, so none has a target.
"""

import re
from html import unescape

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

TABLE: dict[str, set[str]] = {
    **{name: set() for name in ("p", "h2", "h3", "h4", "ul", "ol", "li", "hr", "br", "pre")},
    **{name: set() for name in ("strong", "em", "sup", "sub", "cite", "code")},
    **{name: set() for name in ("table", "caption", "thead", "tbody", "tr", "figcaption")},
    "blockquote": {"class"},
    "a": {"href"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "figure": {"data-image", "data-alt", "data-credit"},  # the words are for this use of the picture alone
    "mark": {"data-figure", "data-footnote"},  # a footnote stands where its number will
    "div": {"data-series", "data-dispute", "data-claim"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
VALUES = {
    "class": re.compile(r"pull"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "colspan": re.compile(r"[1-9][0-9]{0,2}"),
    "rowspan": re.compile(r"[1-9][0-9]{0,2}"),
    "data": re.compile(r"[1-9][0-9]{0,17}"),
    "data-footnote": re.compile("1"),
    "data-alt": re.compile(r".{0,500}"),
    "data-credit": re.compile(r".{1,200}"),
}
DROPPED_WITH_TEXT = {
    "script",
    "style",
    "title",
    "textarea",
    "template",
    "noscript",
    "iframe",
    "svg",
    "math",
    "object",
}
# Parsing takes time by the square of elements within elements, and of references in one stretch of text, and also of
# signs whose first byte is that of a no-break space.
MOST = (
    (re.compile(r"<(?!(?:p|li|tr|th|td|br|hr)\b)[a-z]", re.IGNORECASE), 10_000),
    (re.compile("[&\u00a0-\u00bf]"), 100_000),
)
ROUNDS = 10
INLINE = {"a", "strong", "em", "sup", "sub", "cite", "code", "mark"}

# Controls but tab and line feed, lone surrogates, non-characters: these break XML feeds and PostgreSQL.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LEADING_LINES = re.compile("<pre>\n+")  # a parser drops the first one each time
TAG = re.compile(r"""</?([a-z0-9]+)(?:[^>"]|"[^"]*")*>""")


def tidy(text: str) -> str:
    """Drop what no plain text needs (controls, lone surrogates, NUL); line ends become line feeds."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(html: str) -> str:
    """Keep what the table allows. Cleaning twice changes nothing.

    Each round is safe by itself. What is nested wrongly (a paragraph in a paragraph, once the element between them
    has gone) is read otherwise the second time and settles then; the bound is there for what nobody has thought of.
    Raises ValidationError for what would take seconds to read; never for what it returned.
    """
    for _round_number in range(ROUNDS):
        before, html = html, _round(html)
        if html == before:
            break
    return html


def shown(html: str) -> SafeString:
    """Clean stored markup and let a template print it as it is, each table in a box that scrolls by itself."""
    boxed = clean(html).replace("<table>", '<div class="table" tabindex="0"><table>')
    return mark_safe(boxed.replace("</table>", "</table></div>"))


def plain(html: str) -> str:
    """Return the words of a body on one line, for search, counts and descriptions; footnotes come last."""
    text, notes = apart(clean(html))
    words = TAG.sub(lambda tag: "" if tag[1] in INLINE else " ", " <br>".join([text, *notes]))
    return " ".join(unescape(words).split())


def apart(html: str) -> tuple[str, list[str]]:
    """Return clean markup without its footnotes, and what stands in each; one inside another is part of it."""
    text, notes, depth, end = [], [], 0, 0  # how many marks are open from a footnote on
    for tag in TAG.finditer(html):
        (notes[-1] if depth else text).append(html[end : tag.start()])
        end, was = tag.end(), depth
        depth = _depth(depth, tag)
        if depth and not was:
            notes.append([])
        elif depth or not was:
            (notes[-1] if depth else text).append(tag[0])
    return "".join([*text, html[end:]]), ["".join(note) for note in notes]


def _depth(depth: int, tag: re.Match) -> int:
    if tag[1] != "mark" or not (depth or " data-footnote=" in tag[0]):
        return depth
    return depth - 1 if tag[0].startswith("</") else depth + 1


def _round(html: str) -> str:
    for heavy, most in MOST:
        if len(heavy.findall(html)) > most:
            raise ValidationError(
                _("This text has more markup than one article can hold. Split it."), code="heavy"
            )
    return LEADING_LINES.sub("<pre>", tidy(CLEANER.clean(tidy(html))))


def _value(tag: str, attribute: str, value: str) -> str | None:
    """Keep an attribute whose value is of its kind.

    A reference to a control character (`java&#1;script:`) comes out of the parser as the character, no scheme at
    all; dropping it afterwards would make one. So such an attribute goes as a whole.
    """
    if tidy(value) != value:
        return None
    shape = VALUES.get(attribute) or VALUES.get("data" if attribute.startswith("data-") else "")
    return value if shape is None or shape.fullmatch(value) else None


CLEANER = nh3.Cleaner(
    tags=set(TABLE),
    attributes={"*": set(), **TABLE},  # without the star nh3 would keep `lang` and `title` everywhere
    url_schemes=SCHEMES,
    clean_content_tags=DROPPED_WITH_TEXT,
    attribute_filter=_value,
    link_rel=None,
    strip_comments=True,
)
