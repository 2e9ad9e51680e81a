"""Rockets on a horizon before a low sun, one in signal."""

import random
from dataclasses import dataclass

from .geometry import Point, curve
from .sheet import HEIGHT, WIDTH, Ink, Sheet

HORIZON = 690.0
LEFT, RIGHT = 262.0, 938.0
TALLEST, SMALLEST = 560.0, 200.0


@dataclass(frozen=True)
class Build:
    """A rocket's outline, in shares of its height."""

    width: float
    nose: float  # how much of it is the tapering nose
    head: float = 1.0  # the fairing's width in widths of the body
    stages: tuple[float, ...] = (0.4, 0.7)
    boosters: float = 0.0  # their height
    legs: bool = False


BUILDS = (
    Build(0.085, 0.16, stages=(0.38, 0.62, 0.8)),
    Build(0.080, 0.14, head=1.35, stages=(0.45, 0.72)),
    Build(0.078, 0.16, head=1.25, stages=(0.42, 0.68), boosters=0.40),
    Build(0.080, 0.13, stages=(0.55, 0.72), legs=True),
    Build(0.085, 0.16, head=1.4, stages=(0.40, 0.66), boosters=0.44),
    Build(0.092, 0.12, head=1.2, stages=(0.58, 0.76), legs=True),
)
SLIM = tuple(build for build in BUILDS if not build.boosters)


def lineup(sheet: Sheet, rng: random.Random, *, rockets: int = 7, heights: list[float] | None = None) -> None:
    """`heights` are drawn to scale, where a source gives them; otherwise only an order is meant.

    The one nearest to the middle of the line is in signal.
    """
    shares = [h / max(heights) for h in heights] if heights else _order(rng, rockets)
    middle = (len(shares) - 1) // 2
    step = (RIGHT - LEFT) / max(len(shares) - 1, 1)
    _sun(sheet, rng)
    for i, share in enumerate(shares):
        build = rng.choice(SLIM if i == middle else BUILDS)
        colour = sheet.ground.signal if i == middle else sheet.ground.line
        _rocket(sheet, build, (LEFT + step * i, HORIZON), share * TALLEST, colour)
    _mark(sheet, LEFT + step * middle, HORIZON - shares[middle] * TALLEST)
    _horizon(sheet)


def _order(rng: random.Random, rockets: int) -> list[float]:
    least = SMALLEST / TALLEST
    shares = [least + (1 - least) * (i / max(rockets - 1, 1)) ** 1.2 for i in range(rockets)]
    shares = [share * rng.uniform(0.95, 1) for share in shares]
    return shares if rng.random() < 0.5 else shares[::-1]


def _sun(sheet: Sheet, rng: random.Random) -> None:
    centre = (rng.uniform(0.44, 0.56) * WIDTH, 388)
    sheet.glow(centre, 560, sheet.ground.glow, 0.28)
    with sheet.ink(sheet.ground.glow) as ink:
        ink.dot(centre, 290, 0.36)


def _horizon(sheet: Sheet) -> None:
    with sheet.ink(sheet.ground.deep) as ink:
        ink.shape([(0, HORIZON), (WIDTH, HORIZON), (WIDTH, HEIGHT), (0, HEIGHT)])
    with sheet.ink(sheet.ground.line) as ink:
        ink.line([(0, HORIZON), (WIDTH, HORIZON)], 2)


def _mark(sheet: Sheet, x: float, top: float) -> None:
    with sheet.ink(sheet.ground.signal) as ink:
        ink.line([(x - 52, top - 18), (x + 52, top - 18)], 2.4)


def _rocket(sheet: Sheet, build: Build, foot: Point, height: float, colour: str) -> None:
    x, y = foot
    half = build.width * height / 2
    with sheet.ink(colour) as ink:
        _body(ink, build, x, y, height, half)
        for side in (-1, 1) if build.boosters else ():
            _booster(ink, x + side * half * 1.72, y, build.boosters * height, half * 0.66)
        if build.legs:
            _legs(ink, x, y, height, half)
    with sheet.ink(sheet.ground.glow) as ink:
        for share in build.stages:
            ink.line([(x - half, y - share * height), (x + half, y - share * height)], 2.2)


def _body(ink: Ink, build: Build, x: float, y: float, height: float, half: float) -> None:
    head = half * build.head
    nose = y - height * (1 - build.nose)
    neck = nose + (height * 0.1 if build.head > 1 else 0)
    right = [(x + half, y - 8), (x + half, neck + (head - half) * 1.4), (x + head, neck)]
    right += curve((x + head, nose), (x + head, nose - height * build.nose * 0.72), (x, y - height), steps=24)
    ink.shape([*right, *_mirrored(right, x)])
    for engine in (x - half * 0.55, x, x + half * 0.55):
        bell = [(engine + half * 0.14, y - 9), (engine + half * 0.26, y)]
        ink.shape([*bell, *_mirrored(bell, engine)])


def _booster(ink: Ink, x: float, y: float, height: float, half: float) -> None:
    right = [(x + half, y - 4), (x + half, y - height * 0.8), (x, y - height)]
    ink.shape([*right, *_mirrored(right, x)])


def _legs(ink: Ink, x: float, y: float, height: float, half: float) -> None:
    """Draw folded landing legs, and the fins that steer a stage down."""
    legs = [(x + half * 1.3, y - 6), (x + half, y - height * 0.15)]
    fins = [(x + half * 1.6, y - height * 0.525), (x + half * 1.6, y - height * 0.545)]
    for right in (legs, fins):
        ink.shape([*right, *_mirrored(right, x)])


def _mirrored(right: list[Point], axis: float) -> list[Point]:
    """Return the other side of an outline, in the order that closes it."""
    return [(2 * axis - x, y) for x, y in reversed(right)]
