"""One spelling of a word, whatever its case or width; and the letter that it stands under in a list."""

import unicodedata

from django.db import models


def fold(text: str) -> str:
    """Return the text as it is compared: NFKC, case folded, spaces single.

    Done in Python because LOWER in SQLite knows ASCII only.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def letter(text: str) -> str:
    """Return the capital from A to Z that a name begins with, accents dropped; "#" where it has none.

    >>> letter("école"), letter("蓝箭航天")
    ('E', '#')
    """
    first = unicodedata.normalize("NFKD", text.strip()).upper()[:1]
    return first if first.isascii() and first.isalpha() else "#"


class DerivedField(models.CharField):
    """A column that another one of the same row decides, kept by every save and bulk_create.

    It is cut to its length: some characters fold to eighteen.
    """

    derive = staticmethod(str)

    def __init__(self, *args, of: str = "name", **kwargs):
        self.of = of
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, instance, add):
        value = self.derive(getattr(instance, self.of))[: self.max_length]
        setattr(instance, self.attname, value)
        return value


class FoldedField(DerivedField):
    """The folded form of another column."""

    derive = staticmethod(fold)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)


class LetterField(DerivedField):
    """The letter of the alphabet that another column stands under."""

    derive = staticmethod(letter)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 1)
        super().__init__(*args, **kwargs)
