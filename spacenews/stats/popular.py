"""The stories that readers opened most, by whole days that are over: so the widget changes at midnight alone."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils.timezone import localdate

from spacenews.articles.models import Edition
from spacenews.stats.models import Kind, Views

WINDOW = timedelta(days=7)
SHOWN, FEWEST = 5, 3  # stories; fewer than FEWEST are no list
FEWEST_VIEWS = 3  # of an article, to be among them
CONSIDERED = 100  # articles


def popular(language: str, now: datetime) -> list[Edition]:
    """Return the editions to list, one a story, in the language or else the original."""
    stories = views_of_stories(now)
    listed = Edition.objects.listed(language, now).filter(story__in=stories)
    found = listed.only("path", "headline", "language", "story", "published_at")
    ranked = sorted(
        found, key=lambda edition: (stories[edition.story_id], edition.published_at), reverse=True
    )
    return ranked[:SHOWN] if len(ranked) >= FEWEST else []


def views_of_stories(now: datetime) -> Counter[int]:
    """Return how often each story was read, in whichever language."""
    today = localdate(now)
    week = Views.objects.filter(kind=Kind.ARTICLE, day__gte=today - WINDOW, day__lt=today)
    read = week.values("key").annotate(views=Sum("times")).filter(views__gte=FEWEST_VIEWS)
    views = dict(read.order_by("-views", "-key").values_list("key", "views")[:CONSIDERED])
    stories = Counter()
    live = Edition.objects.live(now).filter(article__in=views)
    for article, story in live.values_list("article", "story"):
        stories[story] += views[article]
    return stories
