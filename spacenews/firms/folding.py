"""One spelling of a word, whatever its case or width."""

import unicodedata

from django.db import models


def fold(text: str) -> str:
    """Return the text as it is compared: NFKC, case folded, spaces single.

    Done in Python because LOWER in SQLite knows ASCII only.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class FoldedField(models.CharField):
    """The folded form of another column of the same row, kept by every save and bulk_create."""

    def __init__(self, *args, of: str = "name", **kwargs):
        self.of = of
        kwargs.setdefault("max_length", 200)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, instance, add):
        value = fold(getattr(instance, self.of))
        setattr(instance, self.attname, value)
        return value
