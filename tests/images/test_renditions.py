"""The sizes of a picture: exact, never enlarged, around the focal point, light enough for the pages."""

import PIL.Image
import pytest
from django.core.files.storage import default_storage

from spacenews.images import drawings, encoding, library, renditions
from spacenews.images.models import Image
from tests.images.files import BLUE, RED, encoded, plain, upload

pytestmark = pytest.mark.django_db


def sizes_of(image: Image) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Return the sizes that the files themselves have."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in image.renditions.order_by("width"):
        with default_storage.open(row.file.name) as file, PIL.Image.open(file) as opened:
            assert (opened.format.lower(), opened.size) == (row.format, (row.width, row.height))
        found.setdefault((row.shape, row.format), []).append((row.width, row.height))
    return found


def added(size: tuple[int, int], **fields) -> Image:
    return library.add(upload(encoded("JPEG", plain(size))), **fields)


@pytest.mark.parametrize(
    ("size", "wide", "square", "card"),
    [
        ((2000, 1000), [(480, 240), (960, 480), (1600, 800)], (480, 480), (1200, 630)),
        ((1200, 800), [(480, 320), (960, 640), (1200, 800)], (480, 480), (1200, 630)),
        ((960, 1440), [(480, 720), (960, 1440)], (480, 480), (960, 504)),
        ((300, 200), [(300, 200)], (200, 200), (300, 158)),
        ((481, 481), [(480, 480), (481, 481)], (480, 480), (481, 253)),
        ((3000, 2), [(480, 1), (960, 1), (1600, 1)], (2, 2), (4, 2)),
        ((1, 1), [(1, 1)], (1, 1), (1, 1)),
    ],
)
def test_renditions_have_exact_sizes_and_are_never_enlarged(size, wide, square, card):
    assert sizes_of(added(size)) == {
        ("wide", "avif"): wide,
        ("wide", "jpeg"): wide,
        ("square", "avif"): [square],
        ("square", "jpeg"): [square],
        ("card", "jpeg"): [card],
    }


def halves(size: tuple[int, int], *, across: bool) -> bytes:
    """Return a picture of which one half is red and the other, to the right or below, blue."""
    picture = plain(size, RED)
    picture.paste(BLUE, (size[0] // 2 if across else 0, 0 if across else size[1] // 2, *size))
    return encoded("JPEG", picture)


def colours(image: Image, shape: str) -> set[str]:
    """Return the colours at the four corners of a cut."""
    row = image.renditions.get(shape=shape, format="jpeg")
    with default_storage.open(row.file.name) as file, PIL.Image.open(file) as opened:
        corners = [(2, 2), (row.width - 3, 2), (2, row.height - 3), (row.width - 3, row.height - 3)]
        return {"red" if opened.getpixel(place)[0] > 120 else "blue" for place in corners}


@pytest.mark.parametrize(("focal_x", "seen"), [(0, {"red"}), (0.5, {"red", "blue"}), (1, {"blue"})])
def test_the_square_is_cut_around_the_focal_point(focal_x, seen):
    image = library.add(upload(halves((2000, 800), across=True)), focal_x=focal_x)

    assert colours(image, "square") == seen


@pytest.mark.parametrize(("focal_y", "seen"), [(0, {"red"}), (0.5, {"red", "blue"}), (1, {"blue"})])
def test_the_card_is_cut_around_the_focal_point(focal_y, seen):
    image = library.add(upload(halves((800, 2000), across=False)), focal_y=focal_y)

    assert colours(image, "card") == seen


def test_cuts_get_new_names_when_the_focal_point_moves_and_the_rest_stays():
    image = added((2000, 1000))
    before = {row.file.name: row.shape for row in image.renditions.all()}

    image.focal_x = 0.1
    image.save()
    renditions.make_cuts_again(image)

    after = {row.file.name: row.shape for row in image.renditions.all()}
    assert sorted(before.values()) == sorted(after.values())
    assert {before[name] for name in before.keys() & after.keys()} == {"wide"}
    assert all(default_storage.exists(name) for name in before)


@pytest.mark.parametrize("kind", ["shells", "track", "ascent"])
def test_a_drawing_is_light_enough_for_the_pages(kind):
    drawing = drawings.draw(kind, "weight")

    weights = {
        width: len(encoding.rendition(drawing.resize((width, width * 2 // 3)), "avif"))
        for width in (480, 960)
    }

    assert weights[960] <= 60_000
    assert weights[480] <= 15_000


def test_a_picture_full_of_detail_is_made_light_by_its_quality():
    detail = PIL.Image.effect_noise((240, 160), 80).convert("RGB").resize((960, 640))

    assert 30_000 < len(encoding.rendition(detail, "avif")) <= 60_000
