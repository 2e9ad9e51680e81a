"""What Wagtail's search is given of an edition: its own library indexes and searches it."""

from django.db import models
from modelsearch import index
from modelsearch.queryset import SearchableQuerySetMixin


class StoryQuerySet(SearchableQuerySetMixin, models.QuerySet):
    pass


class Story(index.Indexed, models.Model):
    """The words of an edition, under its key."""

    headline = models.TextField()
    deck = models.TextField()
    body = models.TextField()

    objects = StoryQuerySet.as_manager()
    search_fields = (
        index.SearchField("headline", boost=8),
        index.SearchField("deck", boost=4),
        index.SearchField("body"),
    )

    def __str__(self):
        return self.headline
