"""What the desk has decided about facts in articles: what changed since it was printed, and who is not meant."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from spacenews.articles.models.article import Article
from spacenews.articles.models.edition import Edition
from spacenews.firms.folding import FoldedField


class FactFlagQuerySet(models.QuerySet):
    def open(self, now: dt.datetime):
        """What the desk has to look at: of articles that are live, until they are printed without the old fact."""
        live = Edition.objects.live(now).filter(article=OuterRef("article"))
        waits = Q(settled_by=None) | Q(settled_by__live_from__gt=now)
        return self.filter(waits, Exists(live), state=FactFlag.State.OPEN)

    def visible_to(self, user):
        """Those of the articles that a person may see."""
        articles = Article.objects.visible_to(user).filter(pk=OuterRef("article"))
        return self.filter(Exists(articles))


class FactFlag(models.Model):
    """A live article printed a fact that has changed: open until it is corrected, or left as it is with a reason.

    `words` are those that it prints, where it prints the fact itself. `settled_by` is the edition that was printed
    without them since: once it is live the flag is open no more, and should it never go live, it is open again.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CORRECTED = "corrected", _("corrected")
        KEPT = "kept", _("no change needed")

    class Where(models.TextChoices):
        TEXT = "text", _("in its text")
        CHART = "chart", _("in a chart")
        DISPUTE = "dispute", _("where sources disagree")
        CLAIM = "claim", _("as a checked claim")
        COVERS = "covers", _("may tell of it")

    DRAWN = (Where.CHART, Where.DISPUTE, Where.CLAIM)  # from the record, anew with every edition

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="fact_flags")
    change = models.ForeignKey("firms.FactChange", models.CASCADE, related_name="flags")
    where = models.CharField(_("where"), max_length=7, choices=Where.choices, default=Where.TEXT)
    words = models.CharField(_("words in the text"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    settled_by = models.ForeignKey("articles.Edition", models.SET_NULL, null=True, related_name="+")

    objects = FactFlagQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("fact that moved"), _("facts that moved")
        ordering = ["-change__changed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "change"], name="one_flag_to_an_article_and_change")
        ]
        indexes = [models.Index(fields=["state", "article"], name="flag_by_state")]

    def __str__(self):
        return f"{self.article}: {self.change}"

    @property
    def is_drawn(self) -> bool:
        return self.where in self.DRAWN


class EditionBlock(models.Model):
    """A chart, dispute or claim that an edition shows: found by what it shows, as printed figures are by theirs."""

    class Kind(models.TextChoices):
        SERIES = "series", _("chart")
        DISPUTE = "dispute", _("dispute")
        CLAIM = "claim", _("claim")

    edition = models.ForeignKey("articles.Edition", models.CASCADE, related_name="block_rows")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    record = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record", "edition"], name="one_row_to_a_block_and_edition"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.record}"


class RefusedMention(models.Model):
    """These words of an article do not mean this organization, or, without one, no organization at all."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="refused_mentions")
    organization = models.ForeignKey("firms.Organization", models.CASCADE, null=True, related_name="+")
    words = models.CharField(_("words"), max_length=200)
    words_folded = FoldedField(of="words")
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("refused mention"), _("refused mentions")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "words_folded", "organization"],
                condition=Q(organization__isnull=False),
                name="words_are_refused_once_for_an_organization",
            ),
            models.UniqueConstraint(
                fields=["article", "words_folded"],
                condition=Q(organization=None),
                name="words_are_refused_once_for_all",
            ),
        ]

    def __str__(self):
        return self.words
