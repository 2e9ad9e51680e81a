"""Ranking: counted in Python over the rows that were found, so that it is the same whatever found them."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacenews.search import labels, text
from spacenews.search.find import Row
from spacenews.search.index import TICKS
from spacenews.search.query import Query

TITLE, POINTS, LABELS, BODY = 12, 4, 3, 1
USUAL_LENGTH = 2_000  # signs of a body's tokens: in half of it a word counts more, in twice of it less
HALF = 8  # the weighted count at which a word has given half of what it can
ALL_WORDS, IN_TITLE = 1, 0.5  # lifts of what holds every word, and of what has them in its title
SAME_SCRIPT = 0.25  # lift of a Chinese text for what is typed in Chinese, of any other for the rest
FRESHNESS, HALF_LIFE_DAYS = 0.3, 365
CHINESE = f" {labels.language(text.UNSTEMMED)} "
TICKS_A_DAY = 86_400 * TICKS
SHORT = 3  # digits: fewer make no year
READ = 60  # so many of the best have their texts read

Needles = list[list[str]]  # by groups, what stands for each in a padded string of tokens


def typed(query: Query) -> Iterator[str]:
    """Yield the tokens that were typed, without what else stands for them."""
    for group in query.groups:
        yield from group.phrases[0].tokens


@dataclass(slots=True)
class Counted:
    """A row with how much it holds of each group, and how many groups its title holds."""

    row: Row
    weights: list[float]
    titled: int

    @classmethod
    def of(cls, row: Row, needles: Needles) -> "Counted":
        weights, titled, head = [], 0, row.head
        for alternatives in needles:
            weight = in_title = 0
            for needle in alternatives:
                if needle in head:  # mostly not: words stand in the text alone
                    in_title += row.title.count(needle)
                    weight += POINTS * row.points.count(needle) + LABELS * row.labels.count(needle)
            weights.append(weight + TITLE * in_title)
            titled += in_title > 0
        return cls(row, weights, titled)

    def read(self, body: str, needles: Needles) -> None:
        """Add what the text holds."""
        once = BODY * 2 / (1 + len(body) / USUAL_LENGTH)
        for group, alternatives in enumerate(needles):
            self.weights[group] += once * sum(map(body.count, alternatives))

    @property
    def held(self) -> int:
        return len(self.weights) - self.weights.count(0)


def ranked(rows: list[Row], query: Query, bodies: Callable[[list[int]], dict[int, str]]) -> list[Row]:
    """Return rows best first, those of this very headline before all others; of equals the newest is first.

    `bodies` reads the texts of the best by their keys.
    """
    if not rows or not query.groups:
        return rows
    needles = needles_of(query)
    window = [Counted.of(row, needles) for row in rows]
    if len(window) > READ:
        window.sort(key=Scorer(window, query).place)
    best = window[:READ]
    texts = bodies([counted.row.key for counted in best])
    for counted in best:
        counted.read(texts.get(counted.row.key, ""), needles)
    best.sort(key=Scorer(window, query).place)
    return [counted.row for counted in best + window[READ:]]


def needles_of(query: Query) -> Needles:
    """Return what to count; a short number belongs to the word before it: 8 after Long March is no day of a month."""
    needles, before = [], []
    for group in query.groups:
        own = [phrase.needle for phrase in group.phrases]
        is_bound = before and is_short_number(group.phrases[0].tokens[0])
        needles.append([word.rstrip() + number for word in before for number in own] if is_bound else own)
        before = own
    return needles


def is_short_number(token: str) -> bool:
    return token.isdigit() and len(token) < SHORT


class Scorer:
    """Scores what was counted in one window; a word is worth the more the fewer of its rows hold it."""

    def __init__(self, window: list[Counted], query: Query):
        self.headline = query.headline.needle if query.headline else None
        self.is_chinese = any(text.SIGN.match(token) for token in typed(query))
        self.newest = max(counted.row.key for counted in window)
        columns = zip(*(counted.weights for counted in window), strict=True)
        holding = [len(window) - column.count(0) for column in columns]
        self.rarities = [math.log(1 + (len(window) + 1) / (count + 1)) for count in holding]

    def place(self, counted: Counted) -> tuple[bool, float, int]:
        row = counted.row
        is_other = self.headline is None or self.headline not in row.labels
        return is_other, -self.score(counted), -row.key

    def score(self, counted: Counted) -> float:
        held, groups, score = counted.held, len(self.rarities), 0
        if not held:
            return score
        for weight, rarity in zip(counted.weights, self.rarities, strict=True):
            score += rarity * weight / (weight + HALF)
        lift = (1 + ALL_WORDS * (held == groups)) * held / groups * (1 + IN_TITLE * counted.titled / groups)
        same_script = 1 + SAME_SCRIPT * ((CHINESE in counted.row.labels) == self.is_chinese)
        return score * lift * same_script * self.freshness(counted.row)

    def freshness(self, row: Row) -> float:
        """Count whole days back from the newest of the window, so that an aged archive ranks as a young one."""
        days = (self.newest - row.key) // TICKS_A_DAY
        return 1 + FRESHNESS * 0.5 ** (days / HALF_LIFE_DAYS)
