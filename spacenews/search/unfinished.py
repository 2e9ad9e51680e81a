"""A line that is still being typed: its last word may be a beginning, or have a slip."""

import datetime as dt
import re
from functools import cached_property

from spacenews.search import reading, text, vocabulary

LAST_LETTERS = re.compile(rf"{text.LETTER}+$")
LIKELY = 8  # words that a beginning is looked for as


class Line:
    """What is typed, taken apart, and the words that its last letters may become."""

    def __init__(self, typed: str, now: dt.datetime):
        self.now = now
        self.text = reading.tidied(typed)
        self.head, _space, self.last = self.text.rpartition(" ")
        letters = LAST_LETTERS.search(self.last) if self.ends_in_words else None
        self.ending = letters[0] if letters and not typed[-1:].isspace() else ""
        self.begun = text.fold(self.ending)

    @property
    def is_too_short(self) -> bool:
        """Two letters may begin something, or one sign of a script without spaces."""
        return not text.words(self.text) or (len(self.text) < 2 and not text.SIGN.search(self.text))

    @property
    def ends_in_words(self) -> bool:
        """Whether the last word is no filter, and nothing that is excluded or quoted."""
        return all(item.is_word for item in reading.items_of(self.last))

    @property
    def has_only_begun(self) -> bool:
        """One letter after other words says nothing yet."""
        return bool(self.head) and len(self.ending) == 1

    @cached_property
    def endings(self) -> list[str]:
        """What the last letters may become, else what they are a slip of: to be looked for before it is shown."""
        if len(self.begun) < 2:
            return []
        begun = vocabulary.begun(self.begun, self.now, LIKELY)
        return list(begun or vocabulary.corrected([self.begun], self.now).values())

    def last_with(self, ending: str) -> str:
        return self.last.removesuffix(self.ending) + ending
