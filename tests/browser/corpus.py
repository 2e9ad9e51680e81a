"""The paste corpus: what lies on the clipboard of each source, what is to be stored of it, and both as a table.

`python -m tests.browser.corpus` writes docs/paste.md anew from tests/browser/texts/paste/.
"""

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

FOLDER = Path(__file__).with_name("texts") / "paste"
DOC = Path("docs/paste.md")
SOURCES = {
    "word": "Word",
    "wordonline": "Word online",
    "docs": "Google Docs",
    "libreoffice": "LibreOffice",
    "blogger": "Blogger",
    "web": "Web pages",
    "sheets": "Google Sheets",
    "excel": "Excel",
    "ours": "This editor",
    "plain": "Plain text",
    "hostile": "Hostile pages",
}
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "kbd": "code"}
NOT_OF_THE_TEXT = {"html", "head", "body", "meta"}


@dataclass(frozen=True)
class Case:
    name: str

    @property
    def source(self) -> str:
        return self.name.partition("-")[0]

    @property
    def clipboard(self) -> dict[str, str]:
        """Return what a paste event carries, by type."""
        html = FOLDER / f"{self.name}.html"
        if html.exists():
            return {"text/html": html.read_text()}
        return {"text/plain": (FOLDER / f"{self.name}.txt").read_text()}

    @property
    def expected(self) -> str:
        return (FOLDER / f"{self.name}.expected.html").read_text().removesuffix("\n")


def cases() -> list[Case]:
    names = {path.stem for path in FOLDER.iterdir() if not path.stem.endswith(".expected")}
    by_source = [(list(SOURCES).index(name.partition("-")[0]), name) for name in names]
    return [Case(name) for _source, name in sorted(by_source)]


class Tally(HTMLParser):
    """Counts elements, and besides them what should be gone: attributes, comments, addresses, hard spaces."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()
        self.feed(html)
        self.close()
        self.found["hard spaces in a row"] = len(re.findall(r"\s\u00a0|\u00a0\s", self.words))

    words = ""

    def handle_starttag(self, tag, attrs):
        self.found[f"`{tag}`"] += 1
        given = dict(attrs)
        for name, value in given.items():
            self.found[kind_of_attribute(tag, name)] += 1
            if name in ("href", "src"):
                self.found[kind_of_address(value or "")] += 1
        if "mso-list" in (given.get("style") or "") and "level" in given["style"]:
            self.found["items of lists written as paragraphs"] += 1

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        self.found["comments"] += 1

    unknown_decl = handle_comment


def kind_of_attribute(tag: str, name: str) -> str:
    if name in ("style", "class", "id"):
        return f"`{name}=`"
    if name.startswith("on"):
        return "`on…=`"
    if name in ("colspan", "rowspan", "scope") or name in ("data-figure", "data-footnote", "data-image"):
        return f"`{name}=`"
    return "`href=`" if name == "href" else "other attributes"


def kind_of_address(address: str) -> str:
    scheme = re.sub(r"\s", "", address.partition(":")[0].lower()) if ":" in address else ""
    if "google.com/url?" in address or "safelinks" in address or "l.php" in address:
        return "addresses by way of a counter"
    if scheme in ("http", "https", "mailto", "tel"):
        return ""
    return f"`{scheme}:` addresses" if scheme.isalpha() else "addresses within the page or the site"


def document(stored: dict[str, str]) -> str:
    """Return docs/paste.md for what is stored of each case."""
    rows = [row for source in SOURCES for row in rows_of(source, stored)]
    return PAGE.format(number=len(cases()), sources=len(SOURCES), rows="\n".join(rows))


def rows_of(source: str, stored: dict[str, str]) -> list[str]:
    own = [case for case in cases() if case.source == source and "text/html" in case.clipboard]
    pasted, expected, got = Counter(), Counter(), Counter()
    for case in own:
        pasted += Tally(case.clipboard["text/html"]).found
        expected += Tally(case.expected).found
        got += Tally(stored[case.name]).found
    return [row(source, name, pasted, expected, got) for name in sorted(pasted) if told(name)]


def told(name: str) -> bool:
    return bool(name) and name.strip("`") not in NOT_OF_THE_TEXT


def row(source: str, name: str, pasted: Counter, expected: Counter, got: Counter) -> str:
    becomes = RENAMED.get(name.strip("`"))
    kept = f"`{becomes}`" if becomes else name
    survives = "no" if not expected[kept] else f"as {kept}" if becomes else "yes"
    return f"| {SOURCES[source]} | {name} | {pasted[name]} | {survives} | {expected[kept]} | {got[kept]} |"


PAGE = """# What is pasted

Written by `python -m tests.browser.corpus` from {number} clipboards of {sources} sources in
`tests/browser/texts/paste/`. Each has beside it, to the letter, what is stored of it; a test pastes them all into the
editor, saves, and compares the database with that, and this page with both.

- Headings stay; the first level becomes the second, for the headline is the first; the fifth and sixth become the
  fourth.
- Lists keep their nesting, tables their header rows (a first row in bold is one), words their emphasis.
- Footnotes become footnotes here, at their place in the sentence.
- Links that go by way of a counter lead where they lead; those that lead nowhere are words.
- Bold and italic that are written as style become emphasis. All other style goes, and so do classes, comments, scripts,
  pictures (choose them from the library), buttons, menus, and empty paragraphs.
- Words that were deleted under tracked changes go; words that are struck through stay as words.
- An element that says nothing is taken away around its words.

"Pasted", "Expected" and "Got" count how often it is there over all clipboards of the source. An element may be there
more often afterwards: loose words become paragraphs, style becomes emphasis.

| Source | Element | Pasted | Survives | Expected | Got |
|---|---|--:|---|--:|--:|
{rows}
"""

if __name__ == "__main__":
    DOC.write_text(document({case.name: case.expected for case in cases()}))
