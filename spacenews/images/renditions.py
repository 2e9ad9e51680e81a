"""The sizes in which a picture is served. They are made after the upload is kept, and can be made again."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import PIL.Image
from django.core.files.storage import default_storage
from django.db import transaction
from PIL.Image import Resampling

from spacenews.images import encoding, files
from spacenews.images.models import Format, Image, Rendition, Shape
from spacenews.images.signals import renditions_made

logger = logging.getLogger(__name__)

WIDTHS = (480, 960, 1600)
SQUARE = 480
CARD = (1200, 630)


@dataclass(frozen=True)
class Plan:
    shape: Shape
    width: int
    height: int
    box: tuple[float, float, float, float]  # what of the picture it shows
    format: Format

    @property
    def key(self) -> tuple[str, int, str]:
        return (self.shape, self.width, self.format)


def plans(image: Image) -> list[Plan]:
    """Return every rendition that a picture has when all went well. Nothing is ever enlarged."""
    whole = (0, 0, image.width, image.height)
    wide = sorted({min(width, image.width) for width in WIDTHS})
    made = [
        Plan(Shape.WIDE, width, max(1, round(image.height * width / image.width)), whole, format)
        for width in wide
        for format in Format
    ]
    made += [_cut(image, Shape.SQUARE, (SQUARE, SQUARE), format) for format in Format]
    return [*made, _cut(image, Shape.CARD, CARD, Format.JPEG)]


def make_missing(image: Image) -> int:
    """Make the renditions that a picture lacks and return how many. One that fails is logged, and stays missing."""
    there = set(image.renditions.values_list("shape", "width", "format"))
    return _make(image, [plan for plan in plans(image) if plan.key not in there])


def make_cuts_again(image: Image) -> int:
    """Make the square and the card again, because the focal point moved.

    They get new names: browsers keep a picture for good. Pages that are open still name the old files, so
    these stay until `sweep_pictures`.
    """
    return _make(image, [plan for plan in plans(image) if plan.shape != Shape.WIDE])


def make_all_again(image: Image) -> int:
    return _make(image, plans(image))


def _cut(image: Image, shape: Shape, size: tuple[int, int], format: Format) -> Plan:
    """Plan a cut of the size's proportions, as large as fits, with the focal point as near its middle as can be."""
    ratio = size[0] / size[1]
    width = min(image.width, image.height * ratio)
    height = width / ratio
    left = min(max(image.focal_x * image.width - width / 2, 0), image.width - width)
    top = min(max(image.focal_y * image.height - height / 2, 0), image.height - height)
    shrunk = min(1, size[0] / width)
    target = (max(1, round(width * shrunk)), max(1, round(height * shrunk)))
    return Plan(shape, *target, (left, top, left + width, top + height), format)


def _make(image: Image, wanted: list[Plan]) -> int:
    made = list(_written(image, wanted)) if wanted else []
    if made:
        _record(image, made)
    return len(made)


def _written(image: Image, wanted: list[Plan]) -> Iterable[tuple[Plan, str]]:
    """Yield each plan that succeeded with the name of its file."""
    try:
        with (
            default_storage.open(image.file.name) as file,
            PIL.Image.open(file, formats=["JPEG", "PNG"]) as whole,
        ):
            whole.load()
    except OSError:
        logger.exception("Picture %s cannot be opened: its renditions stay missing", image.pk)
        return
    for (_shape, width, height, box), group in groupby(wanted, lambda p: (p.shape, p.width, p.height, p.box)):
        pixels = whole.resize((width, height), Resampling.LANCZOS, box, reducing_gap=3)
        for plan in group:
            try:
                yield (
                    plan,
                    files.write(encoding.rendition(pixels, plan.format), encoding.EXTENSIONS[plan.format]),
                )
            except (OSError, ValueError, MemoryError):
                logger.exception("Picture %s has no %s rendition", image.pk, plan.key)


def _record(image: Image, made: list[tuple[Plan, str]]) -> None:
    with transaction.atomic():
        for plan, name in made:
            Rendition.objects.update_or_create(
                image=image,
                shape=plan.shape,
                width=plan.width,
                format=plan.format,
                defaults={"height": plan.height, "file": name},
            )
        renditions_made.send(sender=Image, image=image)
