"""Writes down that a fact which readers may see is no longer what it was, whoever saves it and by whatever path.

One change is one sitting: what the same person changes about the same record within an hour is one change, from what
stood first to what stands last; what was put back as it stood is none. Articles listen to `fact_changed`.
"""

from spacenews.firms.changes.notes import A_SITTING, made_by, newest_of, note, unrecorded

__all__ = ["A_SITTING", "made_by", "newest_of", "note", "unrecorded"]
