"""What the pages of networks print, in a constant number of queries, however many ties there are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from spacenews.firms.folding import letter
from spacenews.firms.models import Cooperation, Organization, Party
from spacenews.firms.network import choice as choices
from spacenews.firms.network import drawing, graph, layout, radial
from spacenews.firms.network.choice import Choice
from spacenews.firms.network.drawing import Drawing
from spacenews.firms.network.graph import Node, Tie
from spacenews.markup import tidy

ROWS = 200  # of the table of one organization: its newest ties
SECOND_STEP = 300  # ties of its partners that are looked at, the newest
PAGE, TIES_TOLD = 40, 8  # organizations on a page of the list; newest ties of each whose parties are named
NAME_LENGTH = 200


def of_firm(firm: Organization, ties: Iterable[Cooperation]) -> dict:
    """Return what parts/network.html prints on an organization's page: one step, from ties that are fetched."""
    own = graph.of_records(ties)
    return (
        {"drawing": _around(firm, own, []), "url": reverse("firm-network", args=[firm.slug])} if own else {}
    )


def firm(found: Organization, query: QueryDict, now: dt.datetime) -> dict:
    """Return the page of one organization's network: two steps and the table, narrowed."""
    asked, url = Choice.of(query), reverse("firm-network", args=[found.slug])
    ties = ties_of(found, asked, now).newest().with_parties(now)[:ROWS]
    rows = [tie for tie in ties if len(tie.parties.all()) > 1]
    for tie in rows:
        others = [party for party in tie.parties.all() if party.organization_id != found.pk]
        tie.partners = [party.organization or party for party in others]
    own, counts = graph.of_records(rows), choices.counts_of(found.pk, now)
    total = choices.chosen_count(counts, asked)
    return {
        "firm": found,
        "page_title": _("Network of %(name)s") % {"name": found.name},
        "network": {"drawing": _around(found, own, _further(found, own, asked, now)) if own else None},
        "ties": rows,
        "left_out": total - len(rows),
        "filters": choices.filters(counts, asked, url),
        "csv_url": reverse("firm-network-csv", args=[found.slug]) + asked.query(),
        "json_url": reverse("firm-network-json", args=[found.slug]) + asked.query(),
        "canonical_url": settings.SITE_URL + url + asked.query(),
    }


def ties_of(firm: Organization, asked: Choice, now: dt.datetime) -> QuerySet:
    """Return the cooperations of one organization that were asked for."""
    return asked.filter(Cooperation.objects.filter(organizations=firm).public(now))


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
    placed, counts = layout.placed(now), choices.counts(choices.with_two(now))
    rows = _list(asked, start, now)
    return {
        "page_title": _("Network"),
        "network": {"drawing": _drawing(placed, asked)},
        "is_current": placed.is_current,
        "left_out": placed.left_out,
        "most": layout.MOST,
        "total": choices.chosen_count(counts, asked),
        "rows": rows[:PAGE],
        "next_url": url + asked.query(**{"from": rows[PAGE].firm.name_folded}) if len(rows) > PAGE else "",
        "first_url": url + asked.query() if start else "",
        "filters": choices.filters(counts, asked, url),
        "csv_url": reverse("network-csv") + asked.query(),
        "json_url": reverse("network-json") + asked.query(),
        "canonical_url": settings.SITE_URL + url + asked.query(**{"from": start}),
    }


def _drawing(placed: layout.Placed, asked: Choice) -> Drawing | None:
    """Return what of the kept drawing was chosen, all at its place."""
    chosen = [tie for tie in placed.ties if asked.takes(tie)]
    title = _("Who is tied to whom")
    return drawing.whole(layout.drawable(chosen), graph.degrees(chosen), placed, title) if chosen else None


@dataclass
class Row:
    """An organization in the list, with the parties of its newest ties."""

    firm: Organization
    ties: int
    partners: list[Node]
    is_cut: bool

    @property
    def url(self) -> str:
        return reverse("firm-network", args=[self.firm.slug])


def _list(asked: Choice, start: str, now: dt.datetime) -> list[Row]:
    """Return a page of the organizations that have a tie, and one more if there is one, by name."""
    tied = asked.filter(choices.in_company(now), "cooperation__")
    firms = Organization.objects.public(now).filter(Exists(tied.filter(organization=OuterRef("pk"))))
    if start:
        firms = firms.filter(Q(letter__gt=letter(start)) | Q(letter=letter(start), name_folded__gte=start))
    shown = list(firms.prefetch_related("names")[: PAGE + 1])
    parties = tied.filter(organization__in=[firm.pk for firm in shown]).order_by()
    totals = dict(parties.values_list("organization").annotate(Count("pk")))
    ties = _newest_ties(parties, now)
    return [_row(firm, totals[firm.pk], ties) for firm in shown]


def _newest_ties(parties: QuerySet, now: dt.datetime) -> dict[int, list[Tie]]:
    """Return the newest ties of each organization among these parties, by its number."""
    newest = F("cooperation__date_begins_on").desc(nulls_last=True)
    place = Window(RowNumber(), partition_by="organization", order_by=[newest, "-cooperation"])
    pairs = parties.annotate(place=place).filter(place__lte=TIES_TOLD)
    pairs = list(pairs.order_by("organization", "place").values_list("organization", "cooperation"))
    numbers = {tie for _firm, tie in pairs}
    shown = Party.objects.visible(now).filter(cooperation__in=numbers)
    ties = {tie.pk: tie for tie in graph.of_rows(Cooperation.objects.filter(pk__in=numbers), shown)}
    found = {}
    for firm, tie in pairs:
        found.setdefault(firm, []).append(ties[tie])
    return found


def _row(firm: Organization, total: int, ties: dict[int, list[Tie]]) -> Row:
    nodes = dict.fromkeys(node for tie in ties[firm.pk] for node in tie.nodes if node.key != firm.pk)
    return Row(firm, total, list(nodes), total > TIES_TOLD)
