"""Credit and licence are read from a file before everything in it but its pixels is dropped."""

import io
import struct

import PIL.Image
import pytest
from PIL import ExifTags
from PIL.PngImagePlugin import PngInfo

from spacenews.images import encoding
from spacenews.images.decoding import decode
from tests.images.files import XMP, encoded, plain, upload

GPS = {1: "S", 2: (6.0, 12.0, 0.0), 3: "E", 4: (106.0, 49.0, 0.0)}


def exif(**tags) -> PIL.Image.Exif:
    made = PIL.Image.Exif()
    for name, value in tags.items():
        made[ExifTags.Base[name]] = value
    return made


def iptc(**fields: bytes) -> bytes:
    """Return a JPEG with a photo agency's fields: 80 by-line, 110 credit, 116 copyright."""
    records = b"".join(
        struct.pack(">BBBH", 0x1C, 2, int(number[1:]), len(text)) + text for number, text in fields.items()
    )
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records + b"\0" * (len(records) % 2)
    segment = b"Photoshop 3.0\0" + block
    data = encoded()
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


def said(data: bytes, name="a.jpg") -> tuple[str, str]:
    picture = decode(upload(data, name))
    return picture.credit, picture.licence


def png_texts(**texts: str) -> bytes:
    info = PngInfo()
    for name, text in texts.items():
        info.add_text(name, text)
    return encoded("PNG", pnginfo=info)


def test_exif_says_who_made_it_and_under_which_licence():
    data = encoded(exif=exif(Artist="Ana Wijaya", Copyright="CC BY 4.0"))

    assert said(data) == ("Ana Wijaya", "CC BY 4.0")


def test_exif_is_read_as_utf_8_where_it_is():
    data = encoded(exif=exif(Artist="陈静".encode(), Copyright="Åsa".encode()))

    assert said(data) == ("陈静", "Åsa")


def test_an_agency_s_fields_are_read():
    assert said(iptc(_80=b"Ana Wijaya", _110=b"Antara", _116=b"(c) Antara")) == ("Antara", "(c) Antara")
    assert said(iptc(_80=b"Ana Wijaya")) == ("Ana Wijaya", "")


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.avif"])
def test_xmp_is_read_in_each_format_that_has_it(name):
    format = {"jpg": "JPEG"}.get(name[2:], name[2:].upper())
    options = {"xmp": XMP.encode()}
    data = png_xmp() if format == "PNG" else encoded(format, **options)

    assert said(data, name) == ("Ana, 陈静", "https://creativecommons.org/licenses/by/4.0/")


def png_xmp() -> bytes:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP)
    return encoded("PNG", pnginfo=info)


def test_the_texts_of_a_png_are_read():
    assert said(png_texts(Author="Ana", Copyright="CC0"), "a.png") == ("Ana", "CC0")


def test_xmp_counts_before_exif():
    assert said(encoded(xmp=XMP.encode(), exif=exif(Artist="Camera")))[0] == "Ana, 陈静"


@pytest.mark.parametrize(
    "packet",
    [
        '<!DOCTYPE x [<!ENTITY a "Evil">]>' + XMP.replace("Ana", "&a;"),
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + XMP.replace("Ana", "&a;"),
        XMP[:200],
        "\0\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        XMP + " " * 300_000,
    ],
)
def test_xmp_that_is_broken_or_declares_entities_is_left_out_and_the_picture_taken(packet):
    assert said(encoded("WEBP", xmp=packet.encode()), "a.webp") == ("", "")


def test_what_a_file_says_becomes_one_short_line():
    data = encoded(exif=exif(Artist="Ana\nWijaya\t\x01 " + "x" * 300))

    assert said(data)[0].startswith("Ana Wijaya xxx")
    assert len(said(data)[0]) == 200


def test_exif_that_is_broken_is_left_out_and_the_picture_taken():
    data = encoded(exif=exif(Artist="Ana")).replace(
        b"Exif\0\0MM\0*\0\0\0\x08", b"Exif\0\0MM\0*\xff\xff\xff\x08"
    )

    assert said(data) == ("", "")


def dressed(format: str) -> bytes:
    """Return a picture with everything that a file can say beside its pixels."""
    tags = exif(Artist="Secret Person", Copyright="Secret Rights", Make="Secret Camera")
    tags.get_ifd(ExifTags.IFD.GPSInfo).update(GPS)
    if format == "GIF":
        return encoded("GIF", comment=b"Secret comment")
    if format == "PNG":
        info = PngInfo()
        info.add_text("Comment", "Secret comment")
        return encoded("PNG", exif=tags, pnginfo=info, dpi=(300, 300))
    extra = {"comment": "Secret comment"} if format == "JPEG" else {}
    return encoded(format, exif=tags, xmp=XMP.replace("Ana", "Secret").encode(), **extra)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_nothing_but_pixels_is_stored(format):
    data = dressed(format)
    assert b"Secret" in data

    picture = decode(upload(data, f"a.{format.lower()}"))
    stored, _extension = encoding.original(picture)
    renditions = [encoding.rendition(picture.pixels, kind) for kind in ("avif", "jpeg")]

    for made in (stored, *renditions):
        assert b"Secret" not in made
        assert b"Exif\0\0" not in made
        opened = PIL.Image.open(io.BytesIO(made))
        opened.load()
        assert dict(opened.getexif()) == {}
        assert {"exif", "xmp", "comment", "icc_profile", "photoshop"} & set(opened.info) == set()


def test_gps_is_in_the_file_that_the_last_test_sends():
    with PIL.Image.open(upload(dressed("JPEG"))) as opened:
        assert opened.getexif().get_ifd(ExifTags.IFD.GPSInfo)[1] == "S"


def test_a_picture_without_any_words_says_nothing():
    assert said(encoded("PNG", plain((8, 8))), "a.png") == ("", "")
