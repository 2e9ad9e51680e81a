from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from spacenews.search.text import folded

MOST_PINNED = 5  # articles to one query


class Synonym(models.Model):
    """Words and phrases that mean the same to a search, whichever of them is typed."""

    words = models.JSONField(_("words"), default=list)

    class Meta:
        verbose_name, verbose_name_plural = _("synonym"), _("synonyms")

    def __str__(self):
        return " = ".join(self.words)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Store the spellings beside the words, from where they are looked up."""
        super().save(*args, **kwargs)
        self.spellings.all().delete()
        spellings = dict.fromkeys(map(folded, self.words))
        SynonymWord.objects.bulk_create(
            SynonymWord(synonym=self, text_folded=key) for key in spellings if key
        )


class SynonymWord(models.Model):
    """One spelling of a synonym as it is looked up."""

    synonym = models.ForeignKey(Synonym, models.CASCADE, related_name="spellings")
    text_folded = models.CharField(max_length=200)

    class Meta:
        verbose_name, verbose_name_plural = _("spelling"), _("spellings")
        constraints = [models.UniqueConstraint(fields=["text_folded"], name="one_synonym_to_a_spelling")]

    def __str__(self):
        return self.text_folded


class PinnedAnswer(models.Model):
    """An article that stands first for one query, while it is live."""

    query = models.CharField(_("query"), max_length=200)
    query_folded = models.CharField(max_length=200, db_index=True, editable=False)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="pinned_answers", verbose_name=_("article")
    )
    place = models.PositiveSmallIntegerField(
        _("place"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PINNED)]
    )

    class Meta:
        verbose_name, verbose_name_plural = _("pinned answer"), _("pinned answers")
        ordering = ["query_folded", "place"]
        constraints = [
            models.UniqueConstraint(fields=["query_folded", "article"], name="one_pin_to_a_query_and_article")
        ]

    def __str__(self):
        return self.query

    def save(self, *args, **kwargs):
        self.query_folded = folded(self.query)
        super().save(*args, **kwargs)


class Asked(models.Model):
    """How often a query was asked in one month, and how often it found nothing. No visitor stands here.

    The words themselves are kept from the third asking on; until then the key alone, a keyed hash of them.
    """

    month = models.DateField(_("month"))
    key = models.CharField(max_length=64)
    text = models.CharField(_("query"), max_length=200, blank=True)
    times = models.PositiveIntegerField(_("asked"), default=0)
    empty = models.PositiveIntegerField(_("found nothing"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("search"), _("searches")
        ordering = ["-month", "-times", "pk"]
        indexes = [models.Index(fields=["-month", "-times", "id"], condition=~Q(text=""), name="asked_most")]
        constraints = [
            models.UniqueConstraint(fields=["month", "key"], name="one_count_to_a_query_and_month")
        ]

    def __str__(self):
        return self.text
