"""Printed markup as Markdown: what the sanitiser allows (markup.TABLE), and the boxes that are printed in a text.

Imports no app. It expects markup that is well formed, as the sanitiser and the templates of articles write it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from spacenews import markdown

DEEPEST = 60  # elements in elements; what lies deeper is read as if it lay there
VOID = {"br", "hr", "img", "source"}
BLOCKS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "hr", "pre", "blockquote", "aside", "table"),
    *("figure", "figcaption", "div", "section", "details", "summary", "footer"),
}
HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
WIDEST = 200  # columns of a table


@dataclass
class Node:
    tag: str
    given: dict[str, str | None] = field(default_factory=dict)
    inside: list["Node | str"] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return (self.given.get("class") or "").split()

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS

    @property
    def words(self) -> str:
        return "".join(child if isinstance(child, str) else child.words for child in self.inside)

    def all(self, *tags: str) -> Iterator["Node"]:
        """Yield the elements of these names, however deep, but for those in one another."""
        for child in self.inside:
            if isinstance(child, Node):
                yield from [child] if child.tag in tags else child.all(*tags)


class Tree(HTMLParser):
    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.root = Node("div")
        self.open = [self.root]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        node, parent = Node(tag, dict(attrs)), self.open[-1]
        parent.inside.append(node)
        if tag not in VOID:
            self.open.append(node if len(self.open) < DEEPEST else parent)

    def handle_endtag(self, tag):
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data):
        self.open[-1].inside.append(data)


def markdown_of(html: str) -> str:
    return "\n\n".join(blocks(Tree(html).root))


def blocks(node: Node) -> list[str]:
    """Return the blocks in an element; what stands in it beside them makes paragraphs of its own."""
    found, line = [], []
    for child in node.inside:
        if isinstance(child, Node) and child.is_block:
            found += [markdown.paragraph(inline(line)), *block(child)]
            line = []
        else:
            line.append(child)
    return [marked for marked in [*found, markdown.paragraph(inline(line))] if marked]


def block(node: Node) -> list[str]:
    for name in [*node.classes, node.tag]:
        if write := WRITERS.get(name):
            return write(node)
    return blocks(node)


def inline(nodes: list[Node | str]) -> str:
    return markdown.beside(_inline(node) for node in nodes)


def _inline(node: Node | str) -> str:
    if isinstance(node, str):
        return markdown.text(node)
    if node.tag == "sup" and "note" in node.classes:
        return f"[^{node.words}]"
    if write := INLINE.get(node.tag):
        return write(node)
    inside = inline(node.inside)
    return f"{inside}\n" if node.is_block else inside


def _link(node: Node) -> str:
    """What leads to a place on the page itself (a disclosure, the way back from a footnote) leads nowhere here."""
    url = node.given.get("href") or ""
    if url.startswith("#"):
        return "" if url.startswith("#noteref-") else inline(node.inside)
    return markdown.linked(inline(node.inside).replace("\n", " "), url)


def _raised(node: Node) -> str:
    return f"<{node.tag}>{inline(node.inside)}</{node.tag}>"


INLINE = {
    "a": _link,
    "b": lambda node: markdown.strong(inline(node.inside)),
    "strong": lambda node: markdown.strong(inline(node.inside)),
    "em": lambda node: markdown.emphasis(inline(node.inside)),
    "cite": lambda node: markdown.emphasis(inline(node.inside)),
    "sup": _raised,
    "sub": _raised,
    "code": lambda node: markdown.code(node.words),
    "pre": lambda node: markdown.code(node.words),
    "br": lambda node: "\n",
    "hr": lambda node: "\n",
    "img": lambda node: markdown.image(node.given.get("alt") or "", node.given.get("src") or ""),
}


def _paragraph(node: Node) -> list[str]:
    return [markdown.paragraph(inline(node.inside))]


def _heading(node: Node) -> list[str]:
    return [markdown.heading(HEADINGS[node.tag], inline(node.inside))]


def _kicker(node: Node) -> list[str]:
    """Words side by side, which only their look keeps apart."""
    return [markdown.paragraph(" / ".join(filter(None, (_inline(child).strip() for child in node.inside))))]


def _list(node: Node) -> list[str]:
    entries = ("\n\n".join(blocks(child)) for child in node.inside if isinstance(child, Node))
    return [markdown.items(entries, numbered=node.tag == "ol")]


def _quote(node: Node) -> list[str]:
    return [markdown.quotation("\n\n".join(blocks(node)))]


def _said_by(node: Node) -> list[str]:
    return [markdown.paragraph(f"— {inline(node.inside).strip()}")]


def _picture(node: Node) -> list[str]:
    captions = [markdown.paragraph(inline(caption.inside)) for caption in node.all("figcaption")]
    return [*(markdown.paragraph(_inline(picture)) for picture in node.all("img")), *captions]


def _notes(node: Node) -> list[str]:
    notes = enumerate(node.all("li"), start=1)
    return ["\n".join(f"[^{number}]: {inline(note.inside).strip()}" for number, note in notes)]


def _disclosure(node: Node) -> list[str]:
    """How a figure is known: its words, and a list of what is known."""
    title = inline(next(node.all("b")).inside)
    words = inline([child for child in next(node.all("summary")).inside if isinstance(child, str)]).strip()
    told = [f"{markdown.strong(title)}: {words}", *(_terms(terms)[0] for terms in node.all("dl"))]
    return [markdown.quotation("\n\n".join(told))]


def _terms(node: Node) -> list[str]:
    lines: list[str] = []
    for child in node.all("dt", "dd"):
        words = inline(child.inside).strip()
        if child.tag == "dt":
            lines.append(f"{markdown.strong(words)}:")
        else:
            lines[-1] += f" {words}"
    return [markdown.items(lines)]


def _answers(node: Node) -> list[str]:
    """Where sources disagree: one line an answer."""
    lines = (" · ".join(marked.replace("\\\n", " ") for marked in blocks(child)) for child in node.all("div"))
    return [markdown.items(lines)]


def _table(node: Node) -> list[str]:
    """A table of GitHub's kind has one row of heads; a cell over several others has empty ones beside it."""
    rows = _grid(list(node.all("tr")))
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    first = next(node.all("tr"), None)
    has_head = first is not None and not list(first.all("td"))
    head, body = (rows[0], rows[1:]) if has_head else ([""] * width, rows)
    captions = [markdown.paragraph(markdown.strong(inline(c.inside))) for c in node.all("caption")]
    return [*captions, markdown.table(head, body) if width else ""]


def _grid(rows: list[Node]) -> list[list[str]]:
    """Return the cells of each row where they stand, empty where one from above or from the left reaches."""
    grid: list[list[str]] = []
    reaching: dict[int, int] = {}  # column → rows that a cell from above still covers
    for row in rows:
        cells: list[str] = []
        for cell in row.all("th", "td"):
            _leave_room(cells, reaching)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            reaching.update({len(cells) + at: down for at in range(across) if down > 1})
            cells += ["<br>".join(map(markdown.one_line, blocks(cell))), *[""] * (across - 1)]
        _leave_room(cells, reaching)
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        grid.append(cells[:WIDEST])
    return grid


def _leave_room(cells: list[str], reaching: dict[int, int]) -> None:
    while len(cells) in reaching and len(cells) < WIDEST:
        cells.append("")


def _span(cell: Node, name: str) -> int:
    given = cell.given.get(name) or ""
    return min(int(given), WIDEST) if given.isdigit() and given != "0" else 1


WRITERS = {
    "p": _paragraph,
    **dict.fromkeys(HEADINGS, _heading),
    "kicker": _kicker,
    **dict.fromkeys(("ul", "ol"), _list),
    "dl": _terms,
    "hr": lambda node: ["---"],
    "pre": lambda node: [markdown.listing(node.words)],
    **dict.fromkeys(("blockquote", "aside"), _quote),
    "footer": _said_by,
    "picture": _picture,
    "notes": _notes,
    "know": _disclosure,
    "answers": _answers,
    "table": lambda node: _table(node) if node.tag == "table" else blocks(node),
}
