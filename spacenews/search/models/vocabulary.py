from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """How many entries hold a word, as readers write it but folded, from one moment on.

    What is live when it is counted counts from the beginning of time; what is still to come counts from the moment
    at which it goes live, so that no word of it is offered before.
    """

    text = models.CharField(_("word"), max_length=48)
    since = models.DateTimeField(_("offered since"))
    uses = models.PositiveIntegerField(_("uses"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "since"], name="one_count_to_a_word_and_moment")
        ]

    def __str__(self):
        return self.text


class Slip(models.Model):
    """What a word becomes when one letter is left out: two words one slip apart share one."""

    key = models.CharField(max_length=48)
    text = models.CharField(_("word"), max_length=48)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "text"], name="one_slip_to_a_word")]

    def __str__(self):
        return f"{self.key}: {self.text}"
