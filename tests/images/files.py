"""Pictures and what poses as pictures, made here byte by byte."""

import io
import struct
import zlib

import PIL.Image
from django.core.files.uploadedfile import SimpleUploadedFile

SIZE = (600, 400)
RENDITIONS = 7  # of a picture of this size: two widths, a square and a card
RED, BLUE = (200, 30, 30), (30, 30, 200)
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#">
<dc:creator><rdf:Seq><rdf:li>Ana</rdf:li><rdf:li>陈静</rdf:li></rdf:Seq></dc:creator>
<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def plain(size=SIZE, colour=RED, mode="RGB") -> PIL.Image.Image:
    return PIL.Image.new(mode, size, colour)


def encoded(format="JPEG", picture: PIL.Image.Image | None = None, **options) -> bytes:
    out = io.BytesIO()
    (picture or plain()).save(out, format, **options)
    return out.getvalue()


def upload(data: bytes | None = None, name="picture.jpg") -> SimpleUploadedFile:
    file = SimpleUploadedFile("picture", encoded() if data is None else data)
    file._name = name  # as it was sent: the setter would tidy it
    return file


def animated(format: str, frames: int) -> bytes:
    """Return an animation; its frames differ, or the encoder would join them."""
    pictures = [plain((8, 8), (i * 37 % 256, i * 91 % 256, 0)) for i in range(frames)]
    return encoded(format, pictures[0], save_all=True, append_images=pictures[1:], lossless=True)


def png_header_of(width: int, height: int) -> bytes:
    """Return a few bytes that claim to be a PNG of this size."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + _chunk(b"IEND", b"")


def gif_header_of(width: int, height: int) -> bytes:
    data = bytearray(encoded("GIF", plain((8, 8))))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
