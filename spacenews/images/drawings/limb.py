"""A planet's limb under seven bands of atmosphere, tilted orbits, one craft with its trail."""

import math
import random

from PIL import ImageChops

from .geometry import Point, arc
from .sheet import HEIGHT, WIDTH, Sheet, disc, spot

BANDS = 7
CENTRE, RADIUS = (500.0, 935.0), 620.0


def limb(sheet: Sheet, rng: random.Random, *, orbits: int = 3) -> None:
    """`orbits` is how many cross the planet; the craft is on the lowest."""
    light = math.radians(rng.uniform(-56, -46))  # where the sun stands, seen from the planet's centre
    lit = spot(_on_limb(light), 900)
    _stars(sheet, rng)
    _planet(sheet, light)
    _atmosphere(sheet, lit)
    craft, *others = _orbits(rng, orbits)
    for orbit in (craft, *others):
        orbit.draw(sheet)
    _companions(sheet, rng, others)
    _craft(sheet, craft, rng.uniform(0.50, 0.56) * WIDTH)
    if rng.random() < 0.5:
        sheet.mirror()


class Orbit:
    """A circle around the planet, seen from below its plane: the near side crosses the planet's face."""

    def __init__(self, size: float, tilt: float, roll: float):
        self.size, self.tilt, self.roll = size * RADIUS, tilt, math.radians(roll)

    def at(self, degrees: float) -> Point:
        """Return the place at an angle that runs from the right tip (0) over the near side (90)."""
        along = self.size * math.cos(math.radians(degrees))
        across = -self.size * self.tilt * math.sin(math.radians(degrees))
        cos, sin = math.cos(self.roll), math.sin(self.roll)
        return (CENTRE[0] + along * cos - across * sin, CENTRE[1] + along * sin + across * cos)

    def points(self, start: float, end: float, steps: int = 160) -> list[Point]:
        return [self.at(start + (end - start) * i / steps) for i in range(steps + 1)]

    def angle_at(self, x: float) -> float:
        """Return the angle on the near side at which the orbit is nearest to `x`."""
        return min((d / 4 for d in range(80, 640)), key=lambda d: abs(self.at(d)[0] - x))

    def draw(self, sheet: Sheet) -> None:
        ground = sheet.ground
        with sheet.ink(ground.soft) as ink:
            for part in _outside(self.points(-180, 0)):
                ink.line(part, 1.6, 0.45)
        with sheet.ink(ground.soft) as ink:
            ink.line(self.points(0, 180), 1.8, 0.95)


def _orbits(rng: random.Random, count: int) -> list[Orbit]:
    roll, tilt = rng.uniform(-25, -19), rng.uniform(0.40, 0.46)
    return [Orbit(1.16 + 0.15 * i + 0.02 * i**2, tilt, roll + 0.8 * i) for i in range(count)]


def _outside(points: list[Point]) -> list[list[Point]]:
    """Cut out of a line what the planet hides."""
    parts, part = [], []
    for point in points:
        if math.dist(point, CENTRE) > RADIUS:
            part.append(point)
        elif part:
            parts, part = [*parts, part], []
    return [p for p in [*parts, part] if len(p) > 1]


def _on_limb(angle: float) -> Point:
    return (CENTRE[0] + RADIUS * math.cos(angle), CENTRE[1] + RADIUS * math.sin(angle))


def _stars(sheet: Sheet, rng: random.Random) -> None:
    with sheet.ink(sheet.ground.line) as ink:
        for _ in range(150):
            size = rng.random() ** 3
            ink.dot((rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT)), 0.8 + 1.2 * size, 0.25 + 0.65 * size)


def _planet(sheet: Sheet, light: float) -> None:
    ground, face = sheet.ground, disc(CENTRE, RADIUS)
    sheet.image.paste(ground.body, (0, 0), face)
    for away, size, blur in ((150, 1.01, 60), (85, 0.99, 34)):
        dark = (CENTRE[0] - away * math.cos(light), CENTRE[1] - away * math.sin(light))
        with sheet.ink(ground.shade, blur=blur, within=face) as ink:
            ink.dot(dark, RADIUS * size, 0.72)


def _atmosphere(sheet: Sheet, lit) -> None:
    outside = disc(CENTRE, RADIUS).point(lambda v: 255 - v)
    sky = ImageChops.multiply(outside, lit.point(lambda v: 70 + v * 185 / 255))
    for band in range(BANDS):
        with sheet.ink(sheet.ground.glow, within=sky) as ink:
            ink.dot(CENTRE, RADIUS + 7 + 7 * band + 1.6 * band**2, 0.12)
    with sheet.ink(sheet.ground.line) as ink:
        ink.line(arc(CENTRE, RADIUS, -180, 0, 400), 1.6, 0.3)
    with sheet.ink(sheet.ground.line, within=lit) as ink:
        ink.line(arc(CENTRE, RADIUS, -180, 0, 400), 3)


def _companions(sheet: Sheet, rng: random.Random, orbits: list[Orbit]) -> None:
    with sheet.ink(sheet.ground.line) as ink:
        for orbit in orbits:
            for x in (rng.uniform(0.22, 0.44), rng.uniform(0.68, 0.8)):
                ink.dot(orbit.at(orbit.angle_at(x * WIDTH)), 4.5)


def _craft(sheet: Sheet, orbit: Orbit, x: float) -> None:
    angle = orbit.angle_at(x)
    place = orbit.at(angle)
    sheet.glow(place, 46, sheet.ground.signal)
    with sheet.ink(sheet.ground.signal) as ink:
        ink.fading(orbit.points(angle + 30, angle, 90), 6.5, 1)
        ink.dot(place, 10)
