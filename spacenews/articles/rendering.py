"""From stored body to printed body: references become figures, disclosures and boxes; names become links. Once."""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from spacenews.articles import blocks
from spacenews.articles.linking import NameLinker
from spacenews.markup import plain

LATIN_WORDS_A_MINUTE, HAN_SIGNS_A_MINUTE = 220, 400
HAN = re.compile("[\u3400-\u9fff]")
WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
DESIGNATION = re.compile(r"\b(?:[A-Z][A-Za-z]*-\d+[A-Za-z]?|i-Space)\b")
VOID = {"br", "hr"}
UNLINKED = {"a", "h2", "h3", "h4", "mark", "caption", "th", "figcaption", "blockquote", "code", "pre", "cite"}
NOTED = {"a", "strong", "em", "sup", "sub", "cite", "code", "mark"}  # what a footnote may hold beside words
ATTRIBUTION = re.compile(r"<p>(<cite>(?:(?!</cite>|</p>).)*</cite>)</p>\s*(?=</blockquote>)", re.DOTALL)


@dataclass
class Rendered:
    html: str
    contents: list[dict[str, str]]
    words: int
    minutes: int


def render_body(edition, organizations: list) -> Rendered:
    """Render an edition's clean body in its own language; `organizations` are those whose names become links."""
    printer = BodyPrinter(blocks.Blocks(edition), NameLinker(organizations, edition.language))
    printer.feed(ATTRIBUTION.sub(r"<footer>\1</footer>", edition.body))
    printer.close()
    printer.print_notes()
    words, minutes = reading_time(" ".join([*edition.points, plain(edition.body)]))
    return Rendered("".join(printer.out), printer.contents, words, minutes)


def reading_time(text: str) -> tuple[int, int]:
    """Return words and minutes to read; a Chinese sign counts as a word."""
    han = len(HAN.findall(text))
    latin = len(WORD.findall(HAN.sub(" ", text)))
    return han + latin, max(1, round(latin / LATIN_WORDS_A_MINUTE + han / HAN_SIGNS_A_MINUTE))


@dataclass
class Heading:
    anchor: str
    text: list[str] = field(default_factory=list)


class BodyPrinter(HTMLParser):
    """Prints the clean body again, in one pass, with what its references stand for.

    The body is trusted to be well formed: it comes from the sanitiser.
    """

    def __init__(self, rendered_blocks: blocks.Blocks, linker: NameLinker):
        super().__init__(convert_charrefs=True)
        self.blocks, self.linker = rendered_blocks, linker
        self.out: list[str] = []
        self.open: list[str] = []
        self.ends: list[str] = []  # what closes each open element
        self.contents: list[dict[str, str]] = []
        self.heading: Heading | None = None
        self.caption: list[str] | None = None
        self.picture: dict[str, str] = {}  # the attributes of the open one
        self.footnotes: list[list[str]] = []
        self.noted_at: int | None = None  # how deep the words of a footnote stand
        self.calls: list[str] = []  # of footnotes, until no link is open: there is none inside another
        self.figures: list[tuple[int, list[str]]] = []  # printed since the last disclosure: id and words
        self.marked_at: int | None = None  # how deep the words of a figure stand
        self.tables = self.table_at = self.disclosures = 0

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            self._print(f"<{tag}>" if self.noted_at is None or tag == "br" else "")
            return
        given = dict(attrs)
        self.open.append(tag)
        start, end = self._opening(tag, given)
        self._print(start)
        self.ends.append(end)

    def _opening(self, tag: str, given: dict) -> tuple[str, str]:
        if "figure" in self.open[:-1] and tag != "figcaption":
            return "", ""  # a picture and its caption are printed as one, when the figure ends
        if self.noted_at is not None and tag not in NOTED:
            return "", ""
        special = getattr(self, f"_open_{tag}", None)
        if special and (found := special(given)) is not None:
            return found
        attributes = "".join(f' {name}="{escape(value or "")}"' for name, value in given.items())
        return f"<{tag}{attributes}>", f"</{tag}>"

    def _open_h2(self, given):
        self.heading = Heading(f"part-{len(self.contents) + 1}")
        return f'<h2 id="{self.heading.anchor}">', "</h2>"

    def _open_a(self, given):
        """The words of a figure lead to its disclosure: a link inside them would be a link in a link."""
        return ("", "") if self._is_marked() else None

    def _open_mark(self, given):
        if "data-footnote" in given:
            return self._open_footnote()
        if "data-figure" not in given or self.marked_at is not None:
            return None
        self.figures.append((int(given["data-figure"]), []))
        self.marked_at = len(self.open)
        if "a" in self.open:  # the writer's link stays; the disclosure follows all the same
            return '<span class="printed">', "</span>"
        return f'<a class="printed" href="#know-{self.disclosures + 1}">', "</a>"

    def _open_footnote(self):
        """Its number stands here, its words below the text; one inside another is part of it."""
        if self.noted_at is None:
            self.noted_at = len(self.open)
            self.footnotes.append([])
        return "", ""

    def _open_blockquote(self, given):
        return ('<aside class="pull">', "</aside>") if given.get("class") == "pull" else None

    def _open_table(self, given):
        self.tables, self.table_at = self.tables + 1, len(self.out)
        return '<div class="table" tabindex="0"><table>', "</table></div>"

    def _open_caption(self, given):
        """A table that has a caption is a region of that name."""
        name = f"table-{self.tables}"
        region = f'<div class="table" role="region" tabindex="0" aria-labelledby="{name}"><table>'
        self.out[self.table_at] = region
        return f'<caption id="{name}">', "</caption>"

    def _open_figure(self, given):
        self.picture = given
        return "", ""

    def _open_figcaption(self, given):
        self.caption = []
        return "", ""

    def _open_div(self, given):
        for kind in ("series", "dispute", "claim"):
            if f"data-{kind}" in given:
                return self.blocks.render(kind, int(given[f"data-{kind}"])), ""
        return "", ""

    def handle_endtag(self, tag):
        if tag in VOID or not self.open:
            return
        if self.marked_at == len(self.open):
            self.marked_at = None
        self._print(self.ends.pop())
        if self.noted_at == len(self.open):
            self._end_footnote()
        self.open.pop()
        self._after(tag)

    def _after(self, tag: str) -> None:
        """Print what stood waiting for the end of an element."""
        if self.calls and not self._in_a_link():
            self.out += self.calls
            self.calls = []
        if tag == "h2" and self.heading:
            self.contents.append({"anchor": self.heading.anchor, "text": "".join(self.heading.text).strip()})
            self.heading = None
        if tag == "figure":
            self._print_picture()
        if not self.open and self.figures:
            self._disclose()

    def _end_footnote(self) -> None:
        self.noted_at = None
        if "".join(self.footnotes[-1]).strip():
            number = len(self.footnotes)
            call = f'<a id="noteref-{number}" href="#note-{number}">{number}</a>'
            self.calls.append(f'<sup class="note">{call}</sup>')
        else:
            self.footnotes.pop()

    def _is_marked(self) -> bool:
        """Whether the words here are a figure's: those of a footnote that is called in them are not."""
        return self.marked_at is not None and (self.noted_at is None or self.noted_at < self.marked_at)

    def _in_a_link(self) -> bool:
        return "a" in self.open or self.marked_at is not None

    def _print_picture(self) -> None:
        given, caption = self.picture, "".join(self.caption or []).strip()
        words = {"alt": given.get("data-alt"), "credit": given.get("data-credit", "")}
        self.out.append(self.blocks.picture(int(given.get("data-image", 0)), caption, **words))
        self.picture, self.caption = {}, None

    def _print(self, html: str) -> None:
        (self.out if self.noted_at is None else self.footnotes[-1]).append(html)

    def handle_data(self, data):
        if self.noted_at is None:
            self._note_words(data)
        if self._is_marked():
            self.figures[-1][1].append(data)
        if "figure" not in self.open:
            self._print(self._text(data))

    def _note_words(self, data: str) -> None:
        if self.heading:
            self.heading.text.append(data)
        if self.caption is not None:
            self.caption.append(data)

    def print_notes(self) -> None:
        """Print the footnotes, once all of the text is printed."""
        if self.footnotes:
            self.out.append(self.blocks.notes(list(map("".join, self.footnotes))))

    def _text(self, data: str) -> str:
        return printed(data) if UNLINKED.intersection(self.open) else self.linker.link(data, printed)

    def _disclose(self) -> None:
        self.disclosures += 1
        printed_here = [(pk, "".join(words)) for pk, words in self.figures]
        self.out.append(self.blocks.know(self.disclosures, printed_here))
        self.figures = []


def printed(text: str) -> str:
    """Return plain text as HTML that keeps designations such as Zhuque-3 on one line."""
    return DESIGNATION.sub(lambda found: f'<span class="nb">{found[0]}</span>', escape(text, quote=False))
