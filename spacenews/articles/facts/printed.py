"""Which articles printed a fact, and how: asked of editions that readers see or will, never of all."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import NamedTuple

from django.db.models import Case, Count, F, Q, QuerySet, TextField, Value, When

from spacenews.articles.linking import pattern
from spacenews.articles.models import Edition, EditionBlock, EditionCoverage, EditionFigure, FactFlag
from spacenews.firms.changes import A_SITTING
from spacenews.firms.folding import fold
from spacenews.firms.models import Answer, FactChange, Figure, Name, Organization, Party
from spacenews.markup import INLINE, TAG

Where = FactFlag.Where
MOST = 2_000  # editions of one firm that are read for a name, the newest first
AT_LEAST = 2  # parties of a tie that an article covers, if it may tell of it
INSIDE_WORDS = INLINE | {"span"}


class Printed(NamedTuple):
    """An article that printed a fact: where, and in which words where it printed the fact itself."""

    article: int
    where: str
    words: str = ""


def printed(change: FactChange, now: dt.datetime) -> dict[int, Printed]:
    """Return the articles, by number, each once, as it prints the fact most plainly."""
    find = {
        FactChange.Kind.FIGURE: of_figure,
        FactChange.Kind.NAME: of_names,
        FactChange.Kind.COOPERATION: of_tie,
        FactChange.Kind.FIRM: of_firm,
        FactChange.Kind.DISPUTE: of_dispute,
        FactChange.Kind.CLAIM: of_claim,
    }[change.kind]
    found: dict[int, Printed] = {}
    for one in find(change, now):
        found.setdefault(one.article, one)
    return found


def shown(now: dt.datetime) -> QuerySet:
    """Return the editions that readers see at `now`, or will."""
    return Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=now))


def of_figure(change: FactChange, now: dt.datetime) -> Iterator[Printed]:
    """Printed by reference in the text; then in a chart of its group, then where sources disagree.

    What shows a dispute tells of the doubt: that there is one concerns the others.
    """
    rows = EditionFigure.objects.filter(figure=change.record, edition__in=shown(now))
    for article, words in rows.order_by("pk").values_list("edition__article", "words"):
        yield Printed(article, Where.TEXT, words)
    figure = Figure.objects.filter(pk=change.record)
    charts = with_words(change, figure, shown(now))
    yield from in_blocks(EditionBlock.Kind.SERIES, Where.CHART, figure.values("group"), charts)
    if set(change.columns) != {"disputed"}:
        disputes = Answer.objects.filter(figure=change.record).values("dispute")
        yield from in_blocks(EditionBlock.Kind.DISPUTE, Where.DISPUTE, disputes, shown(now))


def of_dispute(change: FactChange, now: dt.datetime) -> Iterator[Printed]:
    return in_blocks(EditionBlock.Kind.DISPUTE, Where.DISPUTE, [change.record], shown(now))


def of_claim(change: FactChange, now: dt.datetime) -> Iterator[Printed]:
    return in_blocks(EditionBlock.Kind.CLAIM, Where.CLAIM, [change.record], shown(now))


def in_blocks(kind: str, where: str, records: Iterable, editions: QuerySet) -> Iterator[Printed]:
    rows = EditionBlock.objects.filter(kind=kind, record__in=records, edition__in=editions)
    for article in rows.order_by("pk").values_list("edition__article", flat=True):
        yield Printed(article, where)


def with_words(change: FactChange, figure: QuerySet, editions: QuerySet) -> QuerySet:
    """Leave out editions whose charts are older than the figure: whatever these draw they name, as it was printed.

    What went out while the figure was being changed may have it as it was in between.
    """
    before = change.columns.get("as_printed") or figure.values_list("as_printed", flat=True)
    named = Q(body_html__contains=escape(next(iter(before), "")))
    return editions.filter(named | Q(decided_at__gte=change.changed_at - A_SITTING))


def of_names(change: FactChange, now: dt.datetime) -> Iterator[Printed]:
    """Articles about the organization, or that mention it, in which a name that is gone stands as a whole word."""
    names = sought(change)
    if not names:
        return
    for article, text in texts(change.record, [name.text for name in names], now):
        for name in names:
            if name.is_in(text):
                yield Printed(article, Where.TEXT, name.text[:300])
                break


class Sought:
    """A name to be found as the linker of names would, and nowhere inside a longer name that is on record."""

    def __init__(self, text: str, match: str):
        self.text = text
        others = sorted((row for row in _with(text) if len(row[0]) > len(text)), key=lambda row: -len(row[0]))
        own = f"({pattern(text, match)})"
        self.expression = re.compile("|".join([*(pattern(*row) for row in others), own]))

    def is_in(self, text: str) -> bool:
        return any(hit[1] for hit in self.expression.finditer(text))

    def replaced(self, text: str, new: str) -> str:
        return self.expression.sub(lambda hit: new if hit[1] else hit[0], text)


def _with(text: str) -> list[tuple[str, str]]:
    """Return the names on record in which a text stands, each with how it matches."""
    rows = Name.objects.filter(text_folded__contains=fold(text)).values_list("text", "match")
    own = Organization.objects.filter(name_folded__contains=fold(text)).values_list("name", flat=True)
    return [*rows, *((name, Name.Match.EXACT) for name in own)]


def sought(change: FactChange) -> list[Sought]:
    """Return the names that are gone, the longest first, each by the rule that its row has or had."""
    rows = Name.objects.filter(organization=change.record)
    rules = {key: row.match for row in rows for key in (row.text, f"name-{row.pk}")}
    gone = {change.columns[key][0]: rules.get(key) for key in change.columns}
    return [
        Sought(name, gone[name] or rules.get(name, Name.Match.EXACT))
        for name in sorted(set(change.gone_names), key=len, reverse=True)
    ]


def texts(firm: int, names: list[str], now: dt.datetime) -> Iterator[tuple[int, str]]:
    """Yield article and printed words of the editions that cover a firm; the database leaves out what has no name."""
    covering = EditionCoverage.objects.filter(organization=firm).order_by("-published_at", "-edition")
    told = Q()
    for name in names:
        told |= Q(body_html__icontains=escape(name, quote=False))
    rows = shown(now).filter(pk__in=covering.values("edition")[:MOST])
    body = Case(When(told, then=F("body_html")), default=Value(""), output_field=TextField())
    for article, headline, deck, points, html in rows.values_list(
        "article", "headline", "deck", "points", body
    ):
        yield article, "\n".join([headline, deck, *points, words_of(html)])


def words_of(html: str) -> str:
    """Return what readers read of rendered markup."""
    return unescape(TAG.sub(lambda tag: "" if tag[1] in INSIDE_WORDS else " ", html))


def text_of(edition: Edition) -> str:
    return "\n".join([edition.headline, edition.deck, *edition.points, words_of(edition.body_html)])


def of_tie(change: FactChange, now: dt.datetime) -> Iterator[Printed]:
    """Articles that cover two or more of its parties: these may tell of it, and nobody but a reader can say."""
    parties = Party.objects.filter(cooperation=change.record, organization__isnull=False)
    rows = EditionCoverage.objects.filter(
        organization__in=parties.values("organization"), edition__in=shown(now)
    )
    covered = rows.order_by().values("edition").annotate(parties=Count("organization"))
    yield from _covering(covered.filter(parties__gte=AT_LEAST).order_by("-edition").values("edition")[:MOST])


def of_firm(change: FactChange, now: dt.datetime) -> Iterator[Printed]:
    """Articles about the organization, the newest first."""
    about = EditionCoverage.objects.filter(organization=change.record, role=EditionCoverage.Role.ABOUT)
    rows = about.filter(edition__in=shown(now)).order_by("-published_at", "-edition")
    yield from _covering(rows.values("edition")[:MOST])


def _covering(editions: Iterable) -> Iterator[Printed]:
    for article in Edition.objects.filter(pk__in=editions).order_by("pk").values_list("article", flat=True):
        yield Printed(article, Where.COVERS)


def still_prints(edition: Edition, flag: FactFlag) -> bool:
    """Whether an edition has the words of a flag in it; what is drawn from records is drawn anew with every edition."""
    if flag.where == Where.COVERS:
        return True
    if flag.where != Where.TEXT:
        return False
    if flag.change.kind == FactChange.Kind.FIGURE:
        return edition.printed_figures.filter(figure=flag.change.record, words=flag.words).exists()
    text = text_of(edition)
    return any(name.is_in(text) for name in sought(flag.change))
