"""Arcs over a line: who works with whom. The hub and its ties to the named partners are in signal."""

import random

from .geometry import Point, arc
from .sheet import WIDTH, Sheet

LINE = 520.0
LEFT, RIGHT = 236.0, 964.0


def ties(sheet: Sheet, rng: random.Random, *, arcs: int = 5) -> None:
    """`arcs` is how many are in signal: one for each partner that the story names."""
    count = max(13, arcs // 2 * 2 + 5)  # an odd number: the hub stands in the middle
    places = [(LEFT + (RIGHT - LEFT) * i / (count - 1), LINE) for i in range(count)]
    hub = places[count // 2]
    others = [place for place in places if place != hub]
    named = _named(rng, others, arcs)
    _ground(sheet, rng, places)
    with sheet.ink(sheet.ground.soft) as ink:
        for here, there in _loose(rng, others):
            ink.line(_over(here, there), 1.6, 0.65)
    with sheet.ink(sheet.ground.signal) as ink:
        for place in named:
            ink.line(_over(place, hub), 3.4)
    _nodes(sheet, others, named)
    sheet.target(hub, 20)


def _named(rng: random.Random, others: list[Point], arcs: int) -> list[Point]:
    """Pick the partners on both sides of the hub alike, so that the picture stays balanced."""
    half = len(others) // 2
    left, right = (
        others[: half - 1],
        others[half + 1 :],
    )  # arcs to the hub's neighbours would hide in its glow
    pairs = zip(rng.sample(left, len(left)), rng.sample(right, len(right)), strict=True)
    return [place for pair in pairs for place in pair][:arcs]


def _loose(rng: random.Random, others: list[Point]) -> list[tuple[Point, Point]]:
    pairs = [(here, there) for i, here in enumerate(others) for there in others[i + 1 :]]
    return rng.sample(pairs, len(others) + 8)


def _over(here: Point, there: Point) -> list[Point]:
    return arc(((here[0] + there[0]) / 2, LINE), abs(there[0] - here[0]) / 2, -180, 0)


def _ground(sheet: Sheet, rng: random.Random, places: list[Point]) -> None:
    with sheet.ink(sheet.ground.line) as ink:
        ink.line([(0, LINE), (WIDTH, LINE)], 1.8, 0.7)
    with sheet.ink(sheet.ground.soft) as ink:
        for x, y in places:
            end = y + rng.uniform(30, 130)
            ink.line([(x, y), (x, end)], 1.6, 0.6)
            ink.dot((x, end), 2.6, 0.8)


def _nodes(sheet: Sheet, others: list[Point], named: list[Point]) -> None:
    with sheet.ink(sheet.ground.line) as ink:
        for place in others:
            ink.dot(place, 11.5 if place in named else 8)
    with sheet.ink(sheet.ground.base) as ink:
        for place in others:
            if place not in named:
                ink.dot(place, 5.8)
