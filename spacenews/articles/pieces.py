"""The stored pieces of editions, as readers are served by them. What draws and drops them is in drawing.py."""

import datetime as dt
from functools import cache
from hashlib import sha256
from itertools import chain

import django
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.templatetags.static import static

from spacenews.articles.models import Edition, Piece
from spacenews.articles.models.edition import CARD_COLUMNS
from spacenews.prepared import numbered, prepared

# All that a piece is made by, beside records and settings.
CODE = (
    *(f"spacenews/{place}.py" for place in ("*", "articles/**/*", "firms/**/*", "images/**/*")),
    *("templates/articles/*.html", "templates/parts/*.html", "spacenews/locale/*/LC_MESSAGES/django.mo"),
)


def version() -> str:
    """Return what a piece must have been drawn by to be the same as one that would be drawn now."""
    site = settings.SITE_URL, settings.SITE_NAME, settings.TIME_ZONE
    files = (
        settings.MEDIA_URL,
        repr(settings.STORAGES["default"]),
        static("icon-512.png"),
        static("share.png"),
    )
    digest = _digest.__wrapped__ if settings.DEBUG else _digest
    return digest(*site, *files)


def can_be_drawn() -> bool:
    """Whether static files are collected, which a piece names."""
    try:
        return bool(version())
    except ValueError:
        return False


@cache
def _digest(*printed: str) -> str:
    drawn_by = sha256(repr((django.get_version(), printed)).encode())
    for path in sorted(chain.from_iterable(map(settings.BASE_DIR.glob, CODE))):
        drawn_by.update(path.read_bytes())
    return drawn_by.hexdigest()[:16]


def page_at(path: str, language: str, now: dt.datetime) -> Piece | None:
    """Return the page's piece of what is live at this very address, and the edition: one query."""
    found = _page_at(language, path=path, version=version(), now=now)
    return found[0] if found else None


@prepared
def _page_at(language: str, *, path: str, version: str, now: dt.datetime) -> QuerySet:
    live = Edition.objects.live(now).filter(path=path)
    pieces = Piece.objects.filter(kind=Piece.Kind.PAGE, language=language, version=version)
    unread = ["body", "points", "deck", *CARD_COLUMNS.values()]
    return (
        pieces.filter(edition__in=live)
        .select_related("edition")
        .defer(*(f"edition__{name}" for name in unread))
    )


def entries(editions: list[int], language: str) -> dict[int, Piece]:
    """Return the entries that are drawn of these editions; an entry is in the edition's own language."""
    found = _entries(language, version=version(), **numbered(editions)) if editions else []
    return {piece.edition_id: piece for piece in found}


@prepared
def _entries(language: str, *, version: str, **editions: int) -> QuerySet:
    written = Q(kind=Piece.Kind.ENTRY, language=language, edition__language=F("language"))
    return Piece.objects.filter(written, version=version, edition__in=editions.values())
