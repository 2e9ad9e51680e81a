"""Structured data by schema.org: what every page says of itself, and the fields of organizations and figures."""

import json

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language

from spacenews.firms import ownership
from spacenews.firms.models import Cooperation, Identifier, Name, Organization
from spacenews.firms.partial_dates import iso
from spacenews.languages import HTML_LANG

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
    told = {"@context": "https://schema.org", **data}
    return mark_safe(json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES))


def without_empty(data: dict) -> dict:
    return {name: value for name, value in data.items() if value}


def name_and_address(kind: str, name: str, url: str) -> dict:
    return {"@type": kind, "name": name, "url": url}


def logo() -> dict:
    url = settings.SITE_URL + static("icon-512.png")
    return {"@type": "ImageObject", "url": url, "width": "512", "height": "512"}


def publisher() -> dict:
    """Return who publishes the site, and by which rules."""
    ethics, corrections = (settings.SITE_URL + reverse(name) for name in ("ethics", "corrections-policy"))
    contact = {
        "@type": "ContactPoint",
        "contactType": "newsroom",
        "url": settings.SITE_URL + reverse("contact"),
    }
    return {
        **name_and_address("NewsMediaOrganization", settings.SITE_NAME, settings.SITE_URL + "/"),
        "@id": f"{settings.SITE_URL}/#publisher",
        "logo": logo(),
        "publishingPrinciples": ethics,
        "ethicsPolicy": ethics,
        "correctionsPolicy": corrections,
        "contactPoint": contact,
    }


def page(kind: str, name: str, url: str, description: str = "") -> dict:
    """Return what any page says of itself."""
    site = name_and_address("WebSite", settings.SITE_NAME, settings.SITE_URL + "/")
    language = HTML_LANG[get_language()]
    told = {**name_and_address(kind, name, url), "description": description, "inLanguage": language}
    return without_empty({**told, "isPartOf": site})


def item_list(items: list[dict]) -> dict:
    """Return a list of what has an address, and may have a name; nothing for an empty one."""
    numbered = [{"@type": "ListItem", "position": place, **item} for place, item in enumerate(items, start=1)]
    return {"@type": "ItemList", "itemListElement": numbered} if numbered else {}


def breadcrumbs(crumbs: list[dict], name: str) -> dict:
    """Return the way down to a page, which ends with the page itself."""
    steps = [{"name": str(crumb["label"]), "item": settings.SITE_URL + crumb["url"]} for crumb in crumbs]
    return {**item_list([*steps, {"name": name}]), "@type": "BreadcrumbList"}


def brief(organization: Organization) -> dict:
    """Return what other records say of an organization that they name."""
    kind = TYPES.get(organization.kind, "Organization")
    return name_and_address(kind, organization.name, settings.SITE_URL + organization.url)


def organization(record: Organization, ties: list[Cooperation]) -> dict:
    """Return all that has a term; `names` and `identifiers` should be prefetched.

    `ties` are those that readers may see, with the parties that they may see.
    """
    names, identifiers = list(record.names.all()), {row.scheme: row for row in record.identifiers.all()}
    url = settings.SITE_URL + record.url
    return without_empty(
        {
            "@type": TYPES.get(record.kind, "Organization"),
            "@id": f"{url}#organization",
            "mainEntityOfPage": url,
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
            **_family(record, ties),
            "memberOf": _alliances(ties),
        }
    )


def _in_language(name: Name) -> str | dict:
    return {"@value": name.text, "@language": name.language} if name.language else name.text


def _address(record: Organization) -> dict:
    place = {"addressCountry": record.country, "addressLocality": record.city}
    return {"@type": "PostalAddress", **without_empty(place)}


def _identifier(row: Identifier) -> dict:
    return {"@type": "PropertyValue", "propertyID": row.get_scheme_display(), "value": row.value}


def _family(record: Organization, ties: list[Cooperation]) -> dict:
    """Return whom it belongs to and who belongs to it."""
    return {
        "parentOrganization": [_partner(one) for one in ownership.parents(record.pk, ties)],
        "subOrganization": [_partner(one) for one in ownership.subsidiaries(record.pk, ties)],
    }


def _alliances(ties: list[Cooperation]) -> list[dict]:
    return [{"@type": "Organization", "name": tie.title} for tie in _of_kind(ties, Cooperation.Kind.ALLIANCE)]


def _of_kind(ties: list[Cooperation], kind: str) -> list[Cooperation]:
    """Return what lasts of this kind: a tie that has ended, or was announced alone, binds nobody now."""
    lasting = Cooperation.Status.ACTIVE, Cooperation.Status.REPORTED
    return [tie for tie in ties if tie.kind == kind and tie.status in lasting]


def _partner(partner) -> dict:
    """Return a partner as the page names it: an organization with its page, or a plain name."""
    is_record = isinstance(partner, Organization)
    return brief(partner) if is_record else {"@type": "Organization", "name": partner.name}


def directory(name: str, url: str, items: list, description: str = "") -> dict:
    """Return a page that lists what has pages of its own: organizations or groups of figures, by name and address."""
    rows = [{"name": text, "url": settings.SITE_URL + address} for text, address in items]
    return without_empty({**page("CollectionPage", name, url, description), "mainEntity": item_list(rows)})


def dataset(group, series: list, description: str, years: str, url: str) -> dict:
    """Return the values of a group as a data set, with what is counted and whom it is counted by."""
    sources = {figure.source.url: figure.source for of_key in series for figure in of_key.figures}
    return without_empty(
        {
            **name_and_address("Dataset", group.title_here, url),
            "description": f"{group.title_here}. {description}",
            "inLanguage": HTML_LANG[get_language()],
            "isAccessibleForFree": True,
            "license": settings.LICENCE_URL,
            "creator": publisher(),
            "temporalCoverage": years.replace(" – ", "/"),
            "variableMeasured": [_measured(of_key) for of_key in series],
            "citation": [
                {"@type": "CreativeWork", "name": source.title, "url": source.url}
                for source in sources.values()
            ],
        }
    )


def _measured(series) -> dict:
    name = f"{capfirst(series.metric)}, {series.scope}"
    return {"@type": "PropertyValue", "name": name, "unitText": series.currency or series.unit}
