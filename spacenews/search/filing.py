"""Keeping the index in agreement when sections, tags or firms are merged: only labels of an entry change, no word."""

from collections.abc import Iterator

from django.db.models import Model

from spacenews.articles.models import Edition
from spacenews.firms.models import Organization
from spacenews.search import labels
from spacenews.search.index import labels_of
from spacenews.search.models import Entry, Words

BATCH = 200  # entries in memory, each with its words


def file_anew(sender: type[Model], old: int, new: int, editions: list[int], **kwargs) -> None:
    """Let the entries of these bear the label of the new in place of that of the old; authors have none."""
    if sender is Organization:
        return label_anew(editions)
    if sender not in labels.KINDS:
        return None
    tokens = labels.token(sender, old), labels.token(sender, new)
    for pks in batches(editions):
        relabel(Entry, Entry.objects.filter(edition__in=pks), tokens)
        relabel(Words, Words.objects.filter(entry__edition__in=pks), tokens)
    return None


def label_anew(editions: list[int]) -> None:
    """Write the labels as the rows of the editions are by now: an organization has two, by its role."""
    for pks in batches(editions):
        found = Edition.objects.filter(pk__in=pks).prefetch_related("tag_rows", "coverage")
        marks = {edition.pk: " ".join(labels_of(edition)) for edition in found}
        for model, column in ((Entry, "edition_id"), (Words, "entry__edition_id")):
            rows = list(model.objects.filter(**{f"{column.removesuffix('_id')}__in": pks}))
            numbers = dict(model.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", column))
            for row in rows:
                row.labels = marks[numbers[row.pk]]
            store(model, rows)


def batches(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def relabel(model: type[Model], found, tokens: tuple[str, str]) -> None:
    """Write the rows anew: what is searched in them is made of all their tokens."""
    rows = list(found)
    for row in rows:
        row.labels = replaced(row.labels, *tokens)
    store(model, rows)


def store(model: type[Model], rows: list[Model]) -> None:
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
