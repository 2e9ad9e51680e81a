"""Writing Markdown: CommonMark with the tables, footnotes and strikethrough of GitHub's kind.

Imports no app. What is called `words` is plain text and is escaped here, so that it stays words whatever it looks
like; what is called `marked` is Markdown already.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.http import HttpResponse

from spacenews.markup import SCHEMES

SPECIAL = re.compile(r"[\\`*_\[\]<>|~#]|&(?=#?[0-9A-Za-z]+;)")
START = re.compile(r"\A(\d{1,9}(?=[.)](?:\s|\Z))|(?=[-+=]))")  # would begin a list, a line or a heading
SPACE = re.compile(r"[ \t\n\r\f]+")
BACKTICKS = re.compile("`+")
UNESCAPED_BAR = re.compile(r"(?<!\\)\|")
IN_ADDRESSES = "%/:?#@!$&'*+,=~[]"  # the rest is percent-encoded: it could end the address, or be a reference


def text(words) -> str:
    """Escape plain text, on one line.

    >>> text("[a](javascript:b) <i>")
    '\\\\[a\\\\](javascript:b) \\\\<i\\\\>'
    """
    return SPECIAL.sub(r"\\\g<0>", SPACE.sub(" ", str(words)))


def paragraph(marked: str) -> str:
    """Return a paragraph; a line feed in it is a break that stays."""
    lines = (START.sub(r"\1\\", SPACE.sub(" ", line).strip()) for line in marked.split("\n"))
    return "\\\n".join(filter(None, lines))


def heading(level: int, marked: str) -> str:
    words = " ".join(marked.split())
    return f"{'#' * level} {words}" if words else ""


def strong(marked: str) -> str:
    return _around(marked, "**", "strong")


def emphasis(marked: str) -> str:
    return _around(marked, "*", "em")


def _around(marked: str, sign: str, tag: str) -> str:
    """Put signs around what begins and ends with a letter or digit; beside other signs only an element is sure."""
    inside = marked.strip()
    if not inside:
        return marked
    start, end = marked[: marked.index(inside)], marked[marked.index(inside) + len(inside) :]
    if inside[0].isalnum() and inside[-1].isalnum():
        return f"{start}{sign}{inside}{sign}{end}"
    return f"{start}<{tag}>{inside}</{tag}>{end}"


def beside(pieces: Iterable[str]) -> str:
    """Join pieces of a line, so that what ends one and what begins the next make no sign together."""
    line = ""
    for piece in pieces:
        if piece[:1] == "[" and line[-1:] in ("!", "^"):
            line = f"{line[:-1]}\\{line[-1]}"
        run_together = line[-1:] == piece[:1] and piece[:1] in ("*", "`")
        line += f"<!-- -->{piece}" if run_together else piece
    return line


def code(words: str) -> str:
    """Return a code span, fenced by more backticks than stand in it."""
    words, fence = SPACE.sub(" ", words), _fence(words, 1)
    if not words.strip():
        return words
    room = " " if "`" in words else ""
    return f"{fence}{room}{words}{room}{fence}"


def listing(words: str) -> str:
    """Return a block of code, line by line as it is."""
    fence = _fence(words, 3)
    return f"{fence}\n{words.rstrip(chr(10))}\n{fence}"


def _fence(words: str, least: int) -> str:
    return "`" * max([least, *(len(run) + 1 for run in BACKTICKS.findall(words))])


def link(words, url: str) -> str:
    return linked(text(words), url)


def linked(marked: str, url: str) -> str:
    """Link to an address that may be relative to the site; what is no address of the web is left out."""
    target = address(url)
    return f"[{marked}]({target})" if target and marked.strip() else marked


def image(alt, url: str) -> str:
    return f"![{text(alt)}]({address(url)})"


def address(url: str) -> str:
    """Return an absolute address that can stand in parentheses, or nothing."""
    try:
        absolute = urljoin(settings.SITE_URL + "/", url.strip())
        known = urlsplit(absolute).scheme in SCHEMES
    except ValueError:
        return ""
    return quote(absolute, safe=IN_ADDRESSES) if known else ""


def items(marked: Iterable[str], numbered: bool = False) -> str:
    """Return a list; an item may hold several blocks."""
    entries = [entry for entry in marked if entry.strip()]
    signs = [f"{number}." if numbered else "-" for number in range(1, len(entries) + 1)]
    gap = "\n\n" if any("\n\n" in entry for entry in entries) else "\n"
    return gap.join(_hanging(f"{sign} ", entry) for sign, entry in zip(signs, entries, strict=True))


def _hanging(sign: str, marked: str) -> str:
    return sign + marked.replace("\n", "\n" + " " * len(sign)).replace("\n" + " " * len(sign) + "\n", "\n\n")


def quotation(marked: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in marked.split("\n")) if marked.strip() else ""


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """Return a table of marked cells, every row as long as the head."""
    rule = ["---"] * len(head)
    return "\n".join(_row(cells) for cells in (head, rule, *rows))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(marked: str) -> str:
    return UNESCAPED_BAR.sub(r"\\|", one_line(marked.strip()))


def one_line(marked: str) -> str:
    """Return a block for where only a line can stand."""
    return marked.replace("\\\n", "<br>").replace("\n", "<br>")


def document(*blocks: str) -> str:
    return "\n\n".join(filter(None, (block.strip("\n") for block in blocks))) + "\n"


def answer(marked: str, canonical_url: str, status: int = 200) -> HttpResponse:
    """Answer with the twin of a page, which is the one to be found and cited."""
    response = HttpResponse(marked, content_type="text/markdown; charset=utf-8", status=status)
    response.headers["Link"] = f'<{address(canonical_url)}>; rel="canonical"'
    return response
