"""A body told in words, block by block, for whoever compares two: what is no word is named in square brackets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.articles.comparison.tokens import tokens
from spacenews.prose import KINDS

Name = Callable[[str, int], str]  # what a record of a kind, by its id, is called

BLOCKS = {
    "p": "",
    "h2": gettext_lazy("Heading 2"),
    "h3": gettext_lazy("Heading 3"),
    "h4": gettext_lazy("Heading 4"),
    "li": gettext_lazy("List item"),
    "tr": gettext_lazy("Row"),
    "caption": gettext_lazy("Caption"),
    "figure": "",
    "div": "",
    "pre": gettext_lazy("Preformatted"),
    "hr": gettext_lazy("Line"),
}
QUOTES = {None: gettext_lazy("Quote"), "pull": gettext_lazy("Pull quote")}
LOOKS = {
    "strong": gettext_lazy("bold"),
    "em": gettext_lazy("italic"),
    "cite": gettext_lazy("title"),
    "code": gettext_lazy("code"),
    "sup": gettext_lazy("raised"),
    "sub": gettext_lazy("lowered"),
    "th": gettext_lazy("header"),
}
VOID = ("br", "hr")
REFERENCES = ("figure", "image", "series", "dispute", "claim")


@dataclass
class Block:
    """`words` are what is read and named; `full` also say how it looks, and decide whether two blocks are one."""

    words: list[str] = field(default_factory=list)
    full: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return "".join(self.full)


def blocks(body: str, name: Name) -> list[Block]:
    """Return the blocks of a clean body; `name` says what the records are called that it refers to."""
    teller = Teller(name)
    teller.feed(body)
    teller.close()
    teller.end()
    return teller.blocks


class Teller(HTMLParser):
    def __init__(self, name: Name):
        super().__init__(convert_charrefs=True)
        self.name, self.blocks, self.block = name, [], Block()
        self.begun = 0  # how many words say what the block is, before its own
        self.open: list[tuple[str, str, str]] = []  # an element, what is said where it ends, how it looked
        self.quotes: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "br":
            self.say("\n")
        elif tag == "blockquote":
            self.end()
            self.quotes.append(str(QUOTES.get(given.get("class"), QUOTES[None])))
        elif tag in BLOCKS and not self._is_part(tag):
            self.begin(str(BLOCKS[tag]))
        self._refer(given)
        if tag not in VOID:
            self._look(tag, given)
            self.open.append((tag, self._behind(tag, given), "]" if tag in LOOKS else ""))

    def _is_part(self, tag: str) -> bool:
        """The paragraphs of a cell, and the first of a list item, are no blocks of their own."""
        around = {name for name, *_said in self.open}
        return tag == "p" and bool(
            around & {"td", "th"} or ("li" in around and len(self.block.words) == self.begun)
        )

    def begin(self, label: str) -> None:
        self.end()
        for named in (*self.quotes, label):
            if named:
                self.say(f"[{named}] ")
        self.begun = len(self.block.words)

    def end(self) -> None:
        if "".join(self.block.full).strip():
            self.blocks.append(self.block)
        self.block, self.begun = Block(), 0

    def say(self, token: str, looks: bool = False) -> None:
        """Say a word, or how the next ones look, of which only `full` knows; a space belongs to what is before it."""
        for said in [self.block.full] if looks else [self.block.full, self.block.words]:
            if token.isspace() and said:
                said[-1] += token
            else:
                said.append(token)

    def _refer(self, given: dict) -> None:
        """Name what stands for itself; a figure of the text is named after its words."""
        for kind in REFERENCES[1:]:
            if f"data-{kind}" in given:
                self.say(f"[{KINDS[kind]}: {self.name(kind, int(given[f'data-{kind}']))}] ")
        for attribute, label in (("data-alt", _("Alternative text")), ("data-credit", _("Credit"))):
            if attribute in given:
                self.say(f"[{label}:] ")
                self.handle_data(f"{given[attribute] or '–'} ")

    def _behind(self, tag: str, given: dict) -> str:
        """Return what is said where an element ends."""
        if tag == "a":
            return f" [→ {given.get('href', '')}] "
        if "data-figure" in given:
            return f" [{KINDS['figure']}: {self.name('figure', int(given['data-figure']))}] "
        if "data-footnote" in given:
            self.say(" [" + _("Footnote:") + " ")
            return "] "
        return " | " if tag in ("td", "th") else ""

    def _look(self, tag: str, given: dict) -> None:
        lists = [name for name, *_said in self.open if name in ("ul", "ol")]
        if tag == "li" and lists[-1:] == ["ol"]:
            self.say("[" + _("numbered") + "] ", looks=True)
        if tag in LOOKS:
            self.say(f"[{LOOKS[tag]}: ", looks=True)
        for name in ("colspan", "rowspan", "scope"):
            if name in given:
                self.say(f"[{name} {given[name]}] ", looks=True)

    def handle_endtag(self, tag):
        if tag in VOID or not self.open:
            return
        _name, behind, look = self.open.pop()
        for said, looks in ((look, True), (behind, False)):
            if said:
                self.say(said, looks)
        if tag == "blockquote":
            self.end()
            self.quotes.pop()
        elif tag == "p" and any(name in ("td", "th", "li") for name, *_said in self.open):
            self.say(" ")
        elif tag in BLOCKS:
            self.end()

    def handle_data(self, data):
        for token in tokens(data):
            self.say(token)
