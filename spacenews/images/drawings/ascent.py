"""A gravity turn over lines of altitude: what flew is solid, what fell is dashed, what was lost a cross."""

import math
import random

from .geometry import Point, arc, curve
from .sheet import Ink, Sheet, disc

PLANET, RADIUS = (600.0, 3170.0), 2490.0
PAD = (290.0, 701.0)
STEPS = 160
SEPARATIONS = (0.40, 0.68)  # where on the path a stage is let go


def ascent(sheet: Sheet, rng: random.Random, *, crosses: int = 0, loss: bool = False) -> None:
    """`crosses` earlier flights were lost; with `loss` this one was too, and the rest is what was planned."""
    path = curve(PAD, (PAD[0] + 4, 345), (450 + rng.uniform(-20, 20), 128), (742, 126), steps=STEPS)
    flown = round(len(path) * rng.uniform(0.72, 0.78)) if loss else len(path)
    _sky(sheet)
    _earth(sheet)
    _earlier(sheet, rng, crosses)
    _stages(sheet, path[:flown])
    _flight(sheet, path, flown)


def _sky(sheet: Sheet) -> None:
    for height in (150, 95, 52, 22):
        with sheet.ink(sheet.ground.glow) as ink:
            ink.dot(PLANET, RADIUS + height, 0.07)
    with sheet.ink(sheet.ground.soft) as ink:
        for step in range(11):
            height = 16 + 13 * step + 4.9 * step**2
            ink.line(arc(PLANET, RADIUS + height, -106, -74), 1.6, 0.40 - 0.022 * step)


def _earth(sheet: Sheet) -> None:
    ground, face = sheet.ground, disc(PLANET, RADIUS)
    sheet.image.paste(ground.body, (0, 0), face)
    with sheet.ink(ground.shade, blur=30, within=face) as ink:
        ink.dot((PLANET[0] - 30, PLANET[1] + 70), RADIUS + 10, 0.75)
    with sheet.ink(ground.line) as ink:
        ink.line(arc(PLANET, RADIUS, -106, -74), 1.8, 0.8)
        _pad(ink)


def _pad(ink: Ink) -> None:
    x, y = PAD
    ink.line([(x - 15, y + 3), (x - 15, y - 58)], 1.8)
    ink.line([(x - 21, y + 3), (x - 21, y - 50)], 1.8)
    for rung in range(6):
        ink.line([(x - 21, y - 2 - 9 * rung), (x - 15, y - 7 - 9 * rung)], 1.2, 0.8)
    ink.line([(x - 15, y - 46), (x - 5, y - 46)], 1.6)
    ink.line([(x - 28, y + 3), (x + 16, y + 1)], 3)


def _earlier(sheet: Sheet, rng: random.Random, crosses: int) -> None:
    x, y = PAD
    with sheet.ink(sheet.ground.line) as ink:
        for i in range(crosses):
            reach = 118 + 300 * (i + rng.uniform(0.2, 0.8)) / max(crosses, 3)
            height = 395 - 0.42 * reach + rng.uniform(-24, 24)
            end = (x + reach, y - height)
            ink.line(curve(PAD, (x + 3, y - 0.62 * height), (x + 0.45 * reach, y - height), end), 1.7, 0.75)
            ink.cross(end, 8, 2.2)


def _stages(sheet: Sheet, path: list[Point]) -> None:
    """Mark where stages are let go, and how they fall back."""
    with sheet.ink(sheet.ground.line) as ink:
        for share in SEPARATIONS:
            (x, y), ahead = (path[min(round(STEPS * share) + i, len(path) - 1)] for i in (0, 2))
            along = math.atan2(ahead[1] - y, ahead[0] - x)
            reach = 130 + 120 * share
            top = (x + 0.45 * reach * math.cos(along), y + 0.45 * reach * math.sin(along))
            foot = (x + reach, PLANET[1] - math.sqrt(RADIUS**2 - (x + reach - PLANET[0]) ** 2))
            ink.dashes(curve((x, y), top, (foot[0] - 6, y + 60), foot), 1.7, 0.8, 8, 8)
            right, down = -17 * math.sin(along), 17 * math.cos(along)
            ink.line([(x - right, y - down), (x + right, y + down)], 2.4)


def _flight(sheet: Sheet, path: list[Point], flown: int) -> None:
    ground, head, end = sheet.ground, path[flown - 1], path[-1]
    bearing = math.degrees(math.atan2(end[1] - PLANET[1], end[0] - PLANET[0]))
    with sheet.ink(ground.soft) as ink:
        ink.dashes([*path[flown - 1 :], *arc(PLANET, math.dist(end, PLANET), bearing, -74)], 2, 1, 10, 9)
    with sheet.ink(ground.signal) as ink:
        ink.fading(path[:flown], 6.5, 1, start=0.45)
    if head == end:
        sheet.target(head, 13)
    else:
        sheet.glow(head, 60, ground.signal, 0.4)
        with sheet.ink(ground.signal) as ink:
            ink.cross(head, 14, 6)
