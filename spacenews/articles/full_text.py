"""An edition's whole text for programs that read: no class, script or place on our page, all addresses in full.

Made of what is frozen with the edition, so one edition has one text. Corrections are not in it: a feed puts them first.
"""

from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# What stays an element, and with which attributes; of all others the words alone stay.
KEPT = {
    **dict.fromkeys(("p", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "hr", "br", "pre"), ()),
    **dict.fromkeys(("b", "strong", "em", "sup", "sub", "cite", "code", "blockquote"), ()),
    **dict.fromkeys(("table", "caption", "thead", "tbody", "tr", "figure", "figcaption"), ()),
    "a": ("href",),
    "img": ("src", "alt"),
    "td": ("colspan", "rowspan"),
    "th": ("scope", "colspan", "rowspan"),
    "time": ("datetime",),
}
VOID = {"br", "hr", "img", "source"}
ADDRESSES = {"href", "src"}
INSTEAD = {"aside": "blockquote", "footer": "p", "summary": "h3"}
BETWEEN = " · "  # what the two words of a box's first line are parted by, which the site does by their place
DRAWN = {"svg", "script", "style"}


def full_text(edition, sources: list | None = None) -> SafeString:
    """Return lead picture, deck, points, text, how its figures are known, and sources, as HTML in its own language.

    The sources are read from the edition; one that is not stored comes with them.
    """
    text, known = plainer(edition.body_html)
    if sources is None:
        sources = [row.source for row in edition.source_rows.all()]
    with translation.override(edition.language):
        begin = render_to_string(
            "articles/entry.html", {"edition": edition, "picture": picture(edition.lead)}
        )
        end = render_to_string("articles/entry_end.html", {"edition": edition, "sources": sources})
        known = f"<h2>{_('How we know this')}</h2>{known}" if known else ""
    return mark_safe(f'<div lang="{edition.html_lang}">{begin.strip()}{text}{known}{end.strip()}</div>')


@lru_cache(maxsize=128)
def plainer(body_html: str) -> tuple[str, str]:
    """Return the text and how its figures are known. Feeds print the same newest texts, each of them frozen."""
    body = Plainer()
    body.feed(body_html)
    body.close()
    return "".join(body.out), "".join(body.known)


def picture(image) -> str:
    return in_full(image.url_of()) if image else ""


def in_full(address: str) -> str:
    return urljoin(f"{settings.SITE_URL}/", address)


class Plainer(HTMLParser):
    """Prints a rendered body again, in one pass, with the elements of KEPT alone.

    "How we know this" opens on our page where the figure stands; here all of it follows the text, for there is nothing
    to open. The body is trusted to be well formed: our own printer wrote it.
    """

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.known: list[str] = []
        self.text = self.out  # where what comes next is printed
        self.ends: list[str] = []  # what closes each open element
        self.is_row = False  # in the first line of a box
        self.unheard = 0  # how many elements are open from one on whose words are not printed

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in VOID:
            self._print(opening(tag, given) if tag in KEPT else "")
        elif self.unheard or self._is_unheard(tag, given):
            self.unheard += 1
        else:
            self.ends.append(self._open(tag, given))

    def _is_unheard(self, tag: str, given: dict) -> bool:
        """What only draws, the way back from a footnote, and the words that a disclosure is opened by."""
        to_a_call = (given.get("href") or "").startswith("#noteref-")
        return tag in DRAWN or to_a_call or (tag == "b" and self.ends[-1:] == ["</h3>"])

    def _open(self, tag: str, given: dict) -> str:
        """Print the beginning of an element and return its end."""
        if tag == "details":
            self.text = self.known
        if given.get("class") == "note" and tag == "sup":
            self._print("<sup>[")
            return "]</sup>"
        if given.get("class") == "notes":
            self._print("<hr>")
        if given.get("class") == "kicker":
            self.is_row = True
        elif tag == "span" and self.is_row:
            self._print(BETWEEN)
        return self._kept(tag, given)

    def _kept(self, tag: str, given: dict) -> str:
        tag = INSTEAD.get(tag, tag)
        is_place = tag == "a" and (given.get("href") or "#").startswith("#")  # a place on our page
        if tag not in KEPT or is_place:
            tag = "span" if given.get("lang") else ""
        self._print(opening(tag, given))
        return f"</{tag}>" if tag else ""

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if self.unheard:
            self.unheard -= 1
        elif self.ends:
            self._print(self.ends.pop())
            self._after(tag)

    def _after(self, tag: str) -> None:
        if tag == "p":
            self.is_row = False
        if tag == "details":
            self.text = self.out

    def handle_data(self, data):
        begins_heading = self.text[-1:] == ["<h3>"]
        self._print(escape(data.lstrip() if begins_heading else data, quote=False))

    def _print(self, html: str) -> None:
        if not self.unheard:
            self.text.append(html)


def opening(tag: str, given: dict[str, str | None]) -> str:
    """Return the start of an element with what it keeps of its attributes; of "" nothing."""
    if not tag:
        return ""
    names = (*KEPT.get(tag, ()), "lang")
    said = {name: given[name] or "" for name in names if name in given}
    full = {name: in_full(value) if name in ADDRESSES else value for name, value in said.items()}
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in full.items())
    return f"<{tag}{attributes}>"
