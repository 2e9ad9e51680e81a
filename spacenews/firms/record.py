"""The facts on record of an organization, line by line, for parts/fact.html."""

from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.firms import ownership
from spacenews.firms.models import Cooperation, Name, Organization, Source
from spacenews.firms.ownership import Holding
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
    """A piece of a fact: words, their language where it is known, a note, and sources that are its own.

    What `is_ours` leads to a page of this site.
    """

    text: str
    language: str = ""
    url: str = ""
    note: str = ""
    source: Source | None = None
    sources: list[Source] = field(default_factory=list)
    confidence: str = ""
    is_ours: bool = False


@dataclass
class Fact:
    """One line of the record; `others` are what other sources print instead."""

    label: str
    parts: list[Part]
    others: list[Part] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        return bool(self.others) or any(part.text for part in self.parts)


def facts(firm: Organization, ties: list[Cooperation]) -> list[Fact]:
    """Return what is on record; expects PREFETCHED, and ties with the parties that readers may see.

    What nobody knows makes no line.
    """
    return [line for line in lines(firm, ties) if line.is_known]


def lines(firm: Organization, ties: list[Cooperation]) -> list[Fact]:
    """Return a line for whatever may be known of any organization, in one order."""
    return [
        Fact(_("Name"), [Part(firm.name)]),
        *_names(firm),
        Fact(_("Kind"), [Part(_kind(firm), note=firm.ownership_note)]),
        Fact(_("Sectors"), [Part(capfirst(", ".join(firm.sector_labels)))]),
        Fact(_("Based in"), [Part(firm.place)]),
        Fact(_("Founded"), [Part(label(firm.founded))], others=_other_founding_dates(firm)),
        *_family(firm, ties),
        Fact(_("Status"), [Part(capfirst(firm.get_status_display()), note=firm.status_note)]),
        Fact(_("Vehicles"), [Part(", ".join(firm.vehicles))]),
        Fact(_("Satellites"), [Part(", ".join(firm.satellites))]),
        Fact(_("Website"), [Part(firm.website, url=firm.website)], sources=_website_sources(firm)),
        Fact(_("In catalogues"), [Part(str(row), url=row.url) for row in firm.identifiers.all()]),
    ]


def _names(firm: Organization) -> list[Fact]:
    rows = list(firm.names.all())
    return [
        Fact(words, [Part(row.text, row.language, note=_years(row)) for row in rows if row.kind == kind])
        for kind, words in NAME_LABELS.items()
    ]


def _family(firm: Organization, ties: list[Cooperation]) -> list[Fact]:
    """Return who it belongs to and what belongs to it, what is held in part apart from the rest."""
    above, below = ownership.owners(firm.pk, ties), ownership.owned(firm.pk, ties)
    return [
        Fact(_("Parent"), [_holding(one) for one in above if one.is_whole]),
        Fact(_("Part owners"), [_holding(one) for one in above if not one.is_whole]),
        Fact(_("Subsidiaries"), [_holding(one) for one in below if one.is_whole]),
        Fact(_("Part owner of"), [_holding(one) for one in below if not one.is_whole]),
    ]


def _holding(one: Holding) -> Part:
    """Return an owner, or what is owned, with the share as it was printed and the sources of the tie."""
    status = "" if one.stands else one.tie.get_status_display()
    return Part(
        text=one.of.name,
        url=getattr(one.of, "url", ""),
        note=", ".join(filter(None, [one.tie.share, status, label(one.tie.date)])),
        sources=one.tie.sources,
        confidence=one.tie.get_confidence_display(),
        is_ours=True,
    )


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
