"""What search keeps: the index, the vocabulary, what editors add to it.

The desk's own index (working.py) is made known to Django here, and its names are given to nobody.
"""

from spacenews.search.models import working as _working  # noqa: F401
from spacenews.search.models.curation import Asked, PinnedAnswer, Synonym, SynonymWord
from spacenews.search.models.entries import Entry, Words
from spacenews.search.models.vocabulary import Slip, Word

__all__ = ["Asked", "Entry", "PinnedAnswer", "Slip", "Synonym", "SynonymWord", "Word", "Words"]
