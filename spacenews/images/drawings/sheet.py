"""The sheet that a drawing is made on: Pillow's shapes with smooth edges, in points of a 1200×800 page."""

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .geometry import Point, dashed
from .grounds import Ground

WIDTH, HEIGHT = 1200, 800
FINE = 4  # masks are drawn this many times larger and reduced: Pillow's own edges are jagged
GRAIN = 0.02


class Sheet:
    """A page that takes one colour after another, each through a mask."""

    def __init__(self, ground: Ground):
        self.ground = ground
        self.image = Image.new("RGB", (WIDTH, HEIGHT), ground.deep)
        self.image.paste(ground.base, (0, 0), Image.linear_gradient("L").resize((WIDTH, HEIGHT)))

    @contextmanager
    def ink(self, colour: str, *, blur: float = 0, within: Image.Image | None = None) -> Iterator["Ink"]:
        """Draw with one colour; `blur` softens what was drawn, `within` is a mask that it stays inside."""
        ink = Ink()
        yield ink
        mask = ink.mask.reduce(FINE)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur))
        if within:
            mask = ImageChops.multiply(mask, within)
        self.image.paste(colour, (0, 0), mask)

    def glow(self, centre: Point, radius: float, colour: str, strength: float = 0.8) -> None:
        self.image.paste(colour, (0, 0), spot(centre, radius).point(lambda v: v * v / 255 * strength))

    def target(self, centre: Point, radius: float) -> None:
        """Draw the thing in signal that the picture is about: a disc with a bright heart and a glow."""
        self.glow(centre, radius * 3.6, self.ground.signal, 0.5)
        with self.ink(self.ground.signal) as ink:
            ink.dot(centre, radius)
        with self.ink(self.ground.line) as ink:
            ink.dot(centre, radius * 0.35)

    def mirror(self) -> None:
        self.image = self.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)

    def grain(self, rng: random.Random) -> Image.Image:
        """Return the page under a film grain of two percent, which also hides the steps of dark gradients."""
        noise = Image.frombytes("L", (WIDTH, HEIGHT), rng.randbytes(WIDTH * HEIGHT))
        spread = GRAIN * math.sqrt(12)  # an even spread of this width has the standard deviation GRAIN
        noise = noise.point(lambda v: 128 + (v - 127.5) * spread)
        return ImageChops.add(self.image, Image.merge("RGB", (noise,) * 3), offset=-128)


class Ink:
    """One colour being drawn. Opacity runs from 0 to 1; what is drawn later lies over what came before."""

    def __init__(self):
        self.mask = Image.new("L", (WIDTH * FINE, HEIGHT * FINE), 0)
        self._draw = ImageDraw.Draw(self.mask)

    def line(self, points: Sequence[Point], width: float = 1.6, opacity: float = 1.0) -> None:
        self._draw.line(_fine(points), _grey(opacity), max(1, round(width * FINE)), joint="curve")

    def dashes(self, points: Sequence[Point], width: float, opacity: float, on: float, off: float) -> None:
        for part in dashed(points, on, off):
            self.line(part, width, opacity)

    def fading(self, points: Sequence[Point], width: float, opacity: float, *, start: float = 0.0) -> None:
        """Draw a line that grows from a share `start` of its width and opacity to the whole of both."""
        last = len(points) - 1
        for i, pair in enumerate(itertools.pairwise(points)):
            share = start + (1 - start) * (i + 1) / last
            self.line(pair, width * share, opacity * share)

    def dot(self, centre: Point, radius: float, opacity: float = 1.0) -> None:
        self._draw.ellipse(_box(centre, radius), _grey(opacity))

    def ring(self, centre: Point, radius: float, width: float = 1.6, opacity: float = 1.0) -> None:
        outer = _box(centre, radius + width / 2)
        self._draw.ellipse(outer, None, _grey(opacity), max(1, round(width * FINE)))

    def cross(self, centre: Point, size: float, width: float = 2.0, opacity: float = 1.0) -> None:
        x, y = centre
        self.line([(x - size, y - size), (x + size, y + size)], width, opacity)
        self.line([(x - size, y + size), (x + size, y - size)], width, opacity)

    def shape(self, points: Sequence[Point], opacity: float = 1.0) -> None:
        self._draw.polygon(_fine(points), _grey(opacity))


def disc(centre: Point, radius: float) -> Image.Image:
    """Return the mask of a disc, at the page's own size."""
    ink = Ink()
    ink.dot(centre, radius)
    return ink.mask.reduce(FINE)


def spot(centre: Point, radius: float) -> Image.Image:
    """Return a mask that is full at the centre and fades evenly to nothing at the radius."""
    mask = Image.new("L", (WIDTH, HEIGHT), 0)
    size = round(radius * 2)
    fade = Image.radial_gradient("L").point(lambda v: 255 - v * math.sqrt(2))  # white in the corners only
    fade = fade.resize((size, size), Image.Resampling.BICUBIC)
    mask.paste(fade, (round(centre[0] - radius), round(centre[1] - radius)))
    return mask


def _fine(points: Sequence[Point]) -> list[Point]:
    return [(x * FINE, y * FINE) for x, y in points]


def _box(centre: Point, radius: float) -> list[float]:
    x, y = centre
    return [(x - radius) * FINE, (y - radius) * FINE, (x + radius) * FINE, (y + radius) * FINE]


def _grey(opacity: float) -> int:
    return round(255 * opacity)
