"""Keeping the desk's index in agreement when sections or tags are merged, as `search.filing` keeps the readers'."""

from django.db.models import Model

from spacenews.firms.models import Organization
from spacenews.search import labels
from spacenews.search.desk import index
from spacenews.search.filing import batches, relabel
from spacenews.search.models.working import WorkingEntry, WorkingWords


def file_anew(sender: type[Model], old: int, new: int, articles: list[int], **kwargs) -> None:
    if sender is Organization:
        for pks in batches(articles):
            index.take_in(pks)
        return
    if sender not in labels.KINDS:
        return
    tokens = labels.token(sender, old), labels.token(sender, new)
    for pks in batches(articles):
        relabel(WorkingEntry, WorkingEntry.objects.filter(article__in=pks), tokens)
        relabel(WorkingWords, WorkingWords.objects.filter(article__in=pks), tokens)
