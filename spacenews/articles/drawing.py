"""Drawing the stored pieces of editions, and dropping them when a record that they print is changed.

An edition is frozen, but it names a section, authors, tags, firms, sources and a picture, and prints what these are
called now. Who changes one of them drops the pieces of all editions that name it, in the same transaction; they are
drawn again by `draw_pieces`, which the server does every minute. Lock order: stamp, then the rest.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from spacenews import rounds
from spacenews.articles import article_page, pieces
from spacenews.articles.feed_entries import Printed
from spacenews.articles.models import Edition, EditionCoverage, Piece
from spacenews.articles.models.edition import CARD_COLUMNS
from spacenews.languages import CODES
from spacenews.pagecache import clock, stamp

A_ROUND = 100  # editions that the server draws each time
FAULT = "What is missing of stored pieces could not be drawn; the next round tries again"
BATCH = 20  # editions drawn in one transaction, in which nobody else can publish: well below a second

# By which columns an edition names a record of each model, and the column that holds the record's number.
NAMED_BY = {
    "articles.Section": (("section",), "pk"),
    "articles.Author": (("bylines__author",), "pk"),
    "articles.Tag": (("tag_rows__tag",), "pk"),
    "firms.Organization": (("coverage__organization",), "pk"),
    "firms.Name": (("coverage__organization",), "organization_id"),
    "firms.Source": (("source_rows__source", "source_line_source"), "pk"),
    "images.Image": (("lead",), "pk"),
    "images.Rendition": (("lead",), "image_id"),
}


def drop(editions: QuerySet | Iterable[int]) -> None:
    Piece.objects.filter(edition__in=editions).delete()


def drop_naming(sender, instance, **kwargs) -> None:
    """A record was saved or deleted."""
    columns, number = NAMED_BY[sender._meta.label]
    drop_named(columns, [getattr(instance, number)])


def drop_updated(sender, pks: list[int], **kwargs) -> None:
    """Records were changed by an UPDATE, of which Django tells nobody."""
    if found := NAMED_BY.get(sender._meta.label):
        drop_named(found[0], pks)


def drop_named(columns: tuple[str, ...], pks: list[int]) -> None:
    for column in columns:
        drop(Edition.objects.filter(**{f"{column}__in": pks}).values("pk"))


def drop_filed_anew(sender, editions: list[int], **kwargs) -> None:
    """Sections, authors or tags were made one, and the rows of editions name the other."""
    drop(editions)


def draw_printed(sender, edition: Edition, **kwargs) -> None:
    """An edition was published; all of it is in place.

    What loads the sample at a first start runs before static files have their names: the server draws it later.
    """
    if pieces.can_be_drawn():
        draw([edition.pk])


def draw(editions: Iterable[int]) -> int:
    """Draw the pieces of these editions and store them; return of how many. To be called with the stamp held."""
    drop(editions)
    found = Edition.objects.for_feeds().defer(None).defer(*CARD_COLUMNS.values()).filter(pk__in=editions)
    drawn = [list(pieces_of(edition)) for edition in found]
    Piece.objects.bulk_create(piece for of_one in drawn for piece in of_one)
    return len(drawn)


def pieces_of(edition: Edition) -> Iterable[Piece]:
    """Yield the entry, and the page in each language unless time alone will change it."""
    told, shown_from = {"edition": edition, "version": pieces.version()}, max(clock.now(), edition.live_from)
    with timezone.override(None):
        yield _entry(edition, told)
        if not waits_for_a_firm(edition, shown_from):
            rows = article_page.Rows.of(edition, shown_from)
            for language in CODES:
                with translation.override(language):
                    yield _page(edition, rows, {**told, "language": language})


def waits_for_a_firm(edition: Edition, moment: datetime) -> bool:
    """Whether a firm becomes public later, which then stands on the page."""
    later = EditionCoverage.objects.filter(edition=edition, organization__public_from__gt=moment)
    return later.exists()


def _entry(edition: Edition, columns: dict) -> Piece:
    with translation.override(edition.language):
        html, told = Printed.of(edition).stored()
    return Piece(
        kind=Piece.Kind.ENTRY,
        language=edition.language,
        html=html,
        told_json=json.dumps(told, ensure_ascii=False),
        **columns,
    )


def _page(edition: Edition, rows: article_page.Rows, columns: dict) -> Piece:
    told = {**article_page.told_of(edition, rows), "embed": article_page.embed_of(edition)}
    context = {
        "edition": edition,
        "coverage": rows.coverage,
        "sources": rows.sources,
        "tags": rows.tags,
        "crumbs": told["crumbs"],
        "embed": told["embed"],
        "page_url": settings.SITE_URL + edition.url,
        "is_drawn": True,
    }
    html = render_to_string("articles/edition.html", context)
    return Piece(kind=Piece.Kind.PAGE, html=html, told_json=json.dumps(told, ensure_ascii=False), **columns)


def lacking() -> QuerySet:
    """Return the editions that readers see, or will, without pieces of the present version; the newest first."""
    shown = Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=clock.now()))
    entries = Piece.objects.filter(kind=Piece.Kind.ENTRY, version=pieces.version(), edition=OuterRef("pk"))
    return shown.exclude(Exists(entries)).newest()


def draw_missing(most: int | None = None, report: Callable[[int], None] = lambda done: None) -> int:
    """Draw what is missing, a batch a transaction, and return of how many editions; stopped at any time, it can go on.

    The stamp's row is held, not moved: readers see nothing else, and nobody changes meanwhile what is being drawn.
    """
    done = 0
    while most is None or done < most:
        with transaction.atomic():
            stamp.hold()
            drawn = draw(list(lacking().values_list("pk", flat=True)[:BATCH]))
        done += drawn
        if not drawn:
            break
        report(done)
    return done


def sweep() -> int:
    """Remove the pieces of editions that readers see no more."""
    return Piece.objects.filter(edition__live_until__lte=clock.now()).delete()[0]


def start() -> None:
    """Begin to draw by itself in this process; for wsgi.py, so that no command ever does."""
    rounds.start("drawing", settings.DRAW_EVERY_S, partial(draw_missing, A_ROUND), FAULT)
