"""From pixels to the bytes that are stored."""

import io
import math

import PIL.Image

from spacenews.images.decoding import Picture
from spacenews.images.models import Format

# Bytes that an AVIF of up to this width may have; wider ones in proportion
BUDGET = {480: 15_000, 960: 60_000}
BEST, LEAST, TO_HALVE = 62, 28, 14  # AVIF qualities, and how many of them halve the bytes
EXTENSIONS = {Format.AVIF: "avif", Format.JPEG: "jpg"}


def original(picture: Picture) -> tuple[bytes, str]:
    """Return the library's own copy and how its name ends."""
    if picture.lossless:
        return _saved(picture.pixels, "PNG"), "png"
    return _saved(picture.pixels, "JPEG", quality=90, subsampling=0, optimize=True), "jpg"


def rendition(pixels: PIL.Image.Image, format: str) -> bytes:
    if format == Format.JPEG:
        return _saved(pixels, "JPEG", quality=80, optimize=True, progressive=True)
    return _avif(pixels)


def _avif(pixels: PIL.Image.Image) -> bytes:
    """Return the best quality that keeps to the budget; speed 6 would take seven times as long for as much."""
    allowed = next((most for width, most in BUDGET.items() if pixels.width <= width), pixels.width**2 / 15.36)
    quality = BEST
    while True:
        data = _saved(pixels, "AVIF", quality=quality, speed=8)
        if len(data) <= allowed or quality == LEAST:
            return data
        quality = max(LEAST, quality - math.ceil(TO_HALVE * math.log2(len(data) / allowed)))


def _saved(pixels: PIL.Image.Image, format: str, **options) -> bytes:
    out = io.BytesIO()
    pixels.save(out, format, **options)
    return out.getvalue()
