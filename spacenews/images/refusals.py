"""Sentences that tell an editor why a file is not taken, each an answer to what he can do."""

import re

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

TAKEN = _("JPEG, PNG, WebP, AVIF and GIF are taken.")
SIGNATURES = (  # by the first bytes; the first that fits says what the file is
    (rb"\s*%PDF", _("This is a PDF document, not a picture.")),
    (rb"PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b|.{257}ustar", _("This is an archive, not a picture.")),
    (rb".{4}ftyp(heic|heix|hevc|mif1|msf1)", _("This is a HEIC picture. Export it as JPEG first.")),
    (rb"II\*\0|MM\0\*", _("This is a TIFF picture. Export it as JPEG or PNG first.")),
    (rb"BM|8BPS|\0\0\x01\0|\xff\x0a|\0\0\0\x0cJXL|\0\0\0\x0cjP", _("Pictures of this kind are not taken.")),
    (rb"\s*<(!doctype html|html|head|body|script)\b", _("This is a web page, not a picture.")),
    (rb".*<svg\b", _("This is an SVG drawing, which can hold scripts. Export it as PNG first.")),
)
LOOKED_AT = 1024


class Refused(ValidationError):
    """The file does not become a picture of the library; its message says why."""


def of_what_is_no_picture(start: bytes) -> Refused:
    """Return the refusal of a file that could not be read as a picture, by how it begins."""
    for signature, sentence in SIGNATURES:
        if re.match(signature, start, re.DOTALL | re.IGNORECASE):
            return Refused(format_lazy("{} {}", sentence, TAKEN))
    return Refused(format_lazy("{} {}", _("This is not a picture that can be read."), TAKEN))
