"""Articles as they are live. What is not, was never; what was withdrawn says so with the reason for readers."""

import datetime as dt
from collections import defaultdict
from functools import partial

from django.db.models import Prefetch, QuerySet
from django.utils import timezone, translation

from spacenews.api import parameters
from spacenews.api.firms import about
from spacenews.api.resources import ByAddress, Filter, Gone, Resource, equal
from spacenews.api.shapes import (
    LICENSED,
    ORGANIZATION,
    SOURCE,
    Shape,
    array,
    choice,
    every,
    field,
    maybe,
    moment,
    one,
    optional,
    text,
    told_moment,
    told_url,
    url,
    whole,
    yes_or_no,
)
from spacenews.articles import article_page, feed_entries
from spacenews.articles.models import (
    CoverageRow,
    Edition,
    EditionCoverage,
    EditionFigure,
    EditionSource,
    Kind,
    Language,
)
from spacenews.articles.models.edition import CARD_COLUMNS
from spacenews.firms.models import Figure

BODY = "body_html"
NAMED = (field("slug", text()), field("name", text()), field("url", url(), told_url))
SECTION = Shape("Section", "A part of the site's table of contents.", NAMED)
TAG = Shape("Tag", "A word that articles share.", NAMED)
AUTHOR = Shape("Author", "A byline.", NAMED)
COVERED = Shape(
    "Coverage",
    "An organization that an article covers.",
    (
        field("role", choice(CoverageRow.Role)),
        field("organization", ORGANIZATION.ref, one(ORGANIZATION, lambda row: row.organization)),
    ),
)
PRINTED = Shape(
    "PrintedFigure",
    "A figure that the text prints, as it was on record then.",
    (
        field("words", text("In the text.")),
        field("as_printed", text("On record.")),
        field(
            "figure",
            maybe(whole("Its number among the figures.")),
            lambda row: row.figure.pk if row.figure else None,
        ),
    ),
)
PICTURE = Shape(
    "Picture",
    "The lead picture. It has a licence of its own.",
    (
        field("url", url(), "url"),
        field("width", whole()),
        field("height", whole()),
        optional("alt", text()),
        optional("credit", text()),
        optional("licence", text()),
    ),
)
CORRECTION = Shape(
    "Correction",
    "What was put right.",
    (
        field("at", moment(), lambda edition: told_moment(edition.live_from)),
        field("text", text(), "correction"),
    ),
)
TRANSLATION = Shape(
    "Translation",
    "The same story in another language.",
    (
        field("language", choice(Language)),
        field("headline", text()),
        field("url", url(), "canonical"),
    ),
)


def picture(edition: Edition) -> dict | None:
    if edition.lead is None:
        return None
    file = feed_entries.picture(edition.lead)
    told = {"url": file.url, "width": file.width, "height": file.height, "alt": file.alt or None}
    return {**told, "credit": file.credit or None, "licence": edition.lead.licence or None}


ARTICLE = Shape(
    "NewsArticle",
    "An article in one language, as it is live.",
    (
        field(
            "id",
            text("Never changes; the feeds have the same."),
            partial(feed_entries.entry_id, corrected_by=None),
        ),
        field("url", url("Its page, in its own language."), "canonical"),
        field("headline", text()),
        optional("deck", text()),
        field("points", array(text(), "The main points.")),
        field("kind", choice(Kind)),
        field("unconfirmed", yes_or_no("The page says what is known and what is not.")),
        field("language", choice(Language)),
        field("section", maybe(SECTION.ref), one(SECTION, lambda edition: edition.section)),
        field("authors", array(AUTHOR.ref), every(AUTHOR, lambda edition: edition.writers)),
        field("tags", array(TAG.ref), every(TAG, lambda edition: edition.tags.all())),
        field("organizations", array(COVERED.ref), every(COVERED, lambda edition: edition.coverage.all())),
        field("figures", array(PRINTED.ref), every(PRINTED, lambda edition: edition.printed_figures.all())),
        field(
            "sources",
            array(SOURCE.ref),
            every(SOURCE, lambda edition: [row.source for row in edition.source_rows.all()]),
        ),
        field("picture", maybe(PICTURE.ref), picture),
        field("words", whole("How long the text is.")),
        field("published_at", moment(), lambda edition: told_moment(edition.published_at)),
        field(
            "updated_at",
            moment("When it went live as it is."),
            lambda edition: told_moment(edition.live_from),
        ),
        field(
            "corrections",
            array(CORRECTION.ref, "Newest first."),
            every(CORRECTION, lambda e: e.told_corrections),
        ),
        field("translations", array(TRANSLATION.ref), every(TRANSLATION, lambda e: e.told_translations)),
        field(
            BODY, text("The whole text as HTML. Told only to who asks for it."), "told_body", on_demand=True
        ),
        LICENSED,
    ),
)


def public_editions(now: dt.datetime) -> QuerySet:
    covered = EditionCoverage.objects.filter(organization__public_from__lte=now).select_related(
        "organization"
    )
    figures = EditionFigure.objects.prefetch_related(
        Prefetch("figure", Figure.objects.public(now).only("pk"))
    )
    sources = EditionSource.objects.select_related("source")
    return (
        Edition.objects.live(now)
        .for_leads()
        .defer("body", BODY, *CARD_COLUMNS.values())
        .prefetch_related(
            "tags",
            Prefetch("coverage", covered),
            Prefetch("printed_figures", figures),
            Prefetch("source_rows", sources),
        )
    )


def lead(path: str, now: dt.datetime) -> int:
    """Return the number of the edition that an address leads to. Raises Http404, and Gone while it is withdrawn."""
    article, edition = article_page.addressed(path, now)
    if edition is None:
        raise Gone(article_page.last_reason(article, now))
    return edition.pk


def complete(editions: list[Edition], now: dt.datetime, names: list[str]) -> None:
    """Add corrections, translations and, where it is asked for, the text: a number of queries that does not grow."""
    corrections, translations = corrections_of(editions, now), translations_of(editions, now)
    bodies = bodies_of(editions) if BODY in names else {}
    for edition in editions:
        edition.told_corrections = corrections[edition.article_id]
        others = translations[edition.story_id]
        edition.told_translations = [other for other in others if other.article_id != edition.article_id]
        edition.told_body = bodies.get(edition.pk)


def corrections_of(editions: list[Edition], now: dt.datetime) -> dict[int, list[Edition]]:
    rows = Edition.objects.filter(
        article__in=[edition.article_id for edition in editions], live_from__lte=now
    )
    found = defaultdict(list)
    for row in rows.exclude(correction="").newest("live_from").only("article", "correction", "live_from"):
        found[row.article_id].append(row)
    return found


def translations_of(editions: list[Edition], now: dt.datetime) -> dict[int, list[Edition]]:
    live = Edition.objects.live(now).filter(story__in=[edition.story_id for edition in editions])
    found = defaultdict(list)
    for row in live.only("article", "story", "language", "headline", "path").order_by("language", "pk"):
        found[row.story_id].append(row)
    return found


def bodies_of(editions: list[Edition]) -> dict[int, str]:
    """Return whole texts as the feeds have them, which mostly are stored; each in the language of its article."""
    found = {}
    for language in sorted({edition.language for edition in editions}):
        of_language = Edition.objects.filter(pk__in=[e.pk for e in editions if e.language == language])
        with translation.override(language):
            found |= {edition.pk: printed.content for edition, printed in feed_entries.printed(of_language)}
    return found


def begins(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())


def _published_since(editions: QuerySet, day: dt.date, _now: dt.datetime) -> QuerySet:
    return editions.filter(published_at__gte=begins(day))


def _published_until(editions: QuerySet, day: dt.date, _now: dt.datetime) -> QuerySet:
    return editions.filter(published_at__lt=begins(day + dt.timedelta(days=1)))


ARTICLES = Resource(
    "articles",
    "article",
    ARTICLE,
    ByAddress(lead),
    public_editions,
    (
        equal(parameters.choice("language", "In this language.", Language.values), "language"),
        equal(parameters.choice("kind", "Of this kind.", Kind.values), "kind"),
        equal(parameters.slug("section", "Of the section with this slug.", "launch"), "section__slug"),
        equal(parameters.slug("tag", "With the tag of this slug.", "methane"), "tag_rows__tag__slug"),
        equal(parameters.slug("author", "By the author with this slug.", "desk"), "bylines__author__slug"),
        Filter(
            parameters.slug("organization", "That cover the organization with this slug.", "landspace"),
            partial(about, "coverage__organization"),
        ),
        Filter(parameters.day("since", "First published on this day or later."), _published_since),
        Filter(parameters.day("until", "First published on this day or earlier."), _published_until),
    ),
    complete,
)
