"""The facts on record of an organization, line by line, for parts/fact.html."""

from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.firms.models import Name, Organization, Source
from spacenews.firms.partial_dates import label

PREFETCHED = ("names", "identifiers", "further_sources", "founded_alternatives__source")
NAME_LABELS = {
    Name.Kind.NATIVE: gettext_lazy("In its own script"),
    Name.Kind.LEGAL: gettext_lazy("Legal name"),
    Name.Kind.SHORT: gettext_lazy("Short name"),
    Name.Kind.FORMER: gettext_lazy("Former name"),
    Name.Kind.ALIAS: gettext_lazy("Also known as"),
}


@dataclass
class Part:
    """A piece of a fact: words, their language where it is known, a note, and a source that is its own."""

    text: str
    language: str = ""
    url: str = ""
    note: str = ""
    source: Source | None = None


@dataclass
class Fact:
    """One line of the record; `others` are what other sources print instead."""

    label: str
    parts: list[Part]
    others: list[Part] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


def facts(firm: Organization) -> list[Fact]:
    """Return what is on record; expects PREFETCHED. What nobody knows makes no line."""
    lines = [
        Fact(_("Name"), [Part(firm.name)]),
        *_names(firm),
        Fact(_("Kind"), [Part(_kind(firm), note=firm.ownership_note)]),
        Fact(_("Sectors"), [Part(capfirst(", ".join(firm.sector_labels)))]),
        Fact(_("Based in"), [Part(firm.place)]),
        Fact(_("Founded"), [Part(label(firm.founded))], others=_other_founding_dates(firm)),
        Fact(_("Status"), [Part(capfirst(firm.get_status_display()), note=firm.status_note)]),
        Fact(_("Vehicles"), [Part(", ".join(firm.vehicles))]),
        Fact(_("Satellites"), [Part(", ".join(firm.satellites))]),
        Fact(_("Website"), [Part(firm.website, url=firm.website)], sources=_website_sources(firm)),
        Fact(_("In catalogues"), [Part(str(row), url=row.url) for row in firm.identifiers.all()]),
    ]
    return [line for line in lines if line.others or any(part.text for part in line.parts)]


def _names(firm: Organization) -> list[Fact]:
    rows = list(firm.names.all())
    return [
        Fact(words, [Part(row.text, row.language, note=_years(row)) for row in rows if row.kind == kind])
        for kind, words in NAME_LABELS.items()
    ]


def _years(name: Name) -> str:
    """Say when a name was in use, as far as it is known."""
    if name.since and name.until:
        return _("%(since)s to %(until)s") % {"since": label(name.since), "until": label(name.until)}
    if name.since:
        return _("since %(date)s") % {"date": label(name.since)}
    return _("until %(date)s") % {"date": label(name.until)} if name.until else ""


def _kind(firm: Organization) -> str:
    return ", ".join(filter(None, [firm.get_kind_display(), firm.get_ownership_display()]))


def _other_founding_dates(firm: Organization) -> list[Part]:
    return [
        Part(label(other.date), note=other.note, source=other.source)
        for other in firm.founded_alternatives.all()
    ]


def _website_sources(firm: Organization) -> list[Source]:
    return [firm.website_source] if firm.website_source else []
