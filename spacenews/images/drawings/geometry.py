"""Lines as points on the page, and orbits over a turning Earth."""

import itertools
import math
from collections.abc import Iterator, Sequence

Point = tuple[float, float]


def dashed(points: Sequence[Point], on: float, off: float) -> Iterator[list[Point]]:
    """Yield the dashes of a line, measured along it."""
    part, left, drawing = [points[0]], on, True
    for here, there in itertools.pairwise(points):
        length = math.dist(here, there)
        gone = 0.0
        while length - gone > left:
            gone += left
            cut = _between(here, there, gone / length)
            if drawing:
                yield [*part, cut]
            part, drawing = [cut], not drawing
            left = on if drawing else off
        left -= length - gone
        part.append(there)
    if drawing and len(part) > 1:
        yield part


def curve(*poles: Point, steps: int = 80) -> list[Point]:
    """Return a Bézier curve from the first pole to the last, bending to the others."""
    return [_bezier(poles, i / steps) for i in range(steps + 1)]


def _bezier(poles: Sequence[Point], share: float) -> Point:
    while len(poles) > 1:
        poles = [_between(here, there, share) for here, there in itertools.pairwise(poles)]
    return poles[0]


def arc(centre: Point, radius: float, start: float, end: float, steps: int = 120) -> list[Point]:
    """Return a part of a circle; angles in degrees, clockwise from the right as the page runs down."""
    angles = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in angles]


def _between(here: Point, there: Point, share: float) -> Point:
    return (here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share)


def over(inclination: float, along: float) -> tuple[float, float]:
    """Return the latitude under an orbit, and the degrees east of its node."""
    incline, along = math.radians(inclination), math.radians(along)
    latitude = math.asin(math.sin(incline) * math.sin(along))
    east = math.atan2(math.cos(incline) * math.sin(along), math.cos(along))
    return math.degrees(latitude), math.degrees(east)


def along_at(latitude: float, inclination: float) -> float:
    """Return how far along its orbit a satellite reaches a latitude, or nearly its highest."""
    share = math.sin(math.radians(latitude)) / math.sin(math.radians(inclination))
    return math.degrees(math.asin(min(share, 0.95)))
