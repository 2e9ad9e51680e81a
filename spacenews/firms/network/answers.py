"""A network to take away: nodes, and ties with their parties, kinds, dates and sources, as JSON and as CSV."""

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse

from spacenews import tables
from spacenews.firms.models import Cooperation, Party, Source
from spacenews.firms.network import graph

HEADER = [
    "id",
    "kind",
    "title",
    "date",
    "status",
    "share",
    "parties",
    "slugs",
    "kinds",
    "sources",
    "confidence",
]


def told(cooperations: QuerySet, now: dt.datetime) -> dict:
    """Return these public cooperations, the newest first, with all parties that readers may see."""
    parties = Party.objects.visible(now).filter(cooperation__in=cooperations.order_by().values("pk"))
    ties = {tie.pk: tie for tie in graph.of_rows(cooperations.newest(), parties)}
    roles = dict_of_lists(parties.exclude(role="").values_list("cooperation", "organization", "role"))
    columns = cooperations.values_list("pk", "status", "share", "confidence", "source")
    rows, sources = {row[0]: row[1:] for row in columns}, _sources(cooperations)
    nodes = {node.key: node for tie in ties.values() for node in tie.nodes}
    numbers = {key: number for number, key in enumerate(nodes)}
    return {
        "nodes": [
            {"id": numbers[key], "name": node.name, "kind": node.kind, "slug": node.slug, "url": _url(node)}
            for key, node in nodes.items()
        ],
        "ties": [_tie(tie, numbers, dict(roles[tie.pk]), rows[tie.pk], sources) for tie in ties.values()],
    }


def dict_of_lists(rows) -> dict[int, list]:
    found = defaultdict(list)
    for key, *rest in rows:
        found[key].append(rest)
    return found


def _url(node: graph.Node) -> str:
    return settings.SITE_URL + node.url if node.slug else ""


def _sources(cooperations: QuerySet) -> dict[int, list[dict]]:
    """Return the sources of each cooperation by its number, its own first."""
    through = Cooperation.further_sources.through.objects
    further = through.filter(cooperation__in=cooperations.order_by().values("pk"))
    pairs = [*cooperations.values_list("pk", "source"), *further.values_list("cooperation", "source")]
    columns = "pk", "publisher", "title", "published", "url"
    known = {
        row[0]: dict(zip(columns[1:], row[1:], strict=True)) for row in Source.objects.values_list(*columns)
    }
    return {key: [known[source] for (source,) in rows] for key, rows in dict_of_lists(pairs).items()}


def _tie(tie: graph.Tie, numbers: dict, roles: dict, row: tuple, sources: dict) -> dict:
    status, share, confidence, _source = row
    parties = [
        {"node": numbers[node.key], "name": node.name, "role": roles.get(node.key, "")} for node in tie.nodes
    ]
    return {
        "id": tie.pk,
        "kind": tie.kind,
        "title": tie.title,
        "date": tie.date,
        "status": status,
        "share": share,
        "parties": parties,
        "sources": sources[tie.pk],
        "confidence": confidence,
    }


def json(cooperations: QuerySet, now: dt.datetime) -> HttpResponse:
    return tables.json_answer(told(cooperations, now), tables.licence())


def csv(cooperations: QuerySet, now: dt.datetime, file_name: str) -> HttpResponse:
    """Answer with one row a tie; its parties, their slugs and kinds stand in three cells, in one order."""
    found = told(cooperations, now)
    nodes = {node["id"]: node for node in found["nodes"]}
    rows = ([*map(tie.get, HEADER[:6]), *_cells(tie, nodes), tie["confidence"]] for tie in found["ties"])
    return tables.csv_answer(file_name, HEADER, rows, tables.attribution())


def _cells(tie: dict, nodes: dict[int, dict]) -> list[list[str]]:
    parties = [nodes[party["node"]] for party in tie["parties"]]
    names, slugs, kinds = ([party[column] for party in parties] for column in ("name", "slug", "kind"))
    return [names, slugs, kinds, [source["url"] for source in tie["sources"]]]
