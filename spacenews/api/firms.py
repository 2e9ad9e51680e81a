"""Organizations, and what is on record about them. What names one that readers do not see names nobody."""

import datetime as dt
from functools import partial

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from spacenews.api import parameters
from spacenews.api.resources import ByNumber, BySlug, Filter, Resource, equal, since, until
from spacenews.api.shapes import (
    ORGANIZATION,
    SOURCE,
    SOURCED,
    Shape,
    absolute,
    array,
    choice,
    every,
    field,
    maybe,
    number,
    one,
    optional,
    partial_date,
    text,
    told_number,
    told_url,
    url,
    whole,
    yes_or_no,
)
from spacenews.firms.folding import fold
from spacenews.firms.models import (
    Cooperation,
    FoundedAlternative,
    FundingRound,
    Identifier,
    Milestone,
    Name,
    Organization,
    Party,
)
from spacenews.firms.network.choice import on_pages

COUNTRY = "^[A-Z]{2}$"
NAME = Shape(
    "Name",
    "One name of an organization.",
    (
        field("text", text()),
        optional("language", text("As HTML writes it: zh-Hans, ja.")),
        field("kind", choice(Name.Kind)),
        optional("since", partial_date()),
        optional("until", partial_date()),
    ),
)
IDENTIFIER = Shape(
    "Identifier",
    "What a catalogue calls an organization.",
    (field("scheme", choice(Identifier.Scheme)), field("value", text()), optional("url", url())),
)
FOUNDED = Shape(
    "FoundingDate",
    "Another founding date in print.",
    (
        field("date", partial_date()),
        optional("note", text("What the date stands for.")),
        field("source", SOURCE.ref, one(SOURCE, lambda row: row.source)),
    ),
)
DESCRIPTOR = Shape(
    "Descriptor",
    "One line that says what an organization is, by language.",
    (
        optional("en", text(), "descriptor"),
        optional("id", text(), "descriptor_id"),
        optional("zh-hans", text(), "descriptor_zh_hans"),
    ),
)
FIRM = Shape(
    "Organization",
    "A firm, university, institute, agency, state group or fund.",
    (
        field(
            "slug", text("Its name in addresses. It may change; the old one leads to the new one for ever.")
        ),
        field("url", url("Its page."), told_url),
        field("name", text()),
        optional("short_name", text("For lists.")),
        field("names", array(NAME.ref), every(NAME, lambda firm: firm.names.all())),
        field("kind", choice(Organization.Kind)),
        field("descriptor", DESCRIPTOR.ref, DESCRIPTOR.told),
        field("sectors", array(choice(Organization.Sector))),
        optional("country", text("ISO 3166-1.", pattern=COUNTRY)),
        optional("city", text()),
        optional("status", choice(Organization.Status)),
        optional("status_note", text("The status as it was printed.")),
        optional("ownership", choice(Organization.Ownership)),
        optional("ownership_note", text("The ownership as it was printed.")),
        optional("founded", partial_date()),
        field(
            "founded_alternatives",
            array(FOUNDED.ref, "What other sources print."),
            every(FOUNDED, lambda firm: firm.founded_alternatives.all()),
        ),
        field("vehicles", array(text())),
        field("satellites", array(text())),
        optional("website", url()),
        field("identifiers", array(IDENTIFIER.ref), every(IDENTIFIER, lambda firm: firm.identifiers.all())),
        *SOURCED,
    ),
)


def public_firms(now: dt.datetime) -> QuerySet:
    firms = Organization.objects.public(now).select_related("source")
    alternatives = FoundedAlternative.objects.select_related("source")
    return firms.prefetch_related(
        "names", "identifiers", "further_sources", Prefetch("founded_alternatives", alternatives)
    )


def with_sector(firms: QuerySet, sector: str, _now: dt.datetime) -> QuerySet:
    """Sectors are words in a list, which both databases can read as text."""
    return firms.alias(sectors_text=Cast("sectors", TextField())).filter(sectors_text__contains=f'"{sector}"')


def named(firms: QuerySet, begun: str, _now: dt.datetime) -> QuerySet:
    names = Name.objects.filter(organization=OuterRef("pk"), text_folded__startswith=fold(begun))
    return firms.filter(Q(name_folded__startswith=fold(begun)) | Exists(names))


ORGANIZATIONS = Resource(
    "organizations",
    "organization",
    FIRM,
    BySlug(),
    public_firms,
    (
        equal(parameters.choice("kind", "Of this kind.", Organization.Kind.values), "kind"),
        equal(
            parameters.matching(
                "country", "Based there.", COUNTRY, "Two capital letters, as in ISO 3166.", "CN"
            ),
            "country",
        ),
        equal(parameters.choice("status", "With this status.", Organization.Status.values), "status"),
        Filter(parameters.choice("sector", "Of this sector.", Organization.Sector.values), with_sector),
        Filter(parameters.text("name", "One of whose names begins so, in any script.", "land"), named),
    ),
)


def about(path: str, records: QuerySet, slug: str, now: dt.datetime) -> QuerySet:
    return records.filter(**{f"{path}__in": Organization.objects.public(now).filter(slug=slug)})


def of_organization(path: str = "organization") -> Filter:
    wanted = parameters.slug("organization", "Of the organization with this slug.", "landspace")
    return Filter(wanted, partial(about, path))


def public_one(now: dt.datetime) -> Prefetch:
    """Return the organization of a record where readers may see it, else None."""
    return Prefetch("organization", Organization.objects.public(now))


PARTY = Shape(
    "Party",
    "One party of a tie.",
    (
        field("name", text(), lambda party: party.name or party.organization.name),
        field("organization", maybe(ORGANIZATION.ref), one(ORGANIZATION, lambda party: party.organization)),
        optional("role", choice(Party.Role, "In a tie of ownership, where it is on record.")),
    ),
)


def page_of_a_tie(tie: Cooperation) -> str | None:
    return next((told_url(party.organization) for party in tie.parties.all() if party.organization), None)


TIE = Shape(
    "Cooperation",
    "A dated, typed tie between parties; ownership is one, with a share as printed.",
    (
        field("id", whole(), "pk"),
        field("url", maybe(url("The page of its first party that has one.")), page_of_a_tie),
        field("kind", choice(Cooperation.Kind)),
        field("title", text()),
        optional("description", text()),
        optional("date", partial_date()),
        field("status", choice(Cooperation.Status)),
        optional("share", text("As it was printed.")),
        field(
            "parties",
            array(PARTY.ref, "In order: in an alliance the first is the lead."),
            every(PARTY, lambda tie: tie.parties.all()),
        ),
        *SOURCED,
    ),
)


def public_ties(now: dt.datetime) -> QuerySet:
    parties = Party.objects.visible(now).select_related("organization")
    ties = on_pages(now).select_related("source")
    return ties.prefetch_related("further_sources", Prefetch("parties", parties))


def tied_to(ties: QuerySet, slug: str, now: dt.datetime) -> QuerySet:
    """The ties are asked for by their numbers: within one query PostgreSQL looks through all ties instead."""
    firms = Organization.objects.public(now).filter(slug=slug)
    theirs = Party.objects.filter(organization__in=firms).order_by().values_list("cooperation", flat=True)
    return ties.filter(pk__in=list(theirs))


COOPERATIONS = Resource(
    "cooperations",
    "cooperation",
    TIE,
    ByNumber(),
    public_ties,
    (
        Filter(parameters.slug("organization", "With the organization of this slug.", "landspace"), tied_to),
        equal(parameters.choice("kind", "Of this kind.", Cooperation.Kind.values), "kind"),
        equal(parameters.choice("status", "With this status.", Cooperation.Status.values), "status"),
        since("date_begins_on", "Whose date begins"),
        until("date_begins_on", "Whose date begins"),
    ),
)
OF_ONE = (field("organization", ORGANIZATION.ref, one(ORGANIZATION, lambda record: record.organization)),)
PAGE_OF_ONE = field("url", url("The organization's page."), lambda record: absolute(record.organization.url))
MILESTONE = Shape(
    "Milestone",
    "Something that happened to an organization, or that it promised.",
    (
        field("id", whole(), "pk"),
        PAGE_OF_ONE,
        *OF_ONE,
        field("date", partial_date()),
        field("title", text()),
        optional("description", text()),
        field("kind", choice(Milestone.Kind)),
        optional("outcome", choice(Milestone.Outcome)),
        optional("promise", choice(Milestone.Promise)),
        optional("now_expected", partial_date("Of a promise that slipped: the date that is given now.")),
        optional("place", text()),
        *SOURCED,
    ),
)


def of_public_firms(records: QuerySet, now: dt.datetime) -> QuerySet:
    """Leave out what is told of an organization that is the desk's alone: it stands on no page."""
    shown = records.public(now).filter(organization__public_from__lte=now)
    return shown.select_related("source", "organization").prefetch_related("further_sources")


MILESTONES = Resource(
    "milestones",
    "milestone",
    MILESTONE,
    ByNumber(),
    lambda now: of_public_firms(Milestone.objects, now),
    (
        of_organization(),
        equal(parameters.choice("kind", "Of this kind.", Milestone.Kind.values), "kind"),
        equal(parameters.choice("outcome", "That came out so.", Milestone.Outcome.values), "outcome"),
        equal(parameters.choice("promise", "Promises that stand so.", Milestone.Promise.values), "promise"),
        since("date_begins_on", "Whose date begins"),
        until("date_begins_on", "Whose date begins"),
    ),
)
ROUND = Shape(
    "FundingRound",
    "Money that an organization raised or sought.",
    (
        field("id", whole(), "pk"),
        PAGE_OF_ONE,
        *OF_ONE,
        field("date", partial_date()),
        optional("series", text()),
        field(
            "amount", maybe(number("In its currency, never converted.")), lambda row: told_number(row.amount)
        ),
        optional("currency", text("ISO 4217.")),
        field(
            "amount_usd_as_printed",
            maybe(number("In dollars, where the source prints it so.")),
            lambda row: told_number(row.amount_usd_as_printed),
        ),
        field("is_cumulative", yes_or_no("Whether it is the total of several rounds.")),
        optional("note", text()),
        *SOURCED,
    ),
)
FUNDING_ROUNDS = Resource(
    "funding-rounds",
    "funding-round",
    ROUND,
    ByNumber(),
    lambda now: of_public_firms(FundingRound.objects, now),
    (
        of_organization(),
        since("date_begins_on", "Announced"),
        until("date_begins_on", "Announced"),
    ),
)
