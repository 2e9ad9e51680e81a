"""Related stories: by shared firms, then by shared tags, within a bounded window of the newest."""

import datetime as dt
from collections import Counter
from functools import reduce
from operator import or_

from django.db.models import Q

from spacenews.articles.models import Edition, EditionCoverage, EditionTag

WINDOW, FIRM_WEIGHT, TAG_WEIGHT = 200, 3, 2


def related_to(
    edition: Edition, firms: list[int], tags: list[int], language: str, now: dt.datetime, most: int = 3
):
    """Return the stories that share most with an edition, the newer first among equals; three queries."""
    shared: Counter[int] = Counter()
    for rows, of, owners, weight in (
        (EditionCoverage, "organization", firms, FIRM_WEIGHT),
        (EditionTag, "tag", tags, TAG_WEIGHT),
    ):
        for story, _shared in set(newest_rows(rows, of, owners, now).values_list("story", of)):
            shared[story] += weight
    del shared[edition.story_id]
    stories = [story for story, _ in shared.most_common(WINDOW)]
    found = Edition.objects.listed(language, now).filter(story__in=stories).for_cards(language)
    return sorted(found, key=lambda e: (shared[e.story_id], e.published_at), reverse=True)[:most]


def newest_rows(rows, of: str, owners: list[int], now: dt.datetime):
    """Return the rows of the newest live editions of each owner: a bounded window each, one query for all."""
    live = Q(edition__live_until__gt=now) | Q(edition__live_until=None), Q(edition__live_from__lte=now)
    windows = (
        rows.objects.filter(*live, **{of: owner}).order_by("-published_at", "-edition_id")[:WINDOW]
        for owner in owners
    )
    within = [Q(pk__in=window.values("pk")) for window in windows]
    return rows.objects.filter(reduce(or_, within)) if within else rows.objects.none()
