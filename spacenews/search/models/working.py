"""The working copies as the desk searches them. Nothing that readers are served by may import this.

Rows are deleted by search.desk.index, in the transaction that deletes the article: were they deleted by the
foreign key, the page that asks before it would name them.
"""

from django.db import models

from spacenews.search.models.entries import VectorField

BUCKET = 10  # bits of an article's number: 1,024 of them


class WorkingEntry(models.Model):
    """What ranking reads of a working copy, as strings of tokens."""

    article = models.OneToOneField(
        "articles.Article", models.DO_NOTHING, primary_key=True, related_name="working_entry"
    )
    title = models.TextField()
    points = models.TextField()
    labels = models.TextField()
    version = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "working entries"

    def __str__(self):
        return self.title


class WorkingWords(models.Model):
    """The words of a working copy, in a table that is searched as `Words` is."""

    article = models.OneToOneField(
        "articles.Article",
        models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        related_name="working_words",
    )
    title = models.TextField()
    points = models.TextField()
    labels = models.TextField()
    body = models.TextField()
    vector = VectorField(db_column="search_workingwords", bucket=BUCKET)

    class Meta:
        verbose_name_plural = "working words"

    def __str__(self):
        return self.title
