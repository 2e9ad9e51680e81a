"""The parts of a clean body that a check names: its links, headings, pictures and marked words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
NAMED = {"a", "mark", *HEADINGS}


@dataclass
class Part:
    """One element: its attributes, and the words in it."""

    tag: str
    given: dict[str, str | None]
    pieces: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join("".join(self.pieces).split())


class Parts(HTMLParser):
    """Reads a body once; every list is in the order of the text."""

    def __init__(self, body: str):
        super().__init__(convert_charrefs=True)
        self.found: list[Part] = []
        self.open: list[Part] = []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in NAMED or tag == "figure":
            part = Part(tag, dict(attrs))
            self.found.append(part)
            self.open.append(part)

    def handle_endtag(self, tag):
        if self.open and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data):
        for part in self.open:
            part.pieces.append(data)

    @property
    def links(self) -> list[Part]:
        return [part for part in self.found if part.tag == "a" and part.given.get("href")]

    @property
    def headings(self) -> list[Part]:
        return [part for part in self.found if part.tag in HEADINGS]

    @property
    def pictures(self) -> list[Part]:
        return [part for part in self.found if part.tag == "figure" and "data-image" in part.given]

    @property
    def marks(self) -> list[Part]:
        return [part for part in self.found if part.tag == "mark"]
