"""What suggestions cost while lines are typed: headlines letter by letter, half remembered, and with a slip."""

import random
from collections.abc import Iterator

from bench.cpu import Clock, percentiles, warm_ms
from bench.fill import firms
from bench.generate import story
from spacenews.pagecache import clock
from spacenews.search import suggest

HEADLINES = 40
SHORT = ("sp", "co", "the", "in", "rocket sa", "of the l", "zuque", "蓝", "航", "的", "航天")
BEGINNINGS = (1, 2, 3, 5, 9, 14, 20)  # letters typed
Cost = tuple[float, float, float]


def measured(ticks: Clock, size: int) -> Iterator[tuple[str, Cost]]:
    costs = [warm_ms(ticks, suggest.suggestions, line, "en", clock.now()) for line in lines(size)]
    yield "suggestions while typing", percentiles(costs)


def lines(size: int) -> Iterator[str]:
    yield from SHORT
    names = [firm.name for firm in firms()]
    for number in random.Random(5).sample(range(size), HEADLINES):
        yield from typed(story(number, names).headline)


def typed(headline: str) -> Iterator[str]:
    *head, last = headline.split()
    yield from dict.fromkeys(headline[:letters] for letters in BEGINNINGS)
    yield headline
    yield " ".join([*head[:2], *head[3:], last])
    yield f"{last[:2]}x{last[2:]}"
