"""Other words in a live text: what stands for the old fact is replaced, and nothing else."""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from html import escape, unescape

from spacenews.articles.facts.printed import sought
from spacenews.articles.linking import pattern
from spacenews.articles.models import FactFlag
from spacenews.articles.references import TAG as ANY_TAG
from spacenews.firms.models import FactChange, Figure, Name
from spacenews.markup import TAG

Replaced = Callable[[str], str]
MARK = r'(<mark [^>]*?\bdata-figure=")({})("[^>]*>)(.*?)(</mark>)'


def wordings(flag: FactFlag, document: dict) -> list[str]:
    """Return the words to be replaced, as a live text has them: each once, in its order."""
    if flag.where != FactFlag.Where.TEXT:
        return []
    if flag.change.kind == FactChange.Kind.FIGURE:
        marks = re.findall(MARK.format(flag.change.record), document["body"], re.DOTALL)
        return list(dict.fromkeys(_bare(mark[3]) for mark in marks))
    whole = "\n".join([*above(document), unescape(ANY_TAG.sub("", document["body"]))])
    return [name.text for name in sought(flag.change) if name.is_in(whole)]


def above(document: dict) -> list[str]:
    return [document["headline"], document["deck"], *document["points"]]


def stands_above(document: dict, words: list[str]) -> bool:
    """Whether the words stand, in plain letters, in the headline, the deck or the main points too."""
    return any(re.search(pattern(one, Name.Match.EXACT), text) for one in words for text in above(document))


def proposed(change: FactChange, words: str) -> str:
    """Return what the words become: what changed in the record is changed in them, else they become the record's."""
    if change.kind != FactChange.Kind.FIGURE:
        return next((after for before, after in change.columns.values() if before == words), "") or words
    figure = successor(change)
    before = change.columns.get("as_printed", [figure.as_printed if figure else ""])[0]
    if change.manner == FactChange.Manner.SUPERSEDED:
        before = Figure.objects.get(pk=change.record).as_printed
    after = figure.as_printed if figure else ""
    if before == after:
        return words
    return after if words == before else _changed_alike(words, before, after) or after or words


def successor(change: FactChange) -> Figure | None:
    """Return the figure that stands in the place of the one that changed: itself, or what superseded it last."""
    figure = Figure.objects.filter(pk=change.record).select_related("superseded_by").first()
    seen = set()
    while figure and figure.superseded_by and figure.pk not in seen:
        seen.add(figure.pk)
        figure = figure.superseded_by
    return figure


def _changed_alike(words: str, before: str, after: str) -> str:
    """Put the words that differ between two wordings into a third; nothing where they do not stand in it.

    >>> _changed_alike("68 orbital launches", "68 launches in 2024", "70 launches in 2024")
    '70 orbital launches'
    >>> _changed_alike("nearly 6 yuan ($1)", "6 yuan ($1) in 2024", "7 yuan in 2024")
    'nearly 7 yuan'
    """
    old, new = before.split(), after.split()
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    differ = {
        " ".join(old[a:b]): " ".join(new[c:d]) for tag, a, b, c, d in steps if tag in ("replace", "delete")
    }
    changed = " ".join(_plainly(differ)(words).split())
    return changed if changed != words else ""


def corrected(flag: FactFlag, document: dict, words: dict[str, str], everywhere: bool) -> dict:
    """Return a live document with new words for old ones; `everywhere`: not in the marked figures alone."""
    if flag.change.kind == FactChange.Kind.FIGURE and flag.where == FactFlag.Where.TEXT:
        body = _with_marks(flag.change, document["body"], words)
        return {**(_replaced(document, _plainly(words)) if everywhere else document), "body": body}
    replaced = _named(flag.change, words) if flag.where == FactFlag.Where.TEXT else _plainly(words)
    return {**_replaced(document, replaced), "body": _in_text(document["body"], replaced)}


def _replaced(document: dict, replaced: Replaced) -> dict:
    above = {name: replaced(document[name]) for name in ("headline", "deck")}
    return {**document, **above, "points": [replaced(point) for point in document["points"]]}


def _with_marks(change: FactChange, body: str, words: dict[str, str]) -> str:
    """Put new words into the marks of a figure; what superseded it is what they stand for from then on."""
    figure = successor(change)
    pk = figure.pk if figure else change.record

    def mark(hit: re.Match) -> str:
        old = _bare(hit[4])
        new = words.get(old, old)
        return "".join([hit[1], str(pk), hit[3], hit[4] if new == old else escape(new, quote=False), hit[5]])

    return re.sub(MARK.format(change.record), mark, body, flags=re.DOTALL)


def _plainly(words: dict[str, str]) -> Replaced:
    """Replace words where they stand as whole words, in exact case."""
    found = {re.compile(pattern(old, Name.Match.EXACT)): new for old, new in words.items() if old}

    def replaced(text: str) -> str:
        for expression, new in found.items():
            text = expression.sub(lambda _hit, to=new: to, text)
        return text

    return replaced


def _named(change: FactChange, words: dict[str, str]) -> Replaced:
    """Replace names as they are found."""
    names = sought(change)

    def replaced(text: str) -> str:
        for name in names:
            text = name.replaced(text, words.get(name.text, name.text))
        return text

    return replaced


def _in_text(body: str, replaced: Replaced) -> str:
    """Replace in the words of clean markup, never in its tags."""
    return "".join(_pieces(body, replaced))


def _pieces(body: str, replaced: Replaced) -> Iterator[str]:
    last = 0
    for tag in TAG.finditer(body):
        yield _piece(body[last : tag.start()], replaced)
        yield tag[0]
        last = tag.end()
    yield _piece(body[last:], replaced)


def _piece(html: str, replaced: Replaced) -> str:
    text = unescape(html)
    new = replaced(text)
    return html if new == text else escape(new, quote=False)


def _bare(html: str) -> str:
    return unescape(ANY_TAG.sub("", html))[:300]
