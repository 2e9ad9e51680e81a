"""Figures, where sources disagree about them, and what others print that was checked."""

import datetime as dt

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from spacenews.api import parameters
from spacenews.api.firms import of_organization, public_one
from spacenews.api.resources import ByNumber, Resource, equal
from spacenews.api.shapes import (
    GROUP,
    LICENSED,
    ORGANIZATION,
    SOURCED,
    SOURCES,
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
)
from spacenews.firms.models import Answer, Claim, Dispute, Figure, FigureGroup

FIRM = field("organization", maybe(ORGANIZATION.ref), one(ORGANIZATION, lambda record: record.organization))


def place_of(figure: Figure) -> str:
    return f"{told_url(figure.group)}#figure-{figure.pk}"


FIGURE = Shape(
    "Figure",
    "A number as a record: what it counts, for when, who says so, and how they printed it.",
    (
        field("id", whole(), "pk"),
        field("url", url("Its place on the page of its group."), place_of),
        field("group", GROUP.ref, one(GROUP, lambda figure: figure.group)),
        field("metric", text()),
        field("scope", text()),
        optional("period", partial_date()),
        field("value", number(), lambda figure: told_number(figure.value)),
        field("unit", text("currency, count, satellites …")),
        optional("currency", text("ISO 4217. Never converted.")),
        field("kind", choice(Figure.Kind)),
        optional("attributed_to", text()),
        field("as_printed", text()),
        optional("definition", text()),
        optional("published", partial_date()),
        FIRM,
        field(
            "superseded_by",
            maybe(whole("The number of the figure that took its place.")),
            lambda figure: figure.superseded_by.pk if figure.superseded_by else None,
        ),
        *SOURCED,
    ),
)


def public_figures(now: dt.datetime) -> QuerySet:
    figures = Figure.objects.public(now).select_related("source", "group")
    newer = Prefetch("superseded_by", Figure.objects.public(now).only("pk"))
    return figures.prefetch_related("further_sources", public_one(now), newer)


FIGURES = Resource(
    "figures",
    "figure",
    FIGURE,
    ByNumber(),
    public_figures,
    (
        equal(parameters.slug("group", "Of the group with this slug.", "orbital-launches"), "group__slug"),
        equal(parameters.text("metric", "With exactly this metric.", "launches", 120), "metric"),
        equal(parameters.choice("kind", "Of this kind.", Figure.Kind.values), "kind"),
        of_organization(),
    ),
)
ANSWER = Shape(
    "Answer",
    "One answer to a dispute: words, or a figure.",
    (
        optional("words", text()),
        field(
            "figure",
            maybe(whole("Its number among the figures.")),
            lambda answer: answer.figure_id,
        ),
        SOURCES,
    ),
)


def page_of_a_dispute(dispute: Dispute) -> str | None:
    return told_url(dispute.group) or told_url(dispute.organization)


DISPUTE = Shape(
    "Dispute",
    "Sources disagree: a question and its answers, none of which is said to be right.",
    (
        field("id", whole(), "pk"),
        field("url", maybe(url("The page on which it is shown.")), page_of_a_dispute),
        field("topic", text()),
        field("question", text()),
        optional("editors_note", text()),
        FIRM,
        field("group", maybe(GROUP.ref), one(GROUP, lambda dispute: dispute.group)),
        field("answers", array(ANSWER.ref), every(ANSWER, lambda dispute: dispute.answers.all())),
        LICENSED,
    ),
)


def public_disputes(now: dt.datetime) -> QuerySet:
    answers = Answer.objects.visible(now).select_related("source").prefetch_related("further_sources")
    group = Prefetch("group", FigureGroup.objects.public(now))
    return Dispute.objects.public(now).prefetch_related(Prefetch("answers", answers), group, public_one(now))


DISPUTES = Resource("disputes", "dispute", DISPUTE, ByNumber(), public_disputes, (of_organization(),))
CLAIM = Shape(
    "Claim",
    "A sentence that others print, checked. Its first source is where it stands, the others are the evidence.",
    (
        field("id", whole(), "pk"),
        field("url", url("The page of checked claims."), lambda claim: absolute(reverse("claims"))),
        field("sentence", text()),
        optional("place", text("Where in the text it stands.")),
        field("verdict", choice(Claim.Verdict)),
        optional("verdict_note", text("The verdict in words.")),
        optional("note", text()),
        *SOURCED,
    ),
)


def public_claims(now: dt.datetime) -> QuerySet:
    return Claim.objects.public(now).select_related("source").prefetch_related("further_sources")


CLAIMS = Resource(
    "claims",
    "claim",
    CLAIM,
    ByNumber(),
    public_claims,
    (equal(parameters.choice("verdict", "With this verdict.", Claim.Verdict.values), "verdict"),),
)
