"""A globe under a graticule, and around it the planes of a constellation; the first batch in signal."""

import itertools
import math
import random

from .geometry import Point, along_at, over
from .sheet import Ink, Sheet, disc

CENTRE, GLOBE, SHELL = (600.0, 402.0), 240.0, 1.42  # the shell's radius in radii of the globe
SPACING = 4.4  # degrees between satellites of one batch, which fly close behind each other

STEP = 24  # and between those of a plane that is filled

Place = tuple[float, float, float]  # right, up, towards the reader, in radii of the globe


def shells(
    sheet: Sheet, rng: random.Random, *, train: int = 12, planes: int = 8, inclination: float = 53
) -> None:
    """`train` satellites of the first batch fly in one of the planes."""
    view = View(tilt=rng.uniform(18, 30), roll=rng.choice((-1, 1)) * rng.uniform(8, 16))
    middle = along_at(rng.uniform(30, 38), inclination)
    first = min(range(-180, 180), key=lambda node: _off_middle(view.orbit(node, inclination, middle)))
    around = 180 if 80 < inclination < 100 else 360  # planes over the poles would lie on each other
    nodes = [first + around * i / planes for i in range(planes)]
    rings = [[view.orbit(node, inclination, u) for u in range(361)] for node in nodes]
    fleet = [view.orbit(node, inclination, u) for node in nodes[1:] for u in _spread(rng)]
    fleet += [view.orbit(first, inclination, middle + u) for u in _rest(train)]
    batch = [view.orbit(first, inclination, middle + SPACING * (i - (train - 1) / 2)) for i in range(train)]
    _ring_side(sheet, rings, fleet, near=False)
    _globe(sheet, view)
    _ring_side(sheet, rings, fleet, near=True)
    _train(sheet, batch)


def _spread(rng: random.Random) -> list[float]:
    phase = rng.uniform(0, STEP)
    return [phase + u for u in range(0, 360, STEP)]


def _rest(train: int) -> range:
    """Return where in the batch's own plane the others are, counted from the batch's middle."""
    half = round(SPACING * train / 2 + STEP / 2)
    return range(half, 361 - half, STEP)


class View:
    """The reader's place: above the equator by `tilt` degrees, the globe's axis leaning by `roll`."""

    def __init__(self, tilt: float, roll: float):
        self._tilt = math.sin(math.radians(tilt)), math.cos(math.radians(tilt))
        self._roll = math.sin(math.radians(roll)), math.cos(math.radians(roll))

    def place(self, latitude: float, longitude: float, radius: float = 1) -> Place:
        latitude, longitude = math.radians(latitude), math.radians(longitude)
        x = math.cos(latitude) * math.sin(longitude) * radius
        y, z = math.sin(latitude) * radius, math.cos(latitude) * math.cos(longitude) * radius
        (sin, cos), (lean, upright) = self._tilt, self._roll
        y, z = y * cos - z * sin, z * cos + y * sin
        return (x * upright + y * lean, y * upright - x * lean, z)

    def orbit(self, node: float, inclination: float, along: float) -> Place:
        """Return a place on an orbit, `along` degrees after it crossed the equator northwards."""
        latitude, east = over(inclination, along)
        return self.place(latitude, node + east, SHELL)


def _page(place: Place) -> Point:
    return (CENTRE[0] + GLOBE * place[0], CENTRE[1] - GLOBE * place[1])


def _globe(sheet: Sheet, view: View) -> None:
    ground, face = sheet.ground, disc(CENTRE, GLOBE)
    for height in (30, 18, 8):
        with sheet.ink(ground.glow) as ink:
            ink.dot(CENTRE, GLOBE + height, 0.07)
    sheet.image.paste(ground.body, (0, 0), face)
    with sheet.ink(ground.shade, blur=40, within=face) as ink:
        ink.dot((CENTRE[0] - 52, CENTRE[1] + 60), GLOBE * 0.98, 0.85)
    with sheet.ink(ground.soft) as ink:
        for latitude in range(-80, 81, 20):
            _graticule_line(ink, [view.place(latitude, east) for east in range(0, 361, 4)])
        for longitude in range(0, 360, 20):
            _graticule_line(ink, [view.place(latitude, longitude) for latitude in range(-80, 81, 4)])
    with sheet.ink(ground.line) as ink:
        ink.ring(CENTRE, GLOBE, 1.8, 0.9)


def _graticule_line(ink: Ink, places: list[Place]) -> None:
    for here, there in itertools.pairwise(places):
        if here[2] > 0:
            ink.line([_page(here), _page(there)], 1.6, 0.32)


def _side(ink: Ink, places: list[Place], width: float, *, near: bool) -> None:
    """Draw what of a line is on the reader's side of the globe, or on the other, fainter as it is farther."""
    for here, there in itertools.pairwise(places):
        if (here[2] > 0) == near:
            ink.line([_page(here), _page(there)], width, 0.42 + 0.3 * here[2] / SHELL)


def _ring_side(sheet: Sheet, rings: list[list[Place]], fleet: list[Place], *, near: bool) -> None:
    with sheet.ink(sheet.ground.line) as ink:
        for ring in rings:
            _side(ink, ring, 1.7, near=near)
    with sheet.ink(sheet.ground.line) as ink:
        for place in fleet:
            if (place[2] > 0) == near:
                depth = place[2] / SHELL
                ink.dot(_page(place), 3.9 + 1.3 * depth, 0.65 + 0.35 * depth)


def _train(sheet: Sheet, batch: list[Place]) -> None:
    with sheet.ink(sheet.ground.signal, blur=9) as ink:
        for place in batch:
            ink.dot(_page(place), 11, 0.5)
    with sheet.ink(sheet.ground.signal) as ink:
        for place in batch:
            ink.dot(_page(place), 7)


def _off_middle(place: Place) -> float:
    return abs(place[0]) if place[2] > 0 else 9
