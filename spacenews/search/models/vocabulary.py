from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 48


class FoldedWordField(models.CharField):
    """A word compared by its code points in both databases: beginnings walk an index, and orders agree."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": LONGEST, **kwargs})

    def db_parameters(self, connection):
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


class Word(models.Model):
    """How many entries hold a word, as readers write it but folded, from one moment on.

    What is live when it is counted counts from the beginning of time; what is still to come counts from the moment
    at which it goes live, so that no word of it is offered before.
    """

    pk = models.CompositePrimaryKey("text", "since")
    text = FoldedWordField(_("word"))
    since = models.DateTimeField(_("offered since"))
    uses = models.PositiveIntegerField(_("uses"))

    def __str__(self):
        return self.text


class Slip(models.Model):
    """What a word becomes when one letter is left out, or none: two words one slip apart share one."""

    pk = models.CompositePrimaryKey("key", "text")
    key = FoldedWordField()
    text = FoldedWordField(_("word"))

    def __str__(self):
        return f"{self.key}: {self.text}"
