"""The words of live editions, as readers write them but folded: what a line may go on to, and what a slip meant.

The counts say where to look; before a word is offered, a live edition must be found that holds it.
"""

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import QuerySet, Sum

from spacenews.search import database, find, labels, names, spelling, text
from spacenews.search.conditions import All, AnyOf, Holds
from spacenews.search.models import Slip, Word
from spacenews.search.models.vocabulary import LONGEST
from spacenews.search.text import Phrase

LAST = "\U0010ffff"  # behind it comes no word that begins with what stands before
LOOKED_AT, TRIED = 300, 3  # words near to some that are unknown, and how many of them are looked for
TIMES = 3  # as usual a word is that outweighs another
MOST_SLIPS = 4  # words that are put right in one line


def known(words: Collection[str], now: dt.datetime) -> set[str]:
    """Return those of the words that the vocabulary holds."""
    return set(used(words, now))


def used(words: Collection[str], now: dt.datetime) -> dict[str, int]:
    """Return how often those of the words are used that the vocabulary holds."""
    return database.uses(words, now)


def counted(rows: QuerySet, now: dt.datetime) -> QuerySet:
    return (
        rows.filter(since__lte=now).values_list("text").annotate(uses=Sum("uses")).order_by("-uses", "text")
    )


def completions(beginning: str, now: dt.datetime, most: int) -> list[str]:
    """Return words that live editions hold and that begin so, most used first."""
    likely = list(begun(beginning, now, most))
    return [word for word, is_so in zip(likely, are_live(likely, now), strict=True) if is_so]


def begun(beginning: str, now: dt.datetime, most: int) -> dict[str, int]:
    """Return the most used words that begin so, to be looked for, not to be shown."""
    rows = Word.objects.filter(text__gte=beginning, text__lt=beginning + LAST)
    return dict(counted(rows, now)[:most])


def are_live(lines: list[str], now: dt.datetime) -> list[bool]:
    """Say of each line whether a live edition holds its words side by side, as its own language has them."""
    return find.each_holds([in_own_language(line) for line in lines], now)


def is_live(line: str, now: dt.datetime) -> bool:
    return are_live([line], now)[0]


def in_own_language(line: str) -> AnyOf:
    """Return the condition that an entry holds a line with a letter in it as its own language has it."""
    forms = ((code, text.phrase(line, code)) for code in text.LANGUAGES)
    return AnyOf(
        tuple(All((Holds(form), Holds(Phrase((labels.language(code),))))) for code, form in forms if form)
    )


def corrected(words: Collection[str], now: dt.datetime) -> dict[str, str]:
    """Return what was meant by words that the vocabulary does not know; where nothing is near, they are left out."""
    likely = dict.fromkeys(word for word in words if spelling.reach(word) and len(word) <= LONGEST)
    wrong = list(likely)[:MOST_SLIPS]
    pool = alike(wrong, now) if wrong else {}
    meant = {word: next(meanings(word, pool, now), word) for word in wrong}
    return {word: other for word, other in meant.items() if other != word}


def alike(words: Collection[str], now: dt.datetime) -> dict[str, int]:
    """Return the most used words that share a slip with one of these, or that one may be glued from."""
    keys = {key for word in words for key in spelling.keys_of(word)}
    halves = {half for word in words for pair in spelling.halves_of(word, text.SHORTEST) for half in pair}
    near = set(Slip.objects.filter(key__in=keys).values_list("text", flat=True))
    return dict(counted(Word.objects.filter(text__in=near | halves), now)[:LOOKED_AT])


def meanings(word: str, pool: dict[str, int], now: dt.datetime) -> Iterator[str]:
    """Yield what a word may have meant, the likeliest first: itself, two words, one that is near, a name."""
    near = spelling.nearest(word, pool)[:TRIED]
    if is_live(word, now) and not is_outweighed(word, near, pool, now):
        yield word
    yield from glued(word, pool, now)
    is_sure = near and spelling.distance(word, near[0]) == 1
    named = {} if is_sure else names.alike(word, now)
    likely = spelling.nearest(word, {**dict.fromkeys(named, 0), **{other: pool[other] for other in near}})
    yield from (named.get(other, other) for other in likely if other in named or is_live(other, now))


def is_outweighed(word: str, near: list[str], pool: dict[str, int], now: dt.datetime) -> bool:
    """Say whether a form of live words is likelier a slip of another: satelite of satellite, though Satelit is held."""
    forms = {phrase.tokens for phrase in text.forms(word)}
    others = {phrase.tokens for phrase in text.forms(near[0])} if near else forms
    if forms & others or spelling.distance(word, near[0]) > 1:
        return False
    stem = min((tokens[0] for tokens in forms), key=len)
    return pool[near[0]] > TIMES * sum(begun(stem, now, TRIED).values())


def glued(word: str, pool: dict[str, int], now: dt.datetime) -> Iterator[str]:
    """Yield two known words that were written as one, where a live edition has them side by side."""
    likely = [pair for pair in spelling.halves_of(word, text.SHORTEST) if pool.keys() >= set(pair)]
    likely.sort(key=lambda pair: -min(pool[half] for half in pair))
    yield from (" ".join(pair) for pair in likely[:TRIED] if is_live(" ".join(pair), now))
