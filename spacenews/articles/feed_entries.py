"""What a feed says of one edition, in plain strings that no form of feed can be broken by."""

from dataclasses import astuple, dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import get_language

from spacenews.articles import pieces
from spacenews.articles.full_text import full_text, in_full
from spacenews.articles.models import Edition, Piece
from spacenews.images.models import Image
from spacenews.markup import tidy

WIDTH = 1200
# What an entry prints of the edition itself.
COLUMNS = ("article", "path", "headline", "deck", "language", "published_at", "live_from", "correction")
TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
}


@dataclass(frozen=True)
class Label:
    """A section or tag: `of` is the address below which all of its kind stand."""

    slug: str
    name: str
    of: str


@dataclass(frozen=True)
class Writer:
    name: str
    url: str


@dataclass(frozen=True)
class Picture:
    name: str
    url: str
    type: str
    width: int
    height: int
    alt: str
    credit: str

    @property
    def bytes(self) -> int:
        """The file never changes; 0 for one that is missing, as readers expect it."""
        try:
            return _length(self.name)
        except OSError:
            return 0


@dataclass(frozen=True)
class Printed:
    """What an entry prints of an edition and the records that it names, under the active language."""

    content: str
    writers: list[Writer]
    labels: list[Label]
    picture: Picture | None

    @classmethod
    def of(cls, edition: Edition) -> "Printed":
        writers = [Writer(tidy(author.name), in_full(author.url)) for author in edition.writers]
        lead = picture(edition.lead) if edition.lead else None
        return cls(tidy(full_text(edition)), writers, labels(edition), lead)

    @classmethod
    def read(cls, piece: Piece) -> "Printed":
        """Return what `stored` gave."""
        told = piece.told
        writers, filed = [Writer(*row) for row in told["writers"]], [Label(*row) for row in told["labels"]]
        return cls(piece.html, writers, filed, Picture(*told["picture"]) if told["picture"] else None)

    def stored(self) -> tuple[str, dict]:
        """Return the text, and the rest as plain JSON."""
        rows = {"writers": list(map(astuple, self.writers)), "labels": list(map(astuple, self.labels))}
        return self.content, {**rows, "picture": astuple(self.picture) if self.picture else None}


def printed(editions: QuerySet) -> list[tuple[Edition, Printed]]:
    """Return editions in their order with what is stored of them; what is not is drawn: at most eight queries."""
    found = list(editions.only(*COLUMNS))
    stored = pieces.entries([edition.pk for edition in found], get_language())
    lacking = [edition.pk for edition in found if edition.pk not in stored]
    whole = Edition.objects.for_feeds().in_bulk(lacking) if lacking else {}
    return [
        (edition, Printed.read(stored[edition.pk]) if edition.pk in stored else Printed.of(whole[edition.pk]))
        for edition in found
    ]


class Entry:
    """An entry stands for an edition as it is live; in the log of corrections for one correction of it."""

    def __init__(self, edition: Edition, printed: Printed, corrected_by: Edition | None = None):
        self.id = entry_id(edition, corrected_by)
        self.title, self.summary = tidy(edition.headline), tidy(edition.deck)
        self.url, self.html_lang = edition.canonical, edition.html_lang
        self.published_at = (corrected_by.live_from if corrected_by else edition.published_at).replace(
            microsecond=0
        )
        self.updated_at = edition.live_from.replace(microsecond=0)
        self.content = put_right(corrected_by or edition) + printed.content
        self.writers, self.labels, self.picture = printed.writers, printed.labels, printed.picture


def entry_id(edition: Edition, corrected_by: Edition | None) -> str:
    """Return an id that outlives every change of address; in the log of corrections each has its own."""
    host = urlsplit(settings.SITE_URL).hostname
    one_of_several = f":corrected:{corrected_by.pk}" if corrected_by else ""
    return f"tag:{host},{edition.published_at:%Y-%m-%d}:article:{edition.article_id}{one_of_several}"


def put_right(edition: Edition) -> str:
    """Return what an edition says that it put right, if anything."""
    if not edition.correction:
        return ""
    return tidy(render_to_string("articles/entry_correction.html", {"edition": edition}).strip())


def labels(edition: Edition) -> list[Label]:
    """Return the section, then the tags, under the names that they have in the language of the feed."""
    filed = [edition.section, *edition.tags.all()]
    return [
        Label(owner.slug, tidy(str(owner)), in_full(owner.url).removesuffix(f"{owner.slug}/"))
        for owner in filed
    ]


def picture(image: Image) -> Picture:
    file = image.nearest(width=WIDTH)
    name = file.file.name
    kind = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return Picture(
        name, in_full(file.url), kind, file.width, file.height, tidy(image.text), tidy(image.credit)
    )


@lru_cache(maxsize=4096)
def _length(name: str) -> int:
    return default_storage.size(name)
