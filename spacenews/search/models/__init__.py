"""What search keeps: the index, the vocabulary, and what editors add to it."""

from spacenews.search.models.curation import Asked, PinnedAnswer, Synonym, SynonymWord
from spacenews.search.models.entries import Entry, Words
from spacenews.search.models.vocabulary import Slip, Word

__all__ = ["Asked", "Entry", "PinnedAnswer", "Slip", "Synonym", "SynonymWord", "Word", "Words"]
