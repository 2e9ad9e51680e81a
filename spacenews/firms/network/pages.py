"""What the pages of networks print, in a constant number of queries, however many ties there are."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.firms.folding import letter
from spacenews.firms.models import Cooperation, Organization, Party
from spacenews.firms.network import choice as choices
from spacenews.firms.network import drawing, graph, layout, radial
from spacenews.firms.network.choice import Choice
from spacenews.firms.network.drawing import Drawing
from spacenews.firms.network.graph import Node, Tie
from spacenews.markup import tidy
from spacenews.pagecache import fragments

ROWS = 30  # of the table of one organization
DRAWN, SECOND_STEP = 80, 100  # ties that are looked at for its drawing: its own, and those of its partners
PAGE, TIES_TOLD = 30, 6  # organizations on a page of the list; newest ties of each whose parties are named
NAME_LENGTH, DIGITS = 200, 18


def of_firm(firm: Organization, ties: Iterable[Cooperation]) -> dict:
    """Return what parts/network.html prints on an organization's page: one step, from ties that are fetched."""
    own = graph.of_records(ties)[:DRAWN]
    return (
        {"drawing": _around(firm, own, []), "url": reverse("firm-network", args=[firm.slug])} if own else {}
    )


def firm(found: Organization, query: QueryDict, now: dt.datetime) -> dict:
    """Return the page of one organization's network: two steps, and a page of the table, narrowed."""
    asked, url = Choice.of(query), reverse("firm-network", args=[found.slug])
    ties = _told(found, now)
    counts = Counter((kind, year) for _pk, kind, year in ties)
    numbers = [pk for pk, *what in ties if asked.takes(*what)]
    start = _place(numbers, query.get("from", ""))
    rows, own = _table(found, numbers[start : start + ROWS + 1], now), _own(numbers[:DRAWN], now)
    return {
        "firm": found,
        "page_title": _("Network of %(name)s") % {"name": found.name},
        "network": {"drawing": _around(found, own, _further(found, own, asked, now)) if own else None},
        "ties": rows[:ROWS],
        "next_url": url + asked.query(**{"from": str(rows[ROWS].pk)}) if len(rows) > ROWS else "",
        "first_url": url + asked.query() if start else "",
        "filters": choices.filters(counts, asked, url),
        "csv_url": reverse("firm-network-csv", args=[found.slug]) + asked.query(),
        "json_url": reverse("firm-network-json", args=[found.slug]) + asked.query(),
        "canonical_url": settings.SITE_URL
        + url
        + asked.query(**{"from": query.get("from", "") if start else ""}),
    }


def ties_of(firm: Organization, asked: Choice, now: dt.datetime) -> QuerySet:
    """Return the cooperations of one organization that were asked for and that readers see another party of."""
    mine = choices.in_company(now).filter(organization=firm).order_by().values("cooperation")
    return asked.filter(Cooperation.objects.public(now).filter(pk__in=mine))


def _told(firm: Organization, now: dt.datetime) -> list[tuple[int, str, str]]:
    """Return number, kind and year of all ties of an organization, the newest first."""
    newest = F("cooperation__date_begins_on").desc(nulls_last=True)
    mine = choices.in_company(now).filter(organization=firm).order_by(newest, "-cooperation_id")
    rows = mine.values_list("cooperation_id", "cooperation__kind", "cooperation__date_begins_on")
    return [(pk, kind, f"{day:%Y}" if day else "") for pk, kind, day in rows]


def _place(numbers: list[int], start: str) -> int:
    """Return the place of a tie whose number was given, else the first."""
    number = int(start) if start.isascii() and start.isdecimal() and len(start) <= DIGITS else 0
    return numbers.index(number) if number in numbers else 0


def _table(firm: Organization, numbers: list[int], now: dt.datetime) -> list[Cooperation]:
    """Return these ties, each with `.partners`: the other parties, as far as readers may see them."""
    rows = list(Cooperation.objects.filter(pk__in=numbers).newest().with_parties(now))
    for tie in rows:
        others = [party for party in tie.parties.all() if party.organization_id != firm.pk]
        tie.partners = [party.organization or party for party in others]
    return rows


def _own(numbers: list[int], now: dt.datetime) -> list[Tie]:
    """Return ties of an organization as the drawing needs them."""
    parties = Party.objects.visible(now).filter(cooperation__in=numbers)
    return graph.of_rows(Cooperation.objects.filter(pk__in=numbers).newest(), parties)


def _around(firm: Organization, own: list[Tie], further: list[Tie]) -> Drawing:
    title = _("%(name)s and its partners") % {"name": firm.name}
    return radial.around(Node.of(firm), own, further, title)


def _further(firm: Organization, own: list[Tie], asked: Choice, now: dt.datetime) -> list[Tie]:
    """Return the newest ties of the partners that are drawn, without those of the organization itself."""
    partners = [node.key for node in radial.partners(Node.of(firm), own) if node.slug]
    mine = Party.objects.filter(cooperation=OuterRef("pk"), organization=firm)
    theirs = Party.objects.filter(cooperation=OuterRef("pk"), organization__in=partners)
    ties = Cooperation.objects.public(now).filter(Exists(theirs), ~Exists(mine))
    numbers = list(asked.filter(ties).newest().values_list("pk", flat=True)[:SECOND_STEP])
    parties = Party.objects.visible(now).filter(cooperation__in=numbers)
    return graph.of_rows(Cooperation.objects.filter(pk__in=numbers).newest(), parties)


def whole(query: QueryDict, now: dt.datetime) -> dict:
    """Return the page of all ties: the most-tied drawn, all of them in the list, page by page."""
    asked, start, url = Choice.of(query), tidy(query.get("from", ""))[:NAME_LENGTH], reverse("network")
    counts, rows = _counts(now), _list(asked, start, now)
    return {
        **_drawn(asked, now),
        "page_title": _("Network"),
        "most": layout.MOST,
        "most_ties": layout.TIES,
        "total": choices.chosen_count(counts, asked),
        "rows": rows[:PAGE],
        "next_url": url + asked.query(**{"from": rows[PAGE].firm.name_folded}) if len(rows) > PAGE else "",
        "first_url": url + asked.query() if start else "",
        "filters": choices.filters(counts, asked, url),
        "csv_url": reverse("network-csv") + asked.query(),
        "json_url": reverse("network-json") + asked.query(),
        "canonical_url": settings.SITE_URL + url + asked.query(**{"from": start}),
    }


def _counts(now: dt.datetime) -> choices.Counts:
    """Return the ties by kind and year. All are read for it, so the answer is kept under the content stamp."""
    return fragments.get("network-counts", "", now, lambda: choices.counts(choices.with_two(now)))


def _drawn(asked: Choice, now: dt.datetime) -> dict:
    """Return the drawing as HTML and what is to be said of it; that of all ties is kept under the content stamp."""
    if asked != Choice():
        return _draw(asked, now)
    return fragments.get("network", get_language(), now, partial(_draw, asked, now))


def _draw(asked: Choice, now: dt.datetime) -> dict:
    """Draw what of the kept drawing was asked for, all at its place."""
    # All narrowed drawings begin with it.
    placed = fragments.get("network-places", "", now, partial(layout.placed, now))
    ties, html = layout.drawable(placed.narrowed(asked, now)), ""
    if ties:
        found = drawing.whole(ties, graph.degrees(ties), placed, _("Who is tied to whom"))
        html = render_to_string("parts/network.html", {"network": {"drawing": found}})
    left_out = placed.left_out or len(placed.ties) == layout.TIES
    return {"drawn": html, "is_current": placed.is_current, "left_out": left_out}


@dataclass
class Row:
    """An organization in the list, with the parties of its newest ties."""

    firm: Organization
    ties: int
    partners: list[Node]
    is_cut: bool

    @cached_property
    def url(self) -> str:
        return reverse("firm-network", args=[self.firm.slug])

    @property
    def links(self) -> SafeString:
        """The partners, each linked to its page if it has one."""
        return format_html_join(", ", "{}", ((_link(node),) for node in self.partners))


def _link(node: Node) -> SafeString | str:
    return (
        format_html('<a class="link" href="{}">{}</a>', url, node.label) if (url := node.url) else node.label
    )


def _list(asked: Choice, start: str, now: dt.datetime) -> list[Row]:
    """Return a page of the organizations that have a tie, and one more if there is one, by name."""
    tied = asked.filter(choices.in_company(now), "cooperation__")
    firms = Organization.objects.public(now).filter(Exists(tied.filter(organization=OuterRef("pk"))))
    if start:
        firms = firms.filter(Q(letter__gt=letter(start)) | Q(letter=letter(start), name_folded__gte=start))
    shown = list(firms.prefetch_related("names")[: PAGE + 1])
    parties = tied.filter(organization__in=[firm.pk for firm in shown]).order_by()
    ties, totals = _newest_ties(parties, now)
    return [_row(firm, totals[firm.pk], ties) for firm in shown]


def _newest_ties(parties: QuerySet, now: dt.datetime) -> tuple[dict[int, list[Tie]], dict[int, int]]:
    """Return the newest ties of each organization among these parties, and how many it has, by its number."""
    newest = F("cooperation__date_begins_on").desc(nulls_last=True)
    place = Window(RowNumber(), partition_by="organization", order_by=[newest, "-cooperation"])
    total = Window(Count("pk"), partition_by="organization")
    rows = (
        parties.annotate(place=place, total=total)
        .filter(place__lte=TIES_TOLD)
        .order_by("organization", "place")
    )
    rows = list(rows.values_list("organization", "cooperation", "total"))
    numbers = {tie for _firm, tie, _total in rows}
    shown = Party.objects.visible(now).filter(cooperation__in=numbers)
    ties = {tie.pk: tie for tie in graph.of_rows(Cooperation.objects.filter(pk__in=numbers), shown)}
    found = defaultdict(list)
    for firm, tie, _total in rows:
        found[firm].append(ties[tie])
    return found, {firm: total for firm, _tie, total in rows}


def _row(firm: Organization, total: int, ties: dict[int, list[Tie]]) -> Row:
    nodes = dict.fromkeys(node for tie in ties[firm.pk] for node in tie.nodes if node.key != firm.pk)
    return Row(firm, total, list(nodes), total > TIES_TOLD)
