"""Where the nodes of a drawing stand: pushed apart by each other, drawn together by their ties. No chance is in it."""

from collections.abc import Hashable, Iterable
from math import cos, hypot, pi, sin, sqrt

Key = Hashable
Place = tuple[float, float]
Line = tuple[Key, Key]

GOLDEN = pi * (3 - sqrt(5))
WIDTH = 700  # px, the narrowest that a network is drawn; wider ones only stretch it
APART = 26  # px between two nodes: each can be hit by a finger
ROUNDS, FEWER_ROUNDS, PASSES = 160, 30, 40
PULL_IN = 0.05  # of the way to the middle, in each turn
FAR = 2.4  # times the ideal distance: from there on nothing is pushed


def height_of(count: int) -> int:
    """Return how high so many nodes are drawn, in px."""
    return min(760, max(280, 160 + 4 * count))


def settled(keys: list[Key], lines: list[Line], height: int, rounds: int) -> dict[Key, Place]:
    """Return a place from 0 to 1 for each, which reads well from WIDTH on; the first keys begin in the middle."""
    width = WIDTH
    x, y = _spiral(len(keys), width, height)
    number = {key: place for place, key in enumerate(keys)}
    pairs = [(number[a], number[b]) for a, b in lines if a in number and b in number]
    ideal = 0.8 * sqrt(width * height / max(1, len(keys)))
    for turn in range(rounds):
        heat = ideal * (1 - turn / rounds)
        _move(x, y, _forces(x, y, pairs, ideal, (width / 2, height / 2)), heat, width, height)
    _part(x, y, width, height)
    return {key: (round(x[at] / width, 4), round(y[at] / height, 4)) for key, at in number.items()}


def _spiral(count: int, width: float, height: float) -> tuple[list[float], list[float]]:
    """Return where they begin: evenly over an ellipse, as the seeds of a sunflower."""
    reach = [sqrt((at + 0.5) / max(1, count)) * 0.48 for at in range(count)]
    x = [width * (0.5 + far * cos(at * GOLDEN)) for at, far in enumerate(reach)]
    y = [height * (0.5 + far * sin(at * GOLDEN)) for at, far in enumerate(reach)]
    return x, y


def _forces(x: list[float], y: list[float], pairs: list, ideal: float, middle: Place) -> tuple[list, list]:
    """Return how each is pushed by all others, pulled by its ties, and held near the middle."""
    push_x = [(middle[0] - at) * PULL_IN for at in x]
    push_y = [(middle[1] - at) * PULL_IN * middle[0] / middle[1] for at in y]
    square, far = ideal * ideal, (FAR * ideal) ** 2
    for a in range(len(x)):
        ax, ay, sum_x, sum_y = x[a], y[a], 0.0, 0.0
        for b in range(a):
            dx, dy = ax - x[b], ay - y[b]
            distance = dx * dx + dy * dy
            if distance > far:
                continue
            force = square / (distance + 0.01)
            fx, fy = dx * force, dy * force
            sum_x, sum_y = sum_x + fx, sum_y + fy
            push_x[b] -= fx
            push_y[b] -= fy
        push_x[a] += sum_x
        push_y[a] += sum_y
    for a, b in pairs:
        dx, dy = x[a] - x[b], y[a] - y[b]
        force = hypot(dx, dy) / ideal
        push_x[a] -= dx * force
        push_y[a] -= dy * force
        push_x[b] += dx * force
        push_y[b] += dy * force
    return push_x, push_y


def _move(x: list[float], y: list[float], pushes: tuple, heat: float, width: float, height: float) -> None:
    for at, (dx, dy) in enumerate(zip(*pushes, strict=True)):
        far = hypot(dx, dy) or 1
        x[at] = _inside(x[at] + dx / far * min(far, heat), width)
        y[at] = _inside(y[at] + dy / far * min(far, heat), height)


def _part(x: list[float], y: list[float], width: float, height: float) -> None:
    """Move apart those that stand too near to be told apart."""
    for _pass in range(PASSES):
        moved = False
        for a in range(len(x)):
            for b in range(a):
                dx, dy = x[a] - x[b], y[a] - y[b]
                far = hypot(dx, dy)
                if far < APART:
                    moved = True
                    if far < 0.01:
                        dx, dy, far = cos(a), sin(a), 1
                    step = (APART - min(far, APART - 1)) / 2 + 0.5
                    x[a], y[a] = (
                        _inside(x[a] + dx / far * step, width),
                        _inside(y[a] + dy / far * step, height),
                    )
                    x[b], y[b] = (
                        _inside(x[b] - dx / far * step, width),
                        _inside(y[b] - dy / far * step, height),
                    )
        if not moved:
            return


def _inside(at: float, size: float) -> float:
    return min(max(at, APART / 2), size - APART / 2)


def joined(places: dict[Key, Place], keys: Iterable[Key], lines: Iterable[Line]) -> dict[Key, Place]:
    """Return the places of all keys: a new one stands beside the first that it is tied to, else in the middle."""
    partner = {}
    for a, b in lines:
        for new, known in ((a, b), (b, a)):
            if known in places:
                partner.setdefault(new, places[known])
    found = {}
    for number, key in enumerate(keys):
        near = partner.get(key, (0.5, 0.5))
        beside = near[0] + 0.05 * cos(number * GOLDEN), near[1] + 0.06 * sin(number * GOLDEN)
        found[key] = places.get(key) or (min(max(beside[0], 0.02), 0.98), min(max(beside[1], 0.02), 0.98))
    return found
