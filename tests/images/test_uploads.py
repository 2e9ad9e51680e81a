"""What is taken into the library, what is refused, and with which words."""

import gzip
import io
import subprocess
import sys
import tarfile
import zipfile

import PIL.Image
import pytest
from PIL import ImageCms

from spacenews.images import encoding
from spacenews.images.decoding import decode
from spacenews.images.refusals import Refused
from tests.images.files import (
    BLUE,
    RED,
    SIZE,
    animated,
    encoded,
    gif_header_of,
    plain,
    png_header_of,
    upload,
)

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj"
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}


def archive(kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("../../evil.html", HTML)
    else:
        with tarfile.open(fileobj=out, mode="w") as packed:
            packed.addfile(tarfile.TarInfo("evil"))
    return out.getvalue()


def cut(format: str, **options) -> bytes:
    data = encoded(format, PIL.Image.effect_noise((200, 200), 60).convert("RGB"), **options)
    return data[: len(data) * 2 // 3]


def broken_png() -> bytes:
    data = bytearray(encoded("PNG", PIL.Image.effect_noise((200, 200), 60)))
    data[len(data) // 2] ^= 0xFF
    return bytes(data)


NO_PICTURES = {
    "an SVG": (SVG, "drawing.svg", "SVG drawing"),
    "an SVG named as a PNG": (SVG, "drawing.png", "SVG drawing"),
    "an SVG behind a comment": (
        b"<!-- " + b"x" * 200 + b" -->\n<SVG onload=alert(1)>",
        "a.jpg",
        "SVG drawing",
    ),
    "a packed SVG": (gzip.compress(SVG), "drawing.svgz", "archive"),
    "a PDF": (PDF, "report.pdf", "PDF document"),
    "a PDF named as a JPEG": (b"\n\n" + PDF, "report.jpg", "PDF document"),
    "a web page": (HTML, "page.html", "web page"),
    "a web page named as a GIF": (HTML, "page.gif", "web page"),
    "a script": (b"<script src=//evil.example></script>", "a.jpg", "web page"),
    "a text": (b"alert(document.cookie)", "a.jpg", "not a picture"),
    "a PHP program": (b"<?php system($_GET['c']); ?>", "a.jpg", "not a picture"),
    "a GIF that is a script": (b"GIF89a/*\n*/=1;alert(1)//", "a.gif", "not a picture|damaged|too large"),
    "a zip": (archive("zip"), "pictures.zip", "archive"),
    "a zip named as a PNG": (archive("zip"), "pictures.png", "archive"),
    "a tar": (archive("tar"), "pictures.tar", "archive"),
    "a rar": (b"Rar!\x1a\x07\x01\x00" + b"\0" * 50, "a.jpg", "archive"),
    "a 7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "a.jpg", "archive"),
    "a program for Windows": (b"MZ\x90\0" + b"\0" * 200, "a.jpg", "not a picture"),
    "a program for Linux": (b"\x7fELF\x02\x01\x01" + b"\0" * 200, "a.jpg", "not a picture"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "a.jpg", "not a picture"),
    "a HEIC of a phone": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 90, "a.jpg", "HEIC"),
    "a TIFF": (encoded("TIFF", plain((8, 8))), "a.jpg", "TIFF"),
    "a BMP": (encoded("BMP", plain((8, 8))), "a.png", "of this kind"),
    "an icon": (encoded("ICO", plain((16, 16))), "a.png", "of this kind"),
    "a Photoshop file": (b"8BPS\0\x01" + b"\0" * 60, "a.jpg", "of this kind"),
    "a JPEG 2000": (encoded("JPEG2000", plain((32, 32))), "a.jpg", "of this kind"),
    "a picture in text": (b"P3\n1 1\n255\n255 0 0\n", "a.png", "not a picture"),
    "a film": (b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2" + b"\0" * 90, "a.jpg", "not a picture"),
    "nothing": (b"", "a.jpg", "not a picture"),
    "one byte": (b"\xff", "a.jpg", "not a picture"),
    "the beginning of a JPEG": (encoded()[:20], "a.jpg", "not a picture|damaged"),
    "a JPEG that ends early": (cut("JPEG"), "a.jpg", "damaged"),
    "a PNG that ends early": (cut("PNG"), "a.png", "damaged"),
    "a WebP that ends early": (cut("WEBP", lossless=True), "a.webp", "not a picture|damaged"),
    "an AVIF that ends early": (cut("AVIF"), "a.avif", "not a picture|damaged"),
    "a GIF that ends early": (cut("GIF"), "a.gif", "damaged"),
    "a PNG with a flipped bit": (broken_png(), "a.png", "damaged"),
    "a bomb of a PNG": (png_header_of(60_000, 60_000), "a.png", "too large"),
    "a smaller bomb of a PNG": (png_header_of(7_000, 6_000), "a.png", "too large"),
    "a strip of a PNG": (png_header_of(20_001, 10), "a.png", "too large"),
    "a bomb of a GIF": (gif_header_of(65_000, 65_000), "a.gif", "too large"),
    "a GIF of 101 frames": (animated("GIF", 101), "a.gif", "100 frames"),
    "a PNG of 101 frames": (animated("PNG", 101), "a.png", "100 frames"),
    "a WebP of 101 frames": (animated("WEBP", 101), "a.webp", "100 frames"),
    "a WebP that takes too much memory": (encoded("WEBP", plain((4_000, 4_000))), "a.webp", "million pixels"),
    "more than 20 MB": (encoded() + b"\0" * 20 * 1024 * 1024, "a.jpg", "20 MB"),
    "a PNG named as a JPEG": (encoded("PNG"), "a.jpg", r"PNG .* \.png"),
    "a JPEG named as a PNG": (encoded("JPEG"), "a.png", r"JPEG .* \.jpg"),
    "a GIF named as a WebP": (encoded("GIF"), "a.webp", r"GIF .* \.gif"),
}
HOSTILE_NAMES = (
    *(
        "a.jpg.php",
        "a.php",
        "a.phtml",
        "a.jpg.html",
        "a.svg",
        "a.htm",
        ".htaccess",
        "a",
        "",
        "a.jpg.",
        "a.jpg ",
    ),
    *(
        "a.jpg\0",
        "a.jpg\0.php",
        "a.jpg%00.php",
        "a.jpg;.php",
        "a.jpg/x",
        "a.jpg:stream",
        "a.php\u202egpj.",
        "a.ｊｐｇ",
    ),
)


def sentence(refused) -> str:
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(("data", "name", "words"), NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_fit_picture_is_refused_with_a_sentence(data, name, words):
    with pytest.raises(Refused, match=words):
        decode(upload(data, name))


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_that_does_not_end_as_the_format_does_is_refused(name):
    with pytest.raises(Refused) as refused:
        decode(upload(name=name))

    assert sentence(refused) == "This is a JPEG picture, but its name does not end in .jpg."


@pytest.mark.parametrize(
    "name", ["a.jpg", "A.JPEG", "../../a.jpg", "a.php.jpg", "大河.jpg", "x" * 300 + ".jpg"]
)
def test_a_name_may_be_anything_that_ends_as_the_format_does(name):
    assert decode(upload(name=name)).pixels.size == SIZE


@pytest.mark.parametrize(("name", "format"), FORMATS.items())
def test_five_formats_are_taken(name, format):
    picture = decode(upload(encoded(format), f"a.{name}"))

    assert picture.pixels.size == SIZE
    assert picture.pixels.mode == "RGB"


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_taken(format):
    picture = decode(upload(animated(format, 100), f"a.{format.lower()}"))

    assert max(picture.pixels.getpixel((0, 0))) < 12


def test_of_several_pictures_in_one_jpeg_the_first_is_taken():
    both = encoded("MPO", plain((64, 48)), save_all=True, append_images=[plain((64, 48), BLUE)])

    picture = decode(upload(both, "a.jpg"))

    assert picture.pixels.getpixel((0, 0)) == pytest.approx(RED, abs=3)


def test_of_a_huge_second_picture_in_a_jpeg_nothing_is_read():
    both = encoded("MPO", plain((64, 48)), save_all=True, append_images=[plain((9_000, 9_000), BLUE)])

    assert decode(upload(both, "a.jpg")).pixels.size == (64, 48)


def test_bytes_behind_the_picture_are_dropped():
    stored, _extension = encoding.original(decode(upload(encoded() + HTML)))

    assert b"script" not in stored


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_the_camera_was_held(orientation):
    upright = plain((60, 40))
    upright.paste(BLUE, (0, 0, 30, 20))  # the upper left quarter
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that a camera's sensor made
    held = upright.transpose(turns[orientation]) if orientation > 1 else upright

    pixels = decode(upload(encoded("JPEG", held, exif=exif, quality=95, subsampling=0))).pixels

    assert pixels.size == (60, 40)
    assert [pixels.getpixel(place)[2] > 150 for place in ((8, 8), (50, 8), (8, 32), (50, 32))] == [
        True,
        *[False] * 3,
    ]


@pytest.mark.parametrize("size", [(4000, 3000), (6000, 4000), (8000, 5000), (2001, 6301)])
def test_a_large_photograph_is_halved_until_it_has_twelve_million_pixels(size):
    pixels = decode(upload(encoded("JPEG", plain(size)))).pixels

    assert 3_000_000 < pixels.width * pixels.height <= 12_600_000
    assert pixels.width / pixels.height == pytest.approx(size[0] / size[1], rel=0.002)


def test_what_was_transparent_becomes_white():
    for mode, colour in (("RGBA", (9, 9, 9, 0)), ("LA", (9, 0))):
        data = encoded("PNG", plain((20, 20), colour, mode))

        assert decode(upload(data, "a.png")).pixels.getpixel((3, 3)) == (255, 255, 255)


def test_sixteen_bits_of_grey_become_eight_and_are_not_cut():
    pixels = decode(upload(encoded("PNG", plain((20, 20), 40_000, "I;16")), "a.png")).pixels

    assert pixels.getpixel((3, 3)) == (156, 156, 156)


def test_four_inks_become_three_colours():
    pixels = decode(upload(encoded("JPEG", plain((20, 20), (0, 255, 255, 0), "CMYK")))).pixels

    assert pixels.mode == "RGB"
    assert pixels.getpixel((3, 3))[0] > 200


def test_a_colour_profile_is_applied_before_it_is_dropped():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"tmp ").replace(b"bXYZ", b"rXYZ").replace(b"tmp ", b"bXYZ")

    same, other, broken = (
        decode(upload(encoded("PNG", icc_profile=profile), "a.png")).pixels
        for profile in (srgb, swapped, b"\0" * 400)
    )

    assert same.info == other.info == broken.info == {}
    assert same.getpixel((0, 0)) == pytest.approx(RED, abs=2)
    assert other.getpixel((0, 0))[2] > other.getpixel((0, 0))[0]
    assert broken.getpixel((0, 0)) == RED


LARGE = {
    "a.png": lambda: encoded("PNG", plain((8000, 5000))),
    "b.jpg": lambda: encoded("JPEG", plain((8000, 5000)), progressive=True),
    "c.webp": lambda: encoded("WEBP", plain((4200, 3100)), method=0),
}


@pytest.mark.parametrize("name", LARGE)
def test_the_largest_pictures_take_less_than_300_mb(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(LARGE[name]())
    program = r"""
import django, re, sys
django.setup()
from spacenews.images import encoding
from spacenews.images.decoding import decode
with open(sys.argv[1], "rb") as file:
    encoding.original(decode(file))
with open("/proc/self/status") as status:  # getrusage would begin with what the tests themselves take
    print(int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]) // 1024)
"""

    run = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)

    assert 50 < int(run.stdout) < 270  # the rest is for what a server holds besides
