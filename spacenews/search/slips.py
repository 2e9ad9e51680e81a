"""What is to be made of words that no live edition holds: the beginnings of some, or slips of others."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from spacenews.search import text, vocabulary

GOES_ON_AS = 12  # words that a beginning is tried as
RARE, TIMES = 10, 10  # a beginning of words so rare gives way to a slip of a word so many times as usual


@dataclass
class Unknown:
    """The words of a line that are unknown, folded: what was meant by them, or what they go on as."""

    meant: dict[str, str] = field(default_factory=dict)
    begun: dict[str, Collection[str]] = field(default_factory=dict)


def unknown(words: list[str], now: dt.datetime) -> Unknown:
    """Look at the words of a line in their order; the last one is likelier to be a beginning than a slip."""
    strange = strangers(words, now)
    begun = {word: vocabulary.begun(word, now, GOES_ON_AS) for word in strange if word == words[-1]}
    sure = {word for word, uses in begun.items() if max(uses.values(), default=0) >= RARE}
    meant = vocabulary.corrected([word for word in strange if word not in sure], now)
    meant = {word: other for word, other in meant.items() if is_slip(word, begun.get(word, {}), other, now)}
    for word in strange:
        if word not in meant and word not in begun:
            begun[word] = vocabulary.begun(word, now, GOES_ON_AS)
    return Unknown(meant, {word: list(uses) for word, uses in begun.items() if word not in meant})


def strangers(words: list[str], now: dt.datetime) -> list[str]:
    """Return the words, a few, that the vocabulary does not hold."""
    asked = list(dict.fromkeys(filter(text.is_surface, words)))
    known = vocabulary.known(asked, now) if asked else set()
    return [word for word in asked if word not in known][: vocabulary.MOST_SLIPS]


def is_slip(word: str, begun: dict[str, int], meant: str, now: dt.datetime) -> bool:
    """Say whether a word is a slip of another, and not the beginning of one: earthq goes on from earth."""
    if not begun:
        return True
    uses = vocabulary.used(meant.split(), now)
    is_outweighed = min(uses.values(), default=0) > TIMES * max(begun.values())
    return is_outweighed and not word.startswith(meant)
