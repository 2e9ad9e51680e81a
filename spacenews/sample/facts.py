"""The facts of the sample content, as facts.json gives them: real, sourced, and strict about their shape."""

import json
from pathlib import Path
from typing import Any

from spacenews.firms.models import Cooperation, Organization
from spacenews.sample.shapes import (
    Shape,
    address,
    date,
    fit,
    fit_all,
    flag,
    mapping,
    maybe,
    number,
    one_of,
    part,
    record,
    several,
    slug,
    text,
    year,
)

PATH = Path(__file__).with_name("facts.json")

CONFIDENCE = one_of("high", "medium", "low")
LIST = several(mapping)
SOURCES = several(text, least=1)
FOUNDED = part(
    {
        "value": maybe(date),
        "precision": maybe(one_of("year", "month", "day")),
        "alternatives": several(part({"value": text, "sources": several(text)})),
    }
)
OWNERS = several(part({"organization": maybe(slug), "name": text, "note": maybe(text)}))
VERDICT = one_of(
    "confirmed",
    "confirmed (as plans and tests)",
    "partly supported",
    "plausible, partly supported",
    "conflict, no source found",
    "weak",
    "opinion",
)
COUNTRY = one_of("CN", "DE", "ES", "FI", "FR", "ID", "IN", "JP", "OM", "TH", "US")

SHAPES: dict[str, Shape] = {
    "sources": {
        "id": text,
        "title": text,
        "publisher": text,
        "date": maybe(date),
        "url": address,
        "kind": one_of("web page", "copy or syndication", "public repository file"),
    },
    "firms": {
        "slug": slug,
        "name": text,
        "short_name": maybe(text),
        "name_native": maybe(text),
        "native_lang": maybe(one_of("zh-Hans", "ja")),
        "legal_name": maybe(text),
        "legal_name_native": maybe(text),
        "aliases": several(text),
        "kind": one_of("firm"),
        "country": COUNTRY,
        "city": maybe(text),
        "founded": FOUNDED,
        "sectors": several(one_of(*Organization.Sector.values), least=1),
        "ownership": maybe(one_of("private", "state", "listed", "subsidiary")),
        "ownership_note": maybe(text),
        "owners": OWNERS,
        "status": one_of("active", "being acquired", "unclear", "closed"),
        "status_note?": text,
        "vehicles": several(text),
        "satellites": several(text),
        "website": maybe(part({"url": address, "confidence": CONFIDENCE, "sources": SOURCES})),
        "gcat_code": maybe(text),
        "summary": text,
        "notes": maybe(text),
        "sources": SOURCES,
        "confidence": CONFIDENCE,
    },
    "institutions": {
        "slug": slug,
        "name": text,
        "short_name": maybe(text),
        "name_native": maybe(text),
        "aliases": several(text),
        "kind": one_of("firm", "university", "institute", "agency", "state group", "fund"),
        "kind_as_found?": text,
        "country": COUNTRY,
        "city": maybe(text),
        "founded": FOUNDED,
        "owners": OWNERS,
        "gcat_code": maybe(text),
        "sources": SOURCES,
        "confidence": CONFIDENCE,
    },
    "cooperations": {
        "id": text,
        "parties": several(text, least=2),
        "named_only": several(text),
        "kind": one_of(*Cooperation.Kind.values),
        "date": date,
        "title": text,
        "description": text,
        "sources": SOURCES,
        "confidence": CONFIDENCE,
    },
    "milestones": {
        "id": text,
        "date": date,
        "organisation": slug,
        "title": text,
        "description": text,
        "kind": text,
        "outcome": one_of("success", "partial success", "failure", "withdrawn", "announced"),
        "place": maybe(text),
        "sources": SOURCES,
        "confidence": CONFIDENCE,
    },
    "funding_rounds": {
        "id": text,
        "firm": slug,
        "date": date,
        "series": maybe(text),
        "amount": maybe(number),
        "currency": one_of("CNY", "USD"),
        "amount_usd_as_printed": maybe(number),
        "note": text,
        "is_cumulative_total": flag,
        "sources": SOURCES,
        "confidence": CONFIDENCE,
    },
    "figures": {
        "id": text,
        "group": slug,
        "metric": text,
        "scope": text,
        "year": maybe(year),
        "value": number,
        "unit": one_of("currency", "count", "satellites"),
        "currency": maybe(one_of("CNY", "USD")),
        "kind": one_of("actual", "estimate", "target", "projection"),
        "attributed_to": text,
        "as_printed": text,
        "definition": maybe(text),
        "published": maybe(date),
        "sources": SOURCES,
        "confidence": CONFIDENCE,
    },
    "conflicts": {
        "id": text,
        "topic": text,
        "statement": text,
        "values": several(part({"value": text, "sources": SOURCES}), least=2),
        "editorial_note": maybe(text),
    },
    "checked_claims": {
        "claim": text,
        "verdict": VERDICT,
        "evidence": several(text, least=1),
        "note": text,
    },
}
ABOUT: Shape = {
    "title": text,
    "as_of": date,
    "confidence": mapping,
    "attribution": several(text),
    "currencies": text,
    "shapes": mapping,
}


def read(path: Path = PATH) -> dict[str, list[dict[str, Any]]]:
    """Return the sections of the file, every record checked and complete.

    Raises Misfit, naming record and field, at the first that does not fit.
    """
    with record(path.name):
        data = fit(json.loads(path.read_text("utf-8")), {"about": part(ABOUT), **dict.fromkeys(SHAPES, LIST)})
    return {section: fit_all(section, data[section], shape) for section, shape in SHAPES.items()}
