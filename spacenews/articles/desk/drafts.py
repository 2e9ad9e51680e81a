"""What readers would see of an article: an edition that is stored nowhere, and its page. Nothing here writes."""

import datetime as dt
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from spacenews.articles import printing
from spacenews.articles.article_page import Rows, context_of
from spacenews.articles.models import Article, Author, Edition, EditionCoverage, Tag
from spacenews.firms.models import Organization, Source
from spacenews.images.models import Image
from spacenews.markup import clean

SLUG_TO_COME = "story"
PICTURE = re.compile(r'(<figure(?: [a-z-]+="[^"]*")*? data-image=")(\d+)')
NO_PICTURE = "0"


@dataclass(frozen=True)
class Draft:
    """An unsaved edition, the rows beside it, and whether pictures were left out that are not for these eyes."""

    edition: Edition
    rows: Rows
    lacks_pictures: bool


def draft_of(article: Article, document: dict, viewer, now: dt.datetime) -> Draft:
    """Return what `publish` would print at `now` of a document, as `article.document()` gives one.

    In the text stand the pictures that `viewer` may see, and no others: whoever writes can name any number there.
    """
    body = clean(document["body"])
    shown = for_eyes_of(viewer, body)
    sources = chosen(Source, document, "source_rows", "source_id")
    rows = Rows(coverage_of(document), tags_of(document), sources)
    edition = edition_from(article, {**document, "body": shown}, rows, now)
    edition.writers = chosen(Author, document, "bylines", "author_id")
    edition.lead = Image.objects.with_renditions().filter(pk=document["lead_id"]).first()
    return Draft(edition, rows, shown != body)


def edition_from(article: Article, document: dict, rows: Rows, now: dt.datetime) -> Edition:
    """Return the edition; first publication and month are those of the one before, if there is one."""
    last = last_edition(article, now)
    language = document["language"]
    with translation.override(language):
        headline = document["headline"] or _("No headline yet")
    slug = slugify(document["slug"]) or slugify(headline) or SLUG_TO_COME
    firms = [row.organization for row in rows.coverage]
    return printing.edition_from(
        article,
        {**document, "headline": headline, "slug": slug},
        firms,
        first_path=last.path if last else "",
        published_at=last.published_at if last else now,
        live_from=now,
        decided_at=now,
    )


def last_edition(article: Article, now: dt.datetime) -> Edition | None:
    if article.pk is None:
        return None
    started = article.editions.filter(live_from__lte=now).order_by("-live_from", "-pk")
    return started.only("path", "published_at").first()


def for_eyes_of(viewer, body: str) -> str:
    """Point the figures of pictures that are not shown to a person at none: the renderer prints nothing for them."""
    named = {int(pk) for _before, pk in PICTURE.findall(body)}
    seen = set(Image.objects.visible_to(viewer).filter(pk__in=named).values_list("pk", flat=True))
    return PICTURE.sub(lambda found: found[1] + (found[2] if int(found[2]) in seen else NO_PICTURE), body)


def chosen(model, document: dict, rows: str, column: str) -> list:
    """Return the records that rows of a document choose, in their order."""
    ordered = sorted(document[rows], key=lambda row: row["position"])
    records = model.objects.in_bulk([row[column] for row in ordered])
    return [records[row[column]] for row in ordered if row[column] in records]


def tags_of(document: dict) -> list[Tag]:
    return list(Tag.objects.filter(pk__in=[row["tag_id"] for row in document["tag_rows"]]))


def coverage_of(document: dict) -> list[EditionCoverage]:
    ordered = sorted(document["coverage"], key=lambda row: row["position"])
    named = Organization.objects.prefetch_related("names")
    firms = named.in_bulk([row["organization_id"] for row in ordered])
    return [
        EditionCoverage(organization=firms[row["organization_id"]], role=row["role"])
        for row in ordered
        if row["organization_id"] in firms
    ]


def page_context(request: HttpRequest, draft: Draft, now: dt.datetime) -> dict:
    """Return what the page of an article prints; of all others only what is live stands on it.

    The language switch leads to no page that is not there yet.
    """
    context = context_of(request, draft.edition, now, draft.rows)
    del request.language_urls
    return context


def answer(
    request: HttpRequest, template: str, context: dict, headers: dict, status: int = 200
) -> HttpResponse:
    """Render a page that nobody may find or keep; `headers` say the rest."""
    response = render(request, template, context, status=status)
    for name, value in {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", **headers}.items():
        response.headers[name] = value
    return response
