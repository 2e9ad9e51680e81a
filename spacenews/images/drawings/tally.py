"""Columns of small rockets: one mark a launch, one column a year, the last in signal. Nothing is random."""

import math
import random

from .geometry import curve
from .sheet import WIDTH, Ink, Sheet

FLOOR, TALLEST = 660.0, 470.0
LEFT, LAST_MIDDLE = 260.0, 0.61 * WIDTH
SLENDER = 0.5  # the width of a mark's cell in its heights


def tally(sheet: Sheet, rng: random.Random, **years: int) -> None:
    """`years` are the launches of each year, by its four digits; there is no drawing without them."""
    if not years or not all(year.isdigit() for year in years):
        raise ValueError("A tally needs the launches of each year, such as 2025=92, and nothing else.")
    marks = [years[year] for year in sorted(years)]
    abreast, cell = _largest(max(marks), (LAST_MIDDLE - LEFT) / (1.45 * len(marks) - 0.95))
    width = cell * SLENDER * abreast
    step = min((LAST_MIDDLE - width / 2 - LEFT) / max(len(marks) - 1, 1), width * 1.5)
    lefts = [LAST_MIDDLE - width / 2 - step * (len(marks) - 1 - i) for i in range(len(marks))]
    _floor(sheet, lefts, width)
    for left, count in zip(lefts, marks, strict=True):
        last = left == lefts[-1]
        with sheet.ink(sheet.ground.signal if last else sheet.ground.line) as ink:
            for n in range(count):
                row, place = divmod(n, abreast)
                _rocket(ink, left + (place + 0.5) * cell * SLENDER, FLOOR - 10 - row * cell, cell)


def _largest(most: int, room: float) -> tuple[int, float]:
    """Return how many marks stand abreast, and their height, so that they are as large as fits."""
    fits = {n: min(TALLEST / math.ceil(most / n), room / n / SLENDER, 52) for n in range(1, 9)}
    return max(fits.items(), key=lambda item: item[1])


def _floor(sheet: Sheet, lefts: list[float], width: float) -> None:
    """Draw the line that the columns stand on; it lifts off at its end, as the site's own rule does."""
    lift = curve((820, FLOOR), (985, FLOOR), (1100, 610), (1210, 490))
    with sheet.ink(sheet.ground.line) as ink:
        ink.line([(0, FLOOR), *lift], 2, 0.9)
        for left in lefts:
            ink.line([(left, FLOOR + 12), (left + width, FLOOR + 12)], 1.6, 0.55)


def _rocket(ink: Ink, x: float, foot: float, cell: float) -> None:
    """Draw one mark: a body with a pointed nose on two fins, 0.8 of its cell high."""
    half, tall = cell * 0.11, cell * 0.8
    nose = curve((x + half, foot - 0.55 * tall), (x + half, foot - 0.82 * tall), (x, foot - tall), steps=8)
    nose += curve((x, foot - tall), (x - half, foot - 0.82 * tall), (x - half, foot - 0.55 * tall), steps=8)
    fin = half * 1.75
    left = [(x - half, foot - 0.26 * tall), (x - fin, foot - 0.1 * tall), (x - fin, foot)]
    right = [(x + fin, foot), (x + fin, foot - 0.1 * tall), (x + half, foot - 0.26 * tall)]
    ink.shape([*nose, *left, (x - half, foot - 0.05 * tall), (x + half, foot - 0.05 * tall), *right])
