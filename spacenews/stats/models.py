from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

HOST_LENGTH, DIRECTIVE_LENGTH, PATH_LENGTH = 100, 40, 200


class Kind(StrEnum):
    """What is read, and counted."""

    ARTICLE = "article"
    FIRM = "firm"


class Views(models.Model):
    """How often an article or a firm was read on one day. No reader stands here.

    `key` is the number of the article or firm, and no foreign key: counting shall never wait for who publishes.
    """

    COUNTED = ("day", "kind", "key")

    day = models.DateField(_("day"))
    kind = models.CharField(max_length=7)
    key = models.BigIntegerField()
    times = models.PositiveIntegerField(_("read"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("views")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "day"], name="one_count_to_a_thing_and_day")
        ]
        indexes = [models.Index(fields=["kind", "day"], name="views_by_day")]

    def __str__(self):
        return f"{self.day} {self.kind} {self.key}: {self.times}"


class Referrals(models.Model):
    """How many of these readers came from a page of another site, by the name of its host alone."""

    COUNTED = ("day", "kind", "key", "host")

    day = models.DateField(_("day"))
    kind = models.CharField(max_length=7)
    key = models.BigIntegerField()
    host = models.CharField(_("host"), max_length=HOST_LENGTH)
    times = models.PositiveIntegerField(_("read"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("referrals")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "day", "host"], name="one_count_to_a_host_and_day")
        ]
        indexes = [models.Index(fields=["day", "-times"], name="referrals_by_day")]

    def __str__(self):
        return f"{self.day} {self.kind} {self.key} {self.host}: {self.times}"


class Violations(models.Model):
    """How often browsers said that a page tried on one day what its Content-Security-Policy forbids."""

    COUNTED = ("day", "directive", "path")

    day = models.DateField(_("day"))
    directive = models.CharField(_("directive"), max_length=DIRECTIVE_LENGTH)
    path = models.CharField(_("page"), max_length=PATH_LENGTH)
    times = models.PositiveIntegerField(_("reported"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("violations")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "directive", "path"], name="one_count_to_a_rule_page_and_day"
            )
        ]

    def __str__(self):
        return f"{self.day} {self.directive} {self.path}: {self.times}"
