"""What is drawn once of an edition and kept ready: a part of its page in each language, and its entry in feeds."""

import json
import re
from collections.abc import Callable

from django.db import models
from django.utils.safestring import SafeString, mark_safe

from spacenews.articles.models.edition import Edition

PLACE = re.compile(r"<!--part (\w+)-->")


class Piece(models.Model):
    """A row that is missing, or of another version, is drawn when it is asked for: never wrong, only slower.

    It says nothing of its own, so it is no public table: what it prints stands in those that are.
    """

    class Kind(models.TextChoices):
        PAGE = "page"
        ENTRY = "entry"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pieces")
    kind = models.CharField(max_length=5, choices=Kind)
    language = models.CharField(max_length=7)  # of the interface; an entry stands in feeds of its own alone
    html = models.TextField()
    told_json = models.TextField()  # what is told beside the HTML; PostgreSQL's own JSON would lose its order
    version = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "language"], name="one_piece_of_a_kind_and_language"
            )
        ]

    def __str__(self):
        return f"{self.edition_id}: {self.kind}, {self.language}"

    @property
    def told(self) -> dict:
        """What a page says in its head, or an entry in its other fields."""
        return json.loads(self.told_json)

    def filled(self, printed: Callable[[str], str]) -> SafeString:
        """Return the HTML with what is printed of each part in its place; our own templates escape what was written."""
        return mark_safe(PLACE.sub(lambda found: printed(found[1]), self.html))
