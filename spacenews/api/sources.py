"""Sources, of them those that something rests on which readers see."""

import datetime as dt
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, QuerySet

from spacenews.api import parameters
from spacenews.api.resources import ByNumber, Resource, equal
from spacenews.api.shapes import (
    LICENSED,
    Shape,
    date,
    field,
    maybe,
    optional,
    partial_date,
    text,
    told_day,
    url,
    whole,
)
from spacenews.articles.models import Edition
from spacenews.articles.models.edition import EditionSource
from spacenews.firms.models import (
    Answer,
    Claim,
    Cooperation,
    Dispute,
    Figure,
    FoundedAlternative,
    FundingRound,
    Milestone,
    Organization,
    Source,
)
from spacenews.firms.network.choice import on_pages

OF_FIRMS = (Milestone, FundingRound)  # which are shown with their organization alone
RECORDS = (Organization, Cooperation, Figure, Claim, *OF_FIRMS)
SOURCE = Shape(
    "Source",
    "Where a fact comes from.",
    (
        field("id", whole(), "pk"),
        field("url", url("Where it is: it has no page here.")),
        field("title", text()),
        field("publisher", text()),
        optional("author", text()),
        optional("published", partial_date()),
        field("accessed_on", maybe(date()), lambda source: told_day(source.accessed_on)),
        optional("kind", text()),
        optional("archive_url", url("Where an archive keeps it.")),
        field(
            "gone_since",
            maybe(date("When it was found to be there no more.")),
            lambda source: told_day(source.gone_since),
        ),
        LICENSED,
    ),
)


def cited(now: dt.datetime) -> QuerySet:
    return Source.objects.filter(reduce(or_, (Exists(rows) for rows in what_rests_on_it(now))))


def what_rests_on_it(now: dt.datetime) -> list[QuerySet]:
    """Return all that may rest on a source, each for its public part."""
    disputes = Dispute.objects.public(now)
    answers = Answer.objects.visible(now).filter(dispute__in=disputes)
    firms = Organization.objects.public(now)
    live = Edition.objects.live(now)
    here = OuterRef("pk")
    return [
        *(rows for model in RECORDS for rows in resting(shown(model, now))),
        *resting(answers),
        firms.filter(website_source=here),
        FoundedAlternative.objects.filter(organization__in=firms, source=here),
        EditionSource.objects.filter(edition__in=live, source=here),
        live.filter(source_line_source=here),
    ]


def shown(model, now: dt.datetime) -> QuerySet:
    records = on_pages(now) if model is Cooperation else model.objects.public(now)
    return records.filter(organization__public_from__lte=now) if model in OF_FIRMS else records


def resting(records: QuerySet) -> tuple[QuerySet, QuerySet]:
    """Return those whose first source it is, and those of which it is a further one: an index serves each."""
    through = records.model.further_sources.through
    owner = records.model._meta.model_name
    joined = through.objects.filter(source=OuterRef("pk"), **{f"{owner}__in": records})
    return records.filter(source=OuterRef("pk")), joined


SOURCES = Resource(
    "sources",
    "source",
    SOURCE,
    ByNumber(),
    cited,
    (equal(parameters.text("publisher", "Of exactly this publisher.", "Example Press"), "publisher"),),
)
