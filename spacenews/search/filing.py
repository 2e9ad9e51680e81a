"""Keeping the index in agreement when sections or tags are merged: only the label of an entry changes, no word."""

from collections.abc import Iterator

from django.db.models import Model

from spacenews.search import labels
from spacenews.search.models import Entry, Words

BATCH = 200  # entries in memory, each with its words


def file_anew(sender: type[Model], old: int, new: int, editions: list[int], **kwargs) -> None:
    """Let the entries of these bear the label of the new in place of that of the old; authors have none."""
    if sender not in labels.KINDS:
        return
    tokens = labels.token(sender, old), labels.token(sender, new)
    for pks in batches(editions):
        relabel(Entry, Entry.objects.filter(edition__in=pks), tokens)
        relabel(Words, Words.objects.filter(entry__edition__in=pks), tokens)


def batches(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def relabel(model: type[Model], found, tokens: tuple[str, str]) -> None:
    """Write the rows anew: what is searched in them is made of all their tokens."""
    rows = list(found)
    for row in rows:
        row.labels = replaced(row.labels, *tokens)
    if hasattr(model, "vector"):
        model.objects.filter(pk__in=[row.pk for row in rows]).delete()
        model.objects.bulk_create(rows)
    else:
        model.objects.bulk_update(rows, ["labels"])


def replaced(held: str, old: str, new: str) -> str:
    """Return the labels as they would be written by now: of two rows that name the same, the one that did so stays.

    >>> replaced("l1 s2 t3 t4", "t3", "t9"), replaced("l1 t3 t4 t9", "t3", "t9")
    ('l1 s2 t9 t4', 'l1 t4 t9')
    """
    tokens = held.split()
    if new in tokens:
        return " ".join(token for token in tokens if token != old)
    return " ".join(new if token == old else token for token in tokens)
