"""The words of live editions, as readers write them but folded: what a line may go on to, and what a slip meant.

The counts say where to look; before a word is offered, a live edition must be found that holds it.
"""

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import QuerySet, Sum

from spacenews.search import find, labels, names, spelling, text
from spacenews.search.conditions import All, AnyOf, Holds
from spacenews.search.models import Slip, Word
from spacenews.search.text import Phrase

LAST = "\U0010ffff"  # behind it comes no word that begins with what stands before
LOOKED_AT, TRIED = 200, 3  # words near to one that is unknown, and how many of them are looked for
MOST_SLIPS = 4  # words that are put right in one line


def known(words: Collection[str], now: dt.datetime) -> set[str]:
    """Return those of the words that the vocabulary holds."""
    return set(used(words, now))


def used(words: Collection[str], now: dt.datetime) -> dict[str, int]:
    """Return how often those of the words are used that the vocabulary holds."""
    return dict(counted(Word.objects.filter(text__in=words), now))


def counted(rows: QuerySet, now: dt.datetime) -> QuerySet:
    return (
        rows.filter(since__lte=now).values_list("text").annotate(uses=Sum("uses")).order_by("-uses", "text")
    )


def completions(beginning: str, now: dt.datetime, most: int) -> list[str]:
    """Return words that live editions hold and that begin so, most used first."""
    likely = begun(beginning, now, most + TRIED)
    return [word for word in likely if is_live(word, now)][:most]


def begun(beginning: str, now: dt.datetime, most: int) -> dict[str, int]:
    """Return the most used words that begin so, to be looked for, not to be shown."""
    rows = Word.objects.filter(text__gte=beginning, text__lt=beginning + LAST)
    return dict(counted(rows, now)[:most])


def is_live(words: str, now: dt.datetime) -> bool:
    """Say whether a live edition holds a word, or words that follow each other, as its own language has them."""
    ways = [
        All((Holds(phrase), Holds(Phrase((labels.language(code),)))))
        for code in text.LANGUAGES
        if (phrase := text.phrase(words, code))
    ]
    return bool(ways) and find.holds(AnyOf(tuple(ways)), now)


def corrected(words: Collection[str], now: dt.datetime) -> dict[str, str]:
    """Return what was meant by words that the vocabulary does not know; where nothing is near, they are left out."""
    wrong = list(dict.fromkeys(word for word in words if spelling.reach(word)))[:MOST_SLIPS]
    if not wrong:
        return {}
    pool = alike(wrong, now)
    meant = {word: next(meanings(word, pool, now), word) for word in wrong}
    return {word: other for word, other in meant.items() if other != word}


def alike(words: Collection[str], now: dt.datetime) -> dict[str, int]:
    """Return the most used words that share a slip with one of these."""
    keys = {key for word in words for key in spelling.keys_of(word)}
    near = Slip.objects.filter(key__in=keys).values("text")
    return dict(counted(Word.objects.filter(text__in=near), now)[:LOOKED_AT])


def meanings(word: str, pool: dict[str, int], now: dt.datetime) -> Iterator[str]:
    """Yield what a word may have meant, the likeliest first: two words, one that is near, a name."""
    yield from glued(word, now)
    near = spelling.nearest(word, pool)[:TRIED]
    is_sure = near and spelling.distance(word, near[0]) == 1
    named = {} if is_sure else names.alike(word, now)
    likely = spelling.nearest(word, {**dict.fromkeys(named, 0), **{other: pool[other] for other in near}})
    yield from (named.get(other, other) for other in likely if other in named or is_live(other, now))


def glued(word: str, now: dt.datetime) -> Iterator[str]:
    """Yield two known words that were written as one, where a live edition has them side by side."""
    pairs = spelling.halves_of(word, text.SHORTEST)
    uses = used({half for pair in pairs for half in pair}, now) if pairs else {}
    likely = [pair for pair in pairs if uses.keys() >= set(pair)]
    likely.sort(key=lambda pair: -min(map(uses.get, pair)))
    yield from (" ".join(pair) for pair in likely[:TRIED] if is_live(" ".join(pair), now))
