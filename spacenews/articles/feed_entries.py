"""What a feed says of one edition, in plain strings that no form of feed can be broken by."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from spacenews.articles.full_text import full_text, in_full
from spacenews.articles.models import Edition
from spacenews.images.models import Image
from spacenews.markup import tidy

WIDTH = 1200
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
    url: str
    type: str
    bytes: int
    width: int
    height: int
    alt: str
    credit: str


class Entry:
    """An entry stands for an edition as it is live; in the log of corrections for one correction of it."""

    def __init__(self, edition: Edition, corrected_by: Edition | None = None):
        self.edition = edition
        self.id = entry_id(edition, corrected_by)
        self.title, self.summary = tidy(edition.headline), tidy(edition.deck)
        self.url, self.html_lang = edition.canonical, edition.html_lang
        self.published_at = (corrected_by.live_from if corrected_by else edition.published_at).replace(
            microsecond=0
        )
        self.updated_at = edition.live_from.replace(microsecond=0)
        self.content = tidy(content(edition, corrected_by or edition))
        self.writers = [Writer(tidy(author.name), in_full(author.url)) for author in edition.writers]
        self.labels = labels(edition)
        self.picture = picture(edition.lead) if edition.lead else None


def entry_id(edition: Edition, corrected_by: Edition | None) -> str:
    """Return an id that outlives every change of address; in the log of corrections each has its own."""
    host = urlsplit(settings.SITE_URL).hostname
    one_of_several = f":corrected:{corrected_by.pk}" if corrected_by else ""
    return f"tag:{host},{edition.published_at:%Y-%m-%d}:article:{edition.article_id}{one_of_several}"


def content(edition: Edition, correcting: Edition) -> str:
    """Return what was put right, if anything, and the whole text."""
    note = (
        render_to_string("articles/entry_correction.html", {"edition": correcting})
        if correcting.correction
        else ""
    )
    return note.strip() + full_text(edition)


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
    words = tidy(image.text), tidy(image.credit)
    return Picture(in_full(file.url), kind, length_of(name), file.width, file.height, *words)


def length_of(name: str) -> int:
    """Return the bytes of a file, which never changes; 0 for one that is missing, as readers expect it."""
    try:
        return _length(name)
    except OSError:
        return 0


@lru_cache(maxsize=4096)
def _length(name: str) -> int:
    return default_storage.size(name)
