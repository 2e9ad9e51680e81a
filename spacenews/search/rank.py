"""Ranking: counted in Python over the rows that were found, so that it is the same whatever found them."""

import math
from collections.abc import Callable

from spacenews.search.find import Row
from spacenews.search.index import TICKS
from spacenews.search.query import Query

TITLE, POINTS, LABELS, BODY = 8, 4, 3, 1
HALF = 8  # the weighted count at which a word has given half of what it can
ALL_WORDS, IN_TITLE = 0.5, 0.5  # lifts of what holds every word, and of what has them in its title
FRESHNESS, HALF_LIFE_DAYS = 0.5, 365
TICKS_A_DAY = 86_400 * TICKS
READ = 100  # so many of the best have their texts read


def ranked(rows: list[Row], query: Query, bodies: Callable[[list[int]], dict[int, str]]) -> list[Row]:
    """Return rows best first, those of this very headline before all others; of equals the newest is first.

    `bodies` reads the texts of the best by their keys.
    """
    if not rows or not query.groups:
        return rows
    scorer = Scorer(rows, query)
    rows = sorted(rows, key=scorer.place)
    texts = bodies([row.key for row in rows[:READ]])
    for row in rows[:READ]:
        row.body = texts.get(row.key, "")
    return sorted(rows[:READ], key=scorer.place) + rows[READ:]


class Scorer:
    """Scores the rows of one window against one query."""

    def __init__(self, rows: list[Row], query: Query):
        self.needles = [[phrase.needle for phrase in group.phrases] for group in query.groups]
        self.headline = query.headline.needle if query.headline else None
        self.newest = max(row.key for row in rows)
        self.rarities = [self.rarity(needles, rows) for needles in self.needles]

    def rarity(self, needles: list[str], rows: list[Row]) -> float:
        """Return how rare a word is in this window, by titles, points and labels."""
        heads = (row.title + row.points + row.labels for row in rows)
        holding = sum(any(needle in head for needle in needles) for head in heads)
        return math.log(1 + (len(rows) + 1) / (holding + 1))

    def place(self, row: Row) -> tuple[bool, float, int]:
        is_other = self.headline is None or self.headline not in row.labels
        return is_other, -self.score(row), -row.key

    def score(self, row: Row) -> float:
        score = held = titled = 0
        for needles, rarity in zip(self.needles, self.rarities, strict=True):
            in_title = sum(map(row.title.count, needles))
            weight = TITLE * in_title + POINTS * sum(map(row.points.count, needles))
            weight += LABELS * sum(map(row.labels.count, needles)) + BODY * sum(map(row.body.count, needles))
            score += rarity * weight / (weight + HALF)
            held, titled = held + (weight > 0), titled + (in_title > 0)
        all_words = ALL_WORDS * (held == len(self.needles))
        return score * (1 + all_words) * (1 + IN_TITLE * titled / len(self.needles)) * self.freshness(row)

    def freshness(self, row: Row) -> float:
        """Count whole days back from the newest of the window, so that an aged archive ranks as a young one."""
        days = (self.newest - row.key) // TICKS_A_DAY
        return 1 + FRESHNESS * 0.5 ** (days / HALF_LIFE_DAYS)
