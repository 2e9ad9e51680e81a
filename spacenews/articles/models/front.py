import datetime as dt

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PinQuerySet(models.QuerySet):
    def standing(self, now: dt.datetime):
        """Pins that have not ended; when one ends, newest first again by itself."""
        return self.filter(Q(ends_at__gt=now) | Q(ends_at=None))


class Pin(models.Model):
    """An article's place on the front page: 0 is the lead, 1 to 6 stand beside it."""

    place = models.PositiveSmallIntegerField(
        _("place"), validators=[MaxValueValidator(6)], help_text=_("0 is the lead.")
    )
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="pins", verbose_name=_("article")
    )
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, db_index=True)

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("pin"), _("pins")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["place"], name="one_pin_to_a_place"),
            models.UniqueConstraint(fields=["article"], name="one_place_to_an_article"),
            models.CheckConstraint(condition=Q(place__lte=6), name="seven_places"),
        ]

    def __str__(self):
        return f"{self.place}: {self.article}"
