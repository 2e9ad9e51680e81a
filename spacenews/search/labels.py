"""Labels of an entry as tokens: letters and digits in one, which no word of a text is.

So a filter is a word like any other, and nothing that a reader types can pass for one.
"""

from hashlib import sha1

from django.db.models import Model

from spacenews.articles.models import Language, Section, Tag
from spacenews.firms.models import Organization
from spacenews.search import text
from spacenews.search.text import Phrase

KINDS = {Organization: "f", Tag: "t", Section: "s"}


def of(record: Model) -> Phrase:
    return Phrase((token(type(record), record.pk),))


def token(kind: type[Model], pk: int) -> str:
    """
    >>> token(Tag, 5)
    't5'
    """
    return f"{KINDS[kind]}{pk}"


def about(pk: int) -> str:
    """Return what stands for an organization in the articles about it, beside its label, which is in all tied to it."""
    return f"a{pk}"


def language(code: str) -> str:
    return f"l{Language.values.index(code) + 1}"


def headline(words: str) -> str | None:
    """Return what stands for a whole headline, so that it is found at once wherever it lies; None for no words.

    >>> headline("China’s rockets!") == headline("“china rockets”"), headline("?!")
    (True, None)
    """
    held = " ".join(text.words(words))
    return f"h{int(sha1(held.encode(), usedforsecurity=False).hexdigest()[:12], 16)}" if held else None
