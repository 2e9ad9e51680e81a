"""Structured data by schema.org, where the fields of organizations have terms there."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from spacenews.firms.models import Identifier, Name, Organization
from spacenews.firms.partial_dates import iso

# In a script element only these could end it or open another; JSON reads the escapes alike.
ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
Kind, Scheme = Organization.Kind, Identifier.Scheme
TYPES = {
    Kind.FIRM: "Corporation",
    Kind.UNIVERSITY: "CollegeOrUniversity",
    Kind.INSTITUTE: "ResearchOrganization",
    Kind.AGENCY: "GovernmentOrganization",
}


def script(data: dict) -> SafeString:
    """Return JSON that is safe inside a script element, whatever its texts hold."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


def brief(organization: Organization) -> dict:
    """Return what other records say of an organization that they name."""
    return {
        "@type": TYPES.get(organization.kind, "Organization"),
        "name": organization.name,
        "url": settings.SITE_URL + organization.url,
    }


def organization(record: Organization) -> SafeString:
    """Return all that has a term; `names` and `identifiers` should be prefetched."""
    names, identifiers = list(record.names.all()), {row.scheme: row for row in record.identifiers.all()}
    page = settings.SITE_URL + record.url
    data = {
        "@context": "https://schema.org",
        "@type": TYPES.get(record.kind, "Organization"),
        "@id": f"{page}#organization",
        "mainEntityOfPage": page,
        "name": record.name,
        "legalName": next((name.text for name in names if name.kind == Name.Kind.LEGAL), ""),
        "alternateName": [_in_language(name) for name in names if name.text != record.name],
        "description": record.descriptor_here,
        "foundingDate": iso(record.founded),
        "address": _address(record),
        "knowsAbout": record.sector_labels,
        "url": record.website,
        "sameAs": [row.url for row in identifiers.values() if row.scheme == Scheme.WIKIDATA],
        "leiCode": identifiers[Scheme.LEI].value if Scheme.LEI in identifiers else "",
        "identifier": [_identifier(row) for row in identifiers.values()],
    }
    return script({name: value for name, value in data.items() if value})


def _in_language(name: Name) -> str | dict:
    return {"@value": name.text, "@language": name.language} if name.language else name.text


def _address(record: Organization) -> dict:
    place = {"addressCountry": record.country, "addressLocality": record.city}
    return {"@type": "PostalAddress", **{key: value for key, value in place.items() if value}}


def _identifier(row: Identifier) -> dict:
    return {"@type": "PropertyValue", "propertyID": row.get_scheme_display(), "value": row.value}
