"""What a picture file says of itself that is worth keeping: credit, licence, which way is up.

These fields are written by strangers and often broken; one that cannot be read is left out, and the picture stays.
"""

import logging
import unicodedata
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from PIL import ExifTags, IptcImagePlugin
from PIL.Image import Image

logger = logging.getLogger(__name__)

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XMP_CREDIT = ("{http://ns.adobe.com/photoshop/1.0/}Credit", "{http://purl.org/dc/elements/1.1/}creator")
XMP_LICENCE = (
    "{http://creativecommons.org/ns#}license",
    "{http://ns.adobe.com/xap/1.0/rights/}WebStatement",
    "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms",
    "{http://purl.org/dc/elements/1.1/}rights",
)
IPTC_CREDIT, IPTC_LICENCE = ((2, 110), (2, 80)), ((2, 116),)
EXIF_CREDIT, EXIF_LICENCE = (ExifTags.Base.Artist,), (ExifTags.Base.Copyright,)
PNG_CREDIT, PNG_LICENCE = ("Author",), ("Copyright",)
XMP_LIMIT = 256 * 1024
LENGTH = 200


def credit_and_licence(picture: Image) -> tuple[str, str]:
    """Return what XMP, IPTC, EXIF or PNG texts say, in this order; empty where they say nothing."""
    xmp, iptc, exif, texts = (_read(reader, picture) for reader in (_xmp, _iptc, _exif, _texts))
    credit = _first((xmp, XMP_CREDIT), (iptc, IPTC_CREDIT), (exif, EXIF_CREDIT), (texts, PNG_CREDIT))
    licence = _first((xmp, XMP_LICENCE), (iptc, IPTC_LICENCE), (exif, EXIF_LICENCE), (texts, PNG_LICENCE))
    return credit, licence


def orientation(picture: Image) -> int:
    """Return the number of 1 to 8 by which a camera says how it was held."""
    value = _read(Image.getexif, picture).get(ExifTags.Base.Orientation, 1)
    return value if value in range(1, 9) else 1


def _read(reader: Callable[[Image], dict], picture: Image) -> dict:
    try:
        return reader(picture)
    except Exception:  # Pillow's readers raise whatever the broken bytes lead them to
        logger.info("Metadata left out: %s", reader.__name__, exc_info=True)
        return {}


def _first(*fields: tuple[dict, tuple]) -> str:
    for values, names in fields:
        for name in names:
            if text := clean(values.get(name)):
                return text
    return ""


def clean(value: object) -> str:
    """Return a field as one line of text, without what breaks feeds and databases."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
    text = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign for sign in text)
    return " ".join(text.split())[:LENGTH].strip()


def _exif(picture: Image) -> dict:
    """Pillow reads these as Latin-1; cameras and programs write UTF-8."""
    return {tag: _as_utf8(value) for tag, value in picture.getexif().items() if isinstance(value, str)}


def _as_utf8(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _iptc(picture: Image) -> dict:
    found = IptcImagePlugin.getiptcinfo(picture) or {}
    return {field: value[0] if isinstance(value, list) else value for field, value in found.items()}


def _texts(picture: Image) -> dict:
    return getattr(picture, "text", {})


def _xmp(picture: Image) -> dict:
    """Return the first value of each property. A document type is refused: it could declare entities."""
    packet = picture.info.get("xmp", b"")
    text = packet.decode("utf-8") if isinstance(packet, bytes) else packet
    if not text or len(text) > XMP_LIMIT or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return {}
    properties: dict[str, str] = {}
    root = ElementTree.fromstring(text.strip("\0 \n"))  # noqa: S314 without a document type there are no entities
    for description in root.iter(f"{RDF}Description"):
        for name, value in _properties(description):
            properties.setdefault(name, value)
    return properties


def _properties(description: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Yield properties, which stand as attributes, as elements, or as lists in elements."""
    yield from description.attrib.items()
    for element in description:
        texts = [item.text or "" for item in element.iter(f"{RDF}li")]
        yield element.tag, ", ".join(texts) or element.get(f"{RDF}resource") or element.text or ""
