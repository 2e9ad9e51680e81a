"""Organizations to take away: all that the filters of the directory leave, under the terms of the field."""

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, QueryDict

from spacenews.firms import ownership
from spacenews.firms.directory.choice import Choice
from spacenews.firms.directory.roll import Roll
from spacenews.firms.models import Cooperation, Identifier, Name, Organization, Party, Source
from spacenews.firms.ownership import Holding
from spacenews.tables import attribution, csv_answer, json_answer, licence

NAMES = {
    "name_native": (Name.Kind.NATIVE,),
    "legal_name": (Name.Kind.LEGAL,),
    "aliases": (Name.Kind.ALIAS, Name.Kind.SHORT),
    "former_names": (Name.Kind.FORMER,),
}
SCHEMES = Identifier.Scheme.values
COLUMNS = [
    *("slug", "name", *NAMES, "organization_type", "sectors", "country", "city"),
    *("founded", "founded_alternatives", "status", "ownership", "owners", "parent", "subsidiaries"),
    *("website", "vehicles", "spacecraft", *SCHEMES, "description", "url"),
    *("sources", "confidence"),
]
# Of what has parts of its own, what a cell says of each part.
IN_A_CELL = {
    "founded_alternatives": lambda part: _noted(part["date"], part["note"]),
    "owners": lambda part: _noted(part["name"], part["share"]),
    "sources": lambda part: part["url"],
}


def csv(query: QueryDict, now: dt.datetime) -> HttpResponse:
    """Answer with a row an organization: what is several stands in one cell, parted by semicolons."""
    return csv_answer("firms.csv", COLUMNS, map(_row, organizations(query, now)), attribution())


def json(query: QueryDict, now: dt.datetime) -> HttpResponse:
    return json_answer({"organizations": organizations(query, now)}, licence())


def organizations(query: QueryDict, now: dt.datetime) -> list[dict]:
    """Return all that is asked for, whole, in its order."""
    everybody = Organization.objects.public(now)
    roll = Roll(Choice.of(query), now)
    found = _whole(everybody, [line.pk for line in roll.found], roll.choice.is_narrowed)
    ties = _ties_of_ownership(now)
    return [_told(found[line.pk], ties[line.pk]) for line in roll.found if line.pk in found]


def _whole(everybody: QuerySet, keys: list[int], is_narrowed: bool) -> dict[int, Organization]:
    """Return the organizations by their keys; a query that names each of some thousands would take longer."""
    wanted = everybody.filter(pk__in=keys) if is_narrowed else everybody
    related = "names", "identifiers", "further_sources", "founded_alternatives__source"
    rows = wanted.order_by().defer("notes").prefetch_related("source", *related)
    return {firm.pk: firm for firm in rows}


def _ties_of_ownership(now: dt.datetime) -> dict[int, list[Cooperation]]:
    ties = defaultdict(list)
    of_ownership = Cooperation.objects.filter(kind=Cooperation.Kind.OWNERSHIP).public(now).newest()
    parties = Prefetch("parties", Party.objects.visible(now).select_related("organization"))
    for tie in of_ownership.prefetch_related("source", "further_sources", parties):
        for party in tie.parties.all():
            ties[party.organization_id].append(tie)
    return ties


def _told(firm: Organization, ties: list[Cooperation]) -> dict:
    names, identifiers = firm.names.all(), firm.identifiers.all()
    return {
        "slug": firm.slug,
        "name": firm.name,
        **{column: [row.text for row in names if row.kind in kinds] for column, kinds in NAMES.items()},
        "names": [_name(row) for row in names],
        "organization_type": firm.kind,
        "sectors": firm.sectors,
        "country": firm.country,
        "city": firm.city,
        "founded": firm.founded,
        "founded_alternatives": [
            {"date": other.date, "note": other.note, "source": _source(other.source)}
            for other in firm.founded_alternatives.all()
        ],
        "status": firm.status,
        "ownership": firm.ownership,
        "owners": [_holding(one) for one in ownership.owners(firm.pk, ties)],
        "parent": [parent.name for parent in ownership.parents(firm.pk, ties)],
        "subsidiaries": [child.name for child in ownership.subsidiaries(firm.pk, ties)],
        "website": firm.website,
        "vehicles": firm.vehicles,
        "spacecraft": firm.satellites,
        **{scheme: [row.value for row in identifiers if row.scheme == scheme] for scheme in SCHEMES},
        "description": firm.descriptor,
        "url": settings.SITE_URL + firm.url,
        "sources": list(map(_source, firm.sources)),
        "confidence": firm.confidence,
    }


def _name(row: Name) -> dict:
    return {
        "text": row.text,
        "language": row.language,
        "kind": row.kind,
        "from": row.since,
        "until": row.until,
    }


def _holding(one: Holding) -> dict:
    return {
        "name": one.of.name,
        "slug": getattr(one.of, "slug", ""),
        "share": one.tie.share,
        "date": one.tie.date,
        "status": one.tie.status,
        "sources": list(map(_source, one.tie.sources)),
        "confidence": one.tie.confidence,
    }


def _source(source: Source) -> dict:
    told = {"title": source.title, "publisher": source.publisher, "url": source.url}
    return {**told, "published": source.published}


def _row(told: dict) -> list:
    return [
        list(map(IN_A_CELL[column], told[column])) if column in IN_A_CELL else told[column]
        for column in COLUMNS
    ]


def _noted(words: str, note: str) -> str:
    return f"{words} ({note})" if note else words
