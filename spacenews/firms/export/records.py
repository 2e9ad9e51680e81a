"""What a file says of each record: its columns, and how each is read from a row.

Words for the desk alone (notes, reliability of a source) are in no column. What a public record refers to is named only
where readers may see that too: whoever asks for rows has fetched it so (kinds.py).
"""

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from django.conf import settings


class Column(NamedTuple):
    """`read` gives the value for JSON; `cell` what of it stands in a cell of a table."""

    read: Callable[[Any], Any]
    cell: Callable[[Any], Any] = lambda value: value


def told(*names: str) -> dict[str, Column]:
    """Return columns that are the record's own of that name."""
    return {name: Column(attrgetter(name)) for name in names}


def number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def source(row) -> dict:
    names = ("id", "url", "title", "publisher", "author", "published")
    return {name: getattr(row, name) for name in names}


def _sources(rows) -> list[dict]:
    return [source(row) for row in rows]


def _each(key: str) -> Callable[[list[dict]], list]:
    return lambda rows: [row[key] for row in rows]


def _in_words(*keys: str) -> Callable[[list[dict]], list[str]]:
    """Return how a list of parts is said in one cell: `LandSpace, display, en; 蓝箭航天, native, zh-Hans`."""
    return lambda rows: [", ".join(str(row[key]) for key in keys if row[key]) for row in rows]


def linked(row, name: str) -> dict | None:
    """Return an organization or a group, as other records name it."""
    return row and {"slug": row.slug, "name": name, "url": settings.SITE_URL + row.url}


def _organization(row) -> dict | None:
    return linked(row.organization, row.organization.name) if row.organization else None


def _group(row) -> dict | None:
    return linked(row.group, row.group.title) if row.group else None


def _slug(value: dict | None) -> str:
    return value["slug"] if value else ""


ID = told("id")
SOURCES = {"sources": Column(lambda row: _sources(row.sources), _each("url"))}
FOUNDATION = {**told("confidence", "checked_on"), **SOURCES}
ORGANIZATION = {"organization": Column(_organization, _slug)}
GROUP = {"group": Column(_group, _slug)}


def _names(row) -> list[dict]:
    names = ("text", "language", "kind", "since", "until")
    return [{name: getattr(each, name) for name in names} for each in row.names.all()]


def _founded(row) -> list[dict]:
    return [
        {"date": other.date, "note": other.note, "source": source(other.source)}
        for other in row.founded_alternatives.all()
    ]


ORGANIZATIONS = {
    **ID,
    "url": Column(lambda row: settings.SITE_URL + row.url),
    **told("slug", "name", "short_name"),
    "names": Column(_names, _in_words("text", "kind", "language")),
    **told(
        "kind", "descriptor", "descriptor_id", "descriptor_zh_hans", "sectors", "country", "city", "status"
    ),
    **told("status_note", "ownership", "ownership_note", "founded"),
    "founded_alternatives": Column(_founded, _in_words("date", "note")),
    **told("vehicles", "satellites", "website"),
    "identifiers": Column(
        lambda row: [{"scheme": each.scheme, "value": each.value} for each in row.identifiers.all()],
        _in_words("scheme", "value"),
    ),
    **FOUNDATION,
}


def _parties(row) -> list[dict]:
    return [
        {
            "name": party.organization_name or party.name,
            "slug": party.slug or "",
            "role": party.role,
        }
        for party in row.parties.all()
    ]


COOPERATIONS = {
    **ID,
    **told("kind", "title", "description", "date", "status", "share"),
    "parties": Column(_parties, _in_words("name", "role")),
    **FOUNDATION,
}
MILESTONES = {
    **ID,
    **ORGANIZATION,
    **told("date", "title", "description", "kind", "outcome", "promise", "now_expected", "place"),
    **FOUNDATION,
}
FUNDING_ROUNDS = {
    **ID,
    **ORGANIZATION,
    **told("date", "series"),
    "amount": Column(lambda row: number(row.amount)),
    **told("currency"),
    "amount_usd_as_printed": Column(lambda row: number(row.amount_usd_as_printed)),
    **told("is_cumulative", "note"),
    **FOUNDATION,
}


def _newer(row) -> int | None:
    return row.superseded_by.pk if row.superseded_by else None


FIGURES = {
    **ID,
    "url": Column(lambda row: f"{settings.SITE_URL}{row.group.url}#figure-{row.pk}"),
    **GROUP,
    **told("metric", "scope", "period"),
    "value": Column(lambda row: number(row.value)),
    **told("unit", "currency", "kind", "attributed_to", "as_printed", "definition", "published"),
    **ORGANIZATION,
    "superseded_by": Column(_newer),
    **FOUNDATION,
}


def _answers(row) -> list[dict]:
    return [
        {
            "words": answer.words,
            "figure": answer.figure_id,
            "as_printed": answer.figure.as_printed if answer.figure else "",
            "definition": answer.figure.definition if answer.figure else "",
            "sources": _sources(answer.sources),
        }
        for answer in row.answers.all()
    ]


def _sources_of_answers(row) -> list[dict]:
    each = (found for answer in row.answers.all() for found in answer.sources)
    return _sources({found.pk: found for found in each}.values())


DISPUTES = {
    **ID,
    **told("topic", "question", "editors_note"),
    **ORGANIZATION,
    **GROUP,
    "answers": Column(_answers, _in_words("words", "as_printed", "definition")),
    "sources": Column(_sources_of_answers, _each("url")),
}
CLAIMS = {
    **ID,
    **told("sentence", "place", "verdict", "verdict_note", "note", "confidence", "checked_on"),
    "printed_in": Column(lambda row: source(row.source), lambda told: told["url"]),
    "sources": Column(lambda row: _sources(row.evidence), _each("url")),
}
SOURCES_THEMSELVES = {
    **ID,
    **told(
        "url", "title", "publisher", "author", "published", "accessed_on", "kind", "archive_url", "gone_since"
    ),
}
