"""The pages of organizations and facts as Markdown, for tools and assistants; what other twins tell of facts."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews import markdown
from spacenews.firms import figure_pages, firm_page
from spacenews.firms.amounts import amount
from spacenews.firms.directory import pages as organizations
from spacenews.firms.models import Claim, Dispute, Figure, FigureGroup, FundingRound
from spacenews.firms.partial_dates import label
from spacenews.firms.record import Fact, Part
from spacenews.firms.series import Series
from spacenews.markdown import heading, items, link, paragraph, strong, text
from spacenews.pagecache import clock, marks

ALL = QueryDict()  # twins are not narrowed and not turned over


def titled(title: str, marked: str) -> str:
    """Return a part of a page with its heading, or nothing where there is nothing to say."""
    return markdown.document(heading(2, text(title)), marked) if marked else ""


def cite(source) -> str:
    """Return a source in running text: its publisher, linked, and its date; of one that is gone, the copy of it."""
    name = link(source.publisher or source.title, source.url_now)
    words = f"{name}, {text(source.published)}" if source.published else name
    return f"{words} ({text(source.gone_note)})" if source.gone_note else words


def cites(sources) -> str:
    return "; ".join(map(cite, sources))


def noted(marked: str, note) -> str:
    return f"{marked} ({text(note)})" if note else marked


@marks.public
def firm(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = firm_page.find(slug, now)
    if found.slug != slug:
        return redirect("firm-md", found.slug, permanent=True)
    page = firm_page.FirmPage(found, ALL, get_language(), now)
    return markdown.answer(twin_of_firm(found, page), found.url)


def twin_of_firm(firm, page: firm_page.FirmPage) -> str:
    told = page.context
    native = f" {firm.native.text}" if firm.native else ""
    record = f"{_('Sources of this record')}: ", f"{_('Confidence')}: {firm.get_confidence_display()}"
    return markdown.document(
        heading(1, text(firm.name + native)),
        paragraph(text(firm.descriptor_here)),
        titled(_("Facts"), items(map(_fact, told["facts"]))),
        paragraph(f"{text(record[0])}{cites(firm.sources)}. {text(record[1])}"),
        titled(_("Money"), _rounds(told["rounds"])),
        *map(dispute, told["disputes"]),
        *(block for of_key in told["figures"] for block in _series(of_key)),
        titled(_("Timeline"), _timeline(told["timeline"])),
        titled(_("Partners"), _partners(told["ties"])),
    )


def _fact(fact: Fact) -> str:
    parts = ", ".join(map(_part, fact.parts))
    others = (f"{_part(other)}, {cite(other.source)}" for other in fact.others)
    line = f"{strong(text(fact.label))}: {parts}"
    if fact.others:
        line += f". {text(_('Sources disagree'))}: {'; '.join(others)}"
    return f"{line} ({cites(fact.sources)})" if fact.sources else line


def _part(part: Part) -> str:
    line = noted(link(part.text, part.url) if part.url else text(part.text), part.note)
    return f"{line} ({cites(part.sources)})" if part.sources else line


def _rounds(rounds: list[FundingRound]) -> str:
    head = [_("Date"), _("Amount"), _("Round"), _("Source")]
    return _table(head, ([*map(text, _round(row)), cites(row.sources)] for row in rounds)) if rounds else ""


def _round(row: FundingRound) -> list[str]:
    kinds = [capfirst(row.series), _("total of several rounds") if row.is_cumulative else "", row.note]
    return [label(row.date), amount(row) or _("not given"), ". ".join(filter(None, kinds))]


def _table(head: list[str], rows) -> str:
    return markdown.table(list(map(text, head)), rows)


def _timeline(years: list[dict]) -> str:
    return "\n\n".join(
        f"{heading(3, text(group['year'] or _('Undated')))}\n\n{items(map(_entry, group['entries']))}"
        for group in years
    )


def _entry(entry) -> str:
    words = link(entry.text, entry.url) if entry.url else text(entry.text)
    words = f"{words}. {text(entry.note)}" if entry.note else words
    line = ", ".join(filter(None, [text(entry.date), text(entry.type)])) + f": {words}"
    return f"{line} ({cites(entry.sources)})" if entry.sources else line


def _partners(ties: list) -> str:
    head = [_("Partner"), _("Tie"), _("What it is"), _("Date"), _("Source")]
    return _table(head, map(_tie, ties)) if ties else ""


def _tie(tie) -> list[str]:
    names = (link(p.name, p.url) if getattr(p, "url", "") else text(p.name) for p in tie.partners)
    kind = ", ".join(filter(None, [tie.get_kind_display(), tie.share]))
    return [", ".join(names), text(kind), text(tie.title), text(label(tie.date)), cites(tie.sources)]


def dispute(found: Dispute) -> str:
    """Tell where sources disagree: a line an answer, in their order, so that none looks right."""
    title = f"{found.topic}: {found.question} ({_('Sources disagree')})"
    return markdown.document(
        heading(2, text(title)),
        paragraph(text(found.editors_note)),
        items(map(_answer, found.answers.all())),
    ).strip("\n")


def _answer(answer) -> str:
    if answer.figure is None:
        return f"{text(answer.words)} · {cites(answer.sources)}"
    figure = answer.figure
    kind = ", ".join(filter(None, [figure.get_kind_display(), label(figure.period)]))
    what = answer.words or figure.definition or figure.metric
    return f"{strong(text(amount(figure)))} ({text(kind)}): {text(what)} · {cites(answer.sources)}"


@marks.public
def series(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    group = get_object_or_404(FigureGroup.objects.public(now), slug=slug)
    return markdown.answer(twin_of_series(group, now), group.url)


def twin_of_series(group: FigureGroup, now: dt.datetime) -> str:
    told = figure_pages.series(group, now)
    rule = _("Published values, shown side by side: never summed, averaged or converted.")
    definitions = (
        f"{strong(text(row['term']))}: {text(' '.join(row['texts']))}" for row in told["definitions"]
    )
    return markdown.document(
        heading(1, text(group.title_here)),
        paragraph(text(rule)),
        *map(dispute, told["disputes"]),
        *(block for of_key in told["series"] for block in _series(of_key)),
        titled(_("Definitions"), items(definitions)),
        titled(_("Related figures"), items(link(row.title_here, row.url) for row in told["related"])),
    )


def _series(of_key: Series) -> list[str]:
    title = ", ".join(filter(None, [capfirst(of_key.metric), of_key.scope, of_key.currency]))
    head = [_("Year"), _("As printed"), _("Kind"), _("What it counts"), _("Source"), _("Confidence")]
    return [heading(2, text(title)), _table(head, map(_figure, of_key.figures))]


def _figure(figure: Figure) -> list[str]:
    return [
        text(label(figure.period) or "–"),
        noted(text(figure.as_printed), _("Superseded") if figure.superseded_by else ""),
        text(figure.get_kind_display()),
        text(figure.definition or _("Not given.")),
        cites(figure.sources),
        text(figure.get_confidence_display()),
    ]


@marks.public
def directory(request: HttpRequest) -> HttpResponse:
    """Answer with the first names of the directory by letters."""
    told = organizations.page(ALL, clock.now())
    said = markdown.document(
        heading(1, text(_("Firms"))),
        *(titled(group["title"], items(map(_listed, group["firms"]))) for group in told["groups"]),
        _more(told["next_url"]),
    )
    return markdown.answer(said, reverse("firms"))


def _listed(firm) -> str:
    names = " ".join(filter(None, [link(firm.name, firm.url), firm.native and text(firm.native.text)]))
    return f"{names}: {text(firm.descriptor_here)}" if firm.descriptor_here else names


def _more(url: str) -> str:
    return link(_("More"), url) if url else ""


@marks.public
def figures(request: HttpRequest) -> HttpResponse:
    told = figure_pages.groups(ALL, clock.now())
    rows = (f"{link(row.title_here, row.url)}: {text(row.latest.as_printed)}" for row in told["groups"])
    said = markdown.document(heading(1, text(_("Figures"))), items(rows), _more(told["next_url"]))
    return markdown.answer(said, reverse("figures"))


@marks.public
def claims(request: HttpRequest) -> HttpResponse:
    told = figure_pages.claims(ALL, clock.now())
    deck = _("Sentences that others print about this industry, each held against what is on record.")
    said = markdown.document(
        heading(1, text(_("Checked claims"))),
        paragraph(text(deck)),
        items(map(_claim, told["claims"])),
        _more(told["next_url"]),
    )
    return markdown.answer(said, reverse("claims"))


def _claim(claim: Claim) -> str:
    printed = noted(f"{text(_('Printed in'))}: {cite(claim.source)}", claim.place)
    evidence = f"{text(_('Evidence'))}: {cites(claim.evidence)}" if claim.evidence else ""
    verdict = noted(strong(text(claim.get_verdict_display())), claim.verdict_note)
    lines = [f"“{text(claim.sentence)}”", verdict, printed, text(claim.note), evidence]
    return paragraph("\n".join(filter(None, lines)))
