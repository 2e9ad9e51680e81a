"""From an uploaded file to pixels: limits first, then decoding, then nothing of the file is left but the pixels."""

import io
import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO

import PIL.Image
from django.utils.translation import gettext_lazy as _
from PIL import ImageCms
from PIL.Image import Transpose

from spacenews.images import metadata, refusals
from spacenews.images.formats import EXTENSIONS, extension
from spacenews.images.refusals import Refused

logger = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 20_000
MAX_FRAMES = 100
KEPT_PIXELS = 12_500_000  # a picture of more is halved until it has fewer
MAX_MEMORY = 200 * 1024 * 1024  # for decoding, beside the process itself
BYTES_A_PIXEL = {"JPEG": 5, "PNG": 5, "GIF": 6, "AVIF": 11, "WEBP": 16}  # what decoding takes, as measured
PALETTE_BYTES_A_PIXEL = 6

ONE_AT_A_TIME = threading.Lock()  # several at once would take several times the memory
SRGB = ImageCms.createProfile("sRGB")
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}

PIL.Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    pixels: PIL.Image.Image  # upright, sRGB, on white where it was transparent
    lossless: bool  # what it came from: charts and screenshots are kept so
    credit: str
    licence: str


def decode(file: BinaryIO) -> Picture:
    """Read a file, by what is in it; `file.name` must end accordingly. Raises Refused with a sentence."""
    _check_bytes(file)
    with ONE_AT_A_TIME, _refusing_what_breaks():
        source = _opened(file)
        _check_name(file, source)
        _check_size(source)
        pixels = _pixels(source)
        lossless, profile = source.format in ("PNG", "GIF"), source.info.get("icc_profile")
        orientation, said = metadata.orientation(source), metadata.credit_and_licence(source)
        del source  # it may be four times as large as what is kept of it
        pixels = _upright(_srgb(_on_white(pixels), profile), orientation)
        pixels.info = {}  # Pillow would write some of it again
        return Picture(pixels, lossless, *said)


def _check_bytes(file: BinaryIO) -> None:
    size = file.seek(0, io.SEEK_END)
    size = file.tell() if size is None else size  # Django's files do not say
    file.seek(0)
    if size > MAX_BYTES:
        raise Refused(_("The file has more than 20 MB. Save the picture smaller."))


@contextmanager
def _refusing_what_breaks() -> Iterator[None]:
    try:
        yield
    except Refused:
        raise
    except Exception as error:  # decoders raise whatever the broken bytes lead them to
        logger.info("A picture was refused", exc_info=True)
        raise Refused(_("The picture is damaged and cannot be read.")) from error


def _opened(file: BinaryIO) -> PIL.Image.Image:
    try:
        return PIL.Image.open(file, formats=list(EXTENSIONS))
    except (PIL.Image.DecompressionBombWarning, PIL.Image.DecompressionBombError):
        raise _too_large() from None
    except PIL.UnidentifiedImageError:
        file.seek(0)
        raise refusals.of_what_is_no_picture(file.read(refusals.LOOKED_AT)) from None


def _check_name(file: BinaryIO, source: PIL.Image.Image) -> None:
    kind, end = _kind(source), extension(getattr(file, "name", None) or "")
    if end not in EXTENSIONS[kind]:
        raise Refused(
            _("This is a %(kind)s picture, but its name does not end in .%(end)s."),
            params={"kind": kind, "end": EXTENSIONS[kind][0]},
        )


def _kind(source: PIL.Image.Image) -> str:
    """Several pictures in one JPEG file (MPO) count as JPEG, of which the first is taken."""
    return "JPEG" if source.format == "MPO" else source.format


def _check_size(source: PIL.Image.Image) -> None:
    width, height = source.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise _too_large()
    if getattr(source, "n_frames", 1) > MAX_FRAMES:
        raise Refused(_("The picture is animated with more than 100 frames. Save its first one alone."))
    pixels = MAX_MEMORY / _bytes_a_pixel(source)
    if width * height > pixels:
        raise Refused(
            _(
                "A %(kind)s like this may have %(millions)d million pixels. Save it smaller, or as plain JPEG."
            ),
            params={"kind": _kind(source), "millions": pixels // 1_000_000},
        )


def _too_large() -> Refused:
    return Refused(_("The picture is too large: at most 40 million pixels, and 20,000 on a side."))


def _bytes_a_pixel(source: PIL.Image.Image) -> float:
    """Return what decoding takes at most: a JPEG is reduced on the way, but a progressive one is held whole."""
    if source.mode == "P":
        return PALETTE_BYTES_A_PIXEL
    if _kind(source) != "JPEG":
        return BYTES_A_PIXEL[source.format]
    decoded = 4 if _scale(source) == 1 else 1
    if not source.info.get("progressive"):
        return decoded
    parts = [(across, down) for _id, across, down, _table in source.layer]
    most = max(across for across, _down in parts) * max(down for _across, down in parts)
    return decoded + 2 * sum(across * down for across, down in parts) / most


def _scale(source: PIL.Image.Image) -> int:
    """Return the power of two by which both sides are divided."""
    scale = 1
    while source.width * source.height > KEPT_PIXELS * scale**2:
        scale *= 2
    return scale


def _pixels(source: PIL.Image.Image) -> PIL.Image.Image:
    """Decode the first frame, reduced while it is read where the format can do that."""
    scale, width = _scale(source), source.width
    if _kind(source) == "JPEG":
        source.draft(None, (source.width // scale, source.height // scale))
    source.load()
    pixels = _countable(source)
    left = scale * source.width // width
    return pixels.reduce(left) if left > 1 else pixels


def _countable(source: PIL.Image.Image) -> PIL.Image.Image:
    """Return the picture in a mode whose pixels can be averaged."""
    if source.mode.startswith("I;16"):
        return source.point(lambda value: value / 256).convert("L")  # convert alone would cut, not scale
    if source.mode in ("RGB", "RGBA", "L", "CMYK"):
        return source
    return source.convert("RGBA" if source.has_transparency_data else "RGB")


def _on_white(pixels: PIL.Image.Image) -> PIL.Image.Image:
    if pixels.has_transparency_data:
        pixels = pixels.convert("RGBA")
        white = PIL.Image.new("RGBA", pixels.size, "white")
        white.alpha_composite(pixels)
        return white.convert("RGB")
    return pixels


def _srgb(pixels: PIL.Image.Image, profile: bytes | None) -> PIL.Image.Image:
    """Convert colours as the file's profile says, because the profile is dropped; a broken one says nothing."""
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(pixels, own, SRGB, outputMode="RGB")
    return pixels.convert("RGB")


def _upright(pixels: PIL.Image.Image, orientation: int) -> PIL.Image.Image:
    return pixels.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else pixels
