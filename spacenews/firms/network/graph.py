"""Who is tied to whom, as readers may see it: organizations and plain names, and the ties between them."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from spacenews.firms.models import Cooperation, Organization, Party

KNOT = 4  # a tie of so many parties is drawn as a knot
PARTY = (
    *("cooperation_id", "name", "organization_id", "organization__name", "organization__short_name"),
    *("organization__kind", "organization__slug"),
)


@dataclass(frozen=True)
class Node:
    """An organization, or a plain name, without kind and page; `key` is its number, or the name behind a colon."""

    key: Hashable
    name: str
    label: str
    kind: str = ""
    slug: str = ""

    @classmethod
    def of(cls, party: Organization | Party) -> "Node":
        if isinstance(party, Organization):
            return cls(party.pk, party.name, party.label, party.kind, party.slug)
        return cls(f":{party.name}", party.name, party.name)

    @property
    def url(self) -> str:
        return _address(self.slug, get_language()) if self.slug else ""

    @property
    def kind_label(self) -> str:
        return str(Organization.Kind(self.kind).label) if self.kind else ""


@lru_cache(maxsize=8192)
def _address(slug: str, _language: str) -> str:
    """Return the address of an organization's page under the active language: a page names hundreds."""
    return reverse("firm", args=[slug])


@dataclass(frozen=True)
class Tie:
    """A cooperation with the parties that readers may see, two at least."""

    pk: int
    kind: str
    title: str
    date: str
    nodes: tuple[Node, ...]

    @property
    def is_knot(self) -> bool:
        return len(self.nodes) >= KNOT

    @property
    def pairs(self) -> Iterable[tuple[Node, Node]]:
        return combinations(self.nodes, 2)

    def among(self, keys) -> "Tie | None":
        """Return what is left of it where these alone are drawn."""
        nodes = tuple(node for node in self.nodes if node.key in keys)
        return Tie(self.pk, self.kind, self.title, self.date, nodes) if len(nodes) > 1 else None


def of_records(cooperations: Iterable[Cooperation]) -> list[Tie]:
    """Return the ties of records whose visible parties are fetched, by `with_parties`."""
    ties = (
        (tie, tuple(Node.of(party.organization or party) for party in tie.parties.all()))
        for tie in cooperations
    )
    return [Tie(tie.pk, tie.kind, tie.title, tie.date, nodes) for tie, nodes in ties if len(nodes) > 1]


def of_rows(cooperations: QuerySet, parties: QuerySet) -> list[Tie]:
    """Return the ties of these cooperations, in their order, with these visible parties: in two queries."""
    nodes, of_tie = {}, {}
    for tie, plain, key, name, short, kind, slug in parties.order_by("position", "pk").values_list(*PARTY):
        key = key or f":{plain}"
        if key not in nodes:
            nodes[key] = Node(key, name or plain, short or name or plain, kind or "", slug or "")
        of_tie.setdefault(tie, {})[key] = nodes[key]
    rows = cooperations.values_list("pk", "kind", "title", "date")
    return [Tie(*row, tuple(of_tie[row[0]].values())) for row in rows if len(of_tie.get(row[0], ())) > 1]


def whole(now: dt.datetime) -> list[Tie]:
    """Return all ties, the newest first."""
    cooperations = Cooperation.objects.public(now).newest()
    return of_rows(cooperations, Party.objects.visible(now).filter(cooperation__public_from__lte=now))


def among(organizations: Collection[int], cooperations: QuerySet, most: int, now: dt.datetime) -> list[Tie]:
    """Return the newest of these cooperations between these organizations, which readers may see, and nobody else."""
    parties = Party.objects.filter(organization__in=organizations)
    several = parties.order_by().values("cooperation").annotate(Count("pk")).filter(pk__count__gte=2)
    newest = cooperations.public(now).filter(pk__in=several.values("cooperation")).newest()
    numbers = list(newest.values_list("pk", flat=True)[:most])
    return of_rows(
        Cooperation.objects.filter(pk__in=numbers).newest(), parties.filter(cooperation__in=numbers)
    )


def most_tied(counts: Counter[Node]) -> list[Node]:
    """Return the nodes that have most ties first; of equals the one that is first by name."""
    return sorted(counts, key=lambda node: (-counts[node], node.name))


def degrees(ties: Iterable[Tie]) -> Counter[Node]:
    return Counter(node for tie in ties for node in tie.nodes)


def restricted(ties: Iterable[Tie], nodes: Iterable[Node]) -> list[Tie]:
    keys = {node.key for node in nodes}
    return [left for tie in ties if (left := tie.among(keys))]


def fingerprint(nodes: Iterable[Node], ties: Iterable[Tie]) -> str:
    """Return what changes as soon as one of these comes, goes or is tied to another."""
    told = [
        sorted(str(node.key) for node in nodes),
        sorted([tie.pk, *sorted(str(node.key) for node in tie.nodes)] for tie in ties),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
