"""Drawings by program: the same for the same seed, one signal in the middle, data that is drawn and nothing else."""

import io
from functools import cache

import PIL.Image
import pytest
from PIL import ImageChops, ImageColor

from spacenews.images import drawings
from spacenews.images.drawings.grounds import GROUNDS

YEARS = {"2022": "64", "2023": "67", "2024": "68", "2025": "92"}
DATA = {
    "limb": {},
    "ascent": {"crosses": "4", "loss": "yes"},
    "shells": {"train": "18"},
    "tally": YEARS,
    "track": {"inclination": "97.4"},
    "lineup": {},
    "ties": {"arcs": "5"},
}
EACH = dict(zip(DATA, (*GROUNDS, "night"), strict=True))  # each kind once, each ground at least once


def signal(drawing: PIL.Image.Image, ground: str) -> PIL.Image.Image:
    """Return a mask of what has the ground's signal colour, save for the grain."""
    plain = PIL.Image.new("RGB", drawing.size, ImageColor.getrgb(GROUNDS[ground].signal))
    bands = [band.point(lambda v: 255 * (v < 24)) for band in ImageChops.difference(drawing, plain).split()]
    return ImageChops.multiply(ImageChops.multiply(bands[0], bands[1]), bands[2])


def middle(mask: PIL.Image.Image) -> float:
    """Return where the mask's weight lies, in shares of the width."""
    columns = list(mask.convert("F").resize((mask.width, 1), PIL.Image.Resampling.BOX).get_flattened_data())
    return sum(x * weight for x, weight in enumerate(columns)) / sum(columns) / mask.width


def test_there_is_a_kind_and_a_ground_for_each_in_the_design():
    assert set(drawings.KINDS) == set(DATA)
    assert set(GROUNDS) == {"night", "paper", "ember", "ocean", "ochre", "dusk"}


@cache
def drawn(kind: str) -> PIL.Image.Image:
    return drawings.draw(kind, "some-story", EACH[kind], **DATA[kind])


@pytest.mark.parametrize(("kind", "ground"), EACH.items())
def test_a_drawing_is_1200_by_800_with_its_signal_in_the_middle(kind, ground):
    mask = signal(drawn(kind), ground)

    left, _top, right, _bottom = mask.getbbox()
    assert (drawn(kind).size, drawn(kind).mode) == ((1200, 800), "RGB")
    assert 1200 / 6 <= left < right <= 1200 * 5 / 6
    assert 0.40 <= middle(mask) <= 0.62


@pytest.mark.parametrize(("kind", "ground"), EACH.items())
def test_the_same_seed_gives_the_same_bytes(kind, ground):
    assert drawings.draw(kind, "some-story", ground, **DATA[kind]).tobytes() == drawn(kind).tobytes()


def test_another_seed_gives_another_drawing():
    assert drawings.draw("limb", "another-story", EACH["limb"]).tobytes() != drawn("limb").tobytes()


def test_a_drawing_comes_as_a_jpeg_too():
    data = drawings.jpeg("ties", "some-story", "dusk", arcs="5")

    assert data == drawings.jpeg("ties", "some-story", "dusk", arcs=5)
    assert PIL.Image.open(io.BytesIO(data)).size == (1200, 800)


def test_a_tally_has_one_mark_for_each_launch():
    few, many = (
        signal(drawings.draw("tally", "x", "paper", **{"2024": 9, "2025": n}), "paper") for n in (3, 9)
    )

    assert len(rows_of(few)) == len(rows_of(many)) / 3


def rows_of(mask: PIL.Image.Image) -> list[int]:
    """Return where each row of marks begins, from the top."""
    filled = [mask.crop((0, y, mask.width, y + 1)).getbbox() is not None for y in range(mask.height)]
    return [y for y in range(1, mask.height) if filled[y] and not filled[y - 1]]


@pytest.mark.parametrize(
    ("kind", "ground", "data", "words"),
    [
        ("nebula", "night", {}, "no drawing 'nebula'"),
        ("limb", "pink", {}, "no drawing 'limb' on 'pink'"),
        ("limb", "night", {"failures": "2"}, "does not carry this"),
        ("shells", "night", {"train": "many"}, "train must be"),
        ("tally", "night", {}, "launches of each year"),
        ("tally", "night", {"marks": "3"}, "launches of each year"),
    ],
)
def test_what_a_drawing_cannot_show_is_an_error(kind, ground, data, words):
    with pytest.raises(ValueError, match=words):
        drawings.draw(kind, "some-story", ground, **data)
