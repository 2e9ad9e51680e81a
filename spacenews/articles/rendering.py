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


@dataclass
class Rendered:
    html: str
    contents: list[dict[str, str]]
    words: int
    minutes: int


def render_body(edition, organizations: list) -> Rendered:
    """Render an edition's clean body in its own language; `organizations` are those whose names become links."""
    printer = BodyPrinter(blocks.Blocks(edition), NameLinker(organizations, edition.language))
    printer.feed(edition.body)
    printer.close()
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
        self.image: int | None = None
        self.figures: list[tuple[int, list[str]]] = []  # printed since the last disclosure: id and words
        self.marked_at: int | None = None  # how deep the words of a figure stand
        self.tables = self.table_at = self.notes = 0

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            self.out.append(f"<{tag}>")
            return
        given = dict(attrs)
        self.open.append(tag)
        start, end = self._opening(tag, given)
        self.out.append(start)
        self.ends.append(end)

    def _opening(self, tag: str, given: dict) -> tuple[str, str]:
        if "figure" in self.open[:-1] and tag != "figcaption":
            return "", ""  # a picture and its caption are printed as one, when the figure ends
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
        return None if self.marked_at is None else ("", "")

    def _open_mark(self, given):
        if "data-figure" not in given or self.marked_at is not None:
            return None
        self.figures.append((int(given["data-figure"]), []))
        self.marked_at = len(self.open)
        if "a" in self.open:  # the writer's link stays; the disclosure follows all the same
            return '<span class="printed">', "</span>"
        return f'<a class="printed" href="#know-{self.notes + 1}">', "</a>"

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
        self.image = int(given["data-image"]) if "data-image" in given else None
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
        self.open.pop()
        self.out.append(self.ends.pop())
        if tag == "h2" and self.heading:
            self.contents.append({"anchor": self.heading.anchor, "text": "".join(self.heading.text).strip()})
            self.heading = None
        if tag == "figure":
            self.out.append(self.blocks.picture(self.image, "".join(self.caption or []).strip()))
            self.image = self.caption = None
        if not self.open and self.figures:
            self._disclose()

    def handle_data(self, data):
        if self.heading:
            self.heading.text.append(data)
        if self.caption is not None:
            self.caption.append(data)
        if self.marked_at is not None:
            self.figures[-1][1].append(data)
        if "figure" not in self.open:
            self.out.append(self._text(data))

    def _text(self, data: str) -> str:
        return printed(data) if UNLINKED.intersection(self.open) else self.linker.link(data, printed)

    def _disclose(self) -> None:
        self.notes += 1
        printed_here = [(pk, "".join(words)) for pk, words in self.figures]
        self.out.append(self.blocks.know(self.notes, printed_here))
        self.figures = []


def printed(text: str) -> str:
    """Return plain text as HTML that keeps designations such as Zhuque-3 on one line."""
    return DESIGNATION.sub(lambda found: f'<span class="nb">{found[0]}</span>', escape(text, quote=False))
