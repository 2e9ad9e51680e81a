"""Search at the desk: what was searched, synonyms, and pinned answers."""

from spacenews.search.admin.curation import PinnedAnswerAdmin, SynonymAdmin
from spacenews.search.admin.searched import AskedAdmin

__all__ = ["AskedAdmin", "PinnedAnswerAdmin", "SynonymAdmin"]
