"""A satellite's track over a graticule: the pass that was, solid; the next, dashed; a station under both."""

import itertools
import math
import random

from .geometry import Point, along_at, arc, over
from .sheet import HEIGHT, WIDTH, Sheet

ACROSS, UP = 5.0, 4.5  # points to a degree of longitude, of latitude
DRIFT = 23.8 / 360  # the Earth turns so far under the track while the satellite goes round by one degree
SWATH = 2.6  # degrees to either side
AHEAD = 230  # points to which the next pass is drawn, so that the signal stays in the middle square


def track(sheet: Sheet, rng: random.Random, *, inclination: float = 66) -> None:
    """`inclination` is the orbit's, in degrees: it bends the track."""
    along = along_at(rng.uniform(14, 30), inclination)
    station = (rng.uniform(0.5, 0.57) * WIDTH, _place(inclination, along, 0)[1])
    shift = station[0] - _place(inclination, along, 0)[0]
    _graticule(sheet)
    with sheet.ink(sheet.ground.soft) as ink:
        for turn in (-3, -2, 2, -1, 1):
            other = _pass(inclination, shift + turn * 360 * DRIFT * ACROSS, -260, 460)
            ink.line(other, 1.6, 0.58 - 0.1 * abs(turn))
    past = _pass(inclination, shift, -260, along)
    with sheet.ink(sheet.ground.glow) as ink:
        ink.shape(_swath(past), 0.16)
    _station(sheet, station)
    with sheet.ink(sheet.ground.line) as ink:
        ink.line(past, 3)
    ahead = _pass(inclination, shift, along, 460)
    _next(sheet, station, [p for p in ahead if abs(p[0] - station[0]) < AHEAD])


def _place(inclination: float, along: float, shift: float) -> Point:
    """Return the place on the page under a satellite, `along` degrees after a node at the page's left end."""
    latitude, east = over(inclination, along)
    turns = round((along - east) / 360) if inclination < 90 else -round((along + east) / 360)
    return (shift + ACROSS * (east + 360 * turns - along * DRIFT), HEIGHT / 2 - UP * latitude)


def _pass(inclination: float, shift: float, start: float, end: float) -> list[Point]:
    steps = 300
    return [_place(inclination, start + (end - start) * i / steps, shift) for i in range(steps + 1)]


def _swath(middle: list[Point]) -> list[Point]:
    left, right = [], []
    for here, there in itertools.pairwise(middle):
        turn = math.atan2(there[1] - here[1], there[0] - here[0])
        aside = (SWATH * ACROSS * math.sin(turn), -SWATH * ACROSS * math.cos(turn))
        left.append((here[0] + aside[0], here[1] + aside[1]))
        right.append((here[0] - aside[0], here[1] - aside[1]))
    return left + right[::-1]


def _graticule(sheet: Sheet) -> None:
    with sheet.ink(sheet.ground.soft) as ink:
        for step in range(-12, 13):
            x, y = WIDTH / 2 + step * 10 * ACROSS, HEIGHT / 2 + step * 10 * UP
            ink.line([(x, 0), (x, HEIGHT)], 1.6, 0.22)
            ink.line([(0, y), (WIDTH, y)], 1.6, 0.22)
    with sheet.ink(sheet.ground.line) as ink:
        ink.line([(0, HEIGHT / 2), (WIDTH, HEIGHT / 2)], 1.8, 0.5)


def _station(sheet: Sheet, station: Point) -> None:
    """Draw rings of equal distance, as wide as the graticule makes them at this latitude."""
    wide = 1 / math.cos(math.radians((HEIGHT / 2 - station[1]) / UP))
    sheet.glow(station, 150, sheet.ground.glow, 0.22)
    with sheet.ink(sheet.ground.line) as ink:
        for degrees, opacity in ((9, 0.9), (17, 0.7), (25, 0.5)):
            ring = arc((0, 0), degrees, 0, 360)
            ink.line([(station[0] + x * ACROSS * wide, station[1] + y * UP) for x, y in ring], 1.6, opacity)


def _next(sheet: Sheet, station: Point, ahead: list[Point]) -> None:
    with sheet.ink(sheet.ground.signal) as ink:
        ink.dashes(ahead, 3, 1, 13, 9)
    sheet.target(station, 13)
