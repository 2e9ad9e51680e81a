"""What the desk has decided about facts in articles: what changed since it was printed, and who is not meant."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from spacenews.firms.folding import FoldedField


class FactFlag(models.Model):
    """A live article printed a fact that has changed: open until it is corrected, or left as it is with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CORRECTED = "corrected", _("corrected")
        KEPT = "kept", _("no change needed")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="fact_flags")
    change = models.ForeignKey("firms.FactChange", models.CASCADE, related_name="flags")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("fact that moved"), _("facts that moved")
        ordering = ["-change__changed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "change"], name="one_flag_to_an_article_and_change")
        ]
        indexes = [models.Index(fields=["state", "article"], name="flag_by_state")]

    def __str__(self):
        return f"{self.article}: {self.change}"


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
