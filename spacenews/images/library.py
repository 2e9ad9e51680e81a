"""The picture library's front door: from any file to a picture with its renditions, or a sentence why not."""

from contextlib import suppress
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.db import transaction

from spacenews.images import encoding, files, renditions
from spacenews.images.decoding import Picture, decode
from spacenews.images.models import Image
from spacenews.images.refusals import Refused

__all__ = ["Refused", "add", "keep", "read", "read_early"]


def add(file: BinaryIO, *, by=None, credit: str = "", licence: str = "", **fields) -> Image:
    """Take a file into the library and make its renditions.

    `file` needs a name that ends as its format does. `fields` are those of Image (alt, caption, decorative…).
    Raises Refused, a ValidationError.
    """
    image = Image(created_by=by, credit=credit, licence=licence, **fields)
    keep(image, decode(file))
    renditions.make_missing(image)
    return image


def keep(image: Image, picture: Picture) -> None:
    """Store the pixels, then the row. What the editor left empty is filled from what the file said of itself."""
    image.credit = image.credit or picture.credit
    image.licence = image.licence or picture.licence
    image.width, image.height = picture.pixels.size
    image.file = files.write(*encoding.original(picture))
    try:
        with transaction.atomic():
            image.save(force_insert=True)
    except BaseException:
        default_storage.delete(image.file.name)
        raise


def read(upload: BinaryIO) -> Picture:
    """Decode an upload, unless `read_early` has."""
    return getattr(upload, "picture", None) or decode(upload)


def read_early(upload: BinaryIO) -> None:
    """Decode before a transaction begins, which would hold the database meanwhile. `read` tells of refusals."""
    with suppress(Refused):
        upload.picture = decode(upload)
