"""How values become places: round lines of a grid, from zero or, where values lie far apart, logarithmic."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import log10

STEPS = (1, 2, Decimal("2.5"), 5, 10)
FAR_APART = 50  # times the smallest: what is drawn from zero could not be seen beside the largest


@dataclass(frozen=True)
class Scale:
    """Values between two ends as parts from 0 to 1, and the lines of a grid between them."""

    lines: list[Decimal]
    lowest: Decimal
    highest: Decimal
    is_log: bool = False

    def part(self, value: Decimal) -> float:
        low, high, value = (self._measure(each) for each in (self.lowest, self.highest, value))
        return (value - low) / ((high - low) or 1)

    def _measure(self, value: Decimal) -> float:
        return log10(value) if self.is_log else float(value)


def from_zero(values: list[Decimal]) -> Scale:
    lines = grid_lines(max(values), min(values))
    return Scale(lines, min(lines[0], Decimal(0)), max(lines[-1], Decimal(0)))


def logarithmic(values: list[Decimal]) -> Scale:
    """Return a scale of whole powers of ten, the first a little below the smallest value."""
    first, last = Decimal(min(values)).adjusted(), Decimal(max(values)).adjusted() + 1
    lowest = Decimal(10) ** first / (2 if min(values) == Decimal(10) ** first else 1)
    lines = [Decimal(10) ** power for power in range(first, last + 1)]
    return Scale(lines, lowest, lines[-1], is_log=True)


def are_far_apart(values: list[Decimal]) -> bool:
    """Whether values above zero differ so much that a scale from zero would hide the smallest."""
    return min(values) > 0 and max(values) > min(values) * FAR_APART


def grid_lines(largest: Decimal, smallest: Decimal = Decimal(0)) -> list[Decimal]:
    """Return few round values but zero, the last at least the largest, the first not above what is negative.

    >>> grid_lines(Decimal(92))
    [Decimal('20'), Decimal('40'), Decimal('60'), Decimal('80'), Decimal('100')]
    >>> grid_lines(Decimal(5), Decimal(-3))
    [Decimal('-4'), Decimal('-2'), Decimal('2'), Decimal('4'), Decimal('6')]
    """
    largest, smallest = max(largest, Decimal(0)), min(smallest, Decimal(0))
    span = largest - smallest
    power = Decimal(10) ** (Decimal(span / 5).adjusted() if span else 0)
    step = next(step * power for step in STEPS if step * power * 5 >= span)
    first = int((smallest / step).to_integral_value(ROUND_FLOOR))
    last = int((largest / step).to_integral_value(ROUND_CEILING))
    return [step * line for line in range(first, last + 1) if line] or [step]
