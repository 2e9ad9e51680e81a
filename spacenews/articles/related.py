"""Related stories: by shared firms, then by shared tags, within a bounded window of the newest."""

import datetime as dt
from collections import Counter
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from spacenews.articles import lists
from spacenews.articles.models import Edition, EditionCoverage, EditionTag
from spacenews.articles.models.edition import Card
from spacenews.prepared import numbered, prepared

WINDOW, FIRM_WEIGHT, TAG_WEIGHT = 60, 3, 2
CANDIDATES = 12  # so many are looked up: not each of them stands in the reader's lists


def related_to(
    edition: Edition, firms: list[int], tags: list[int], language: str, now: dt.datetime, most: int = 3
) -> list[Card]:
    """Return the stories that share most with an edition, the newer first among equals; three queries."""
    pairs = [
        *newest_rows(EditionCoverage, "organization", firms, FIRM_WEIGHT, now),
        *newest_rows(EditionTag, "tag", tags, TAG_WEIGHT, now),
    ]
    shared, newest = Counter(), dict[int, dt.datetime]()
    for story, at, weight in pairs:
        shared[story] += weight
        newest[story] = max(at, newest.get(story, at))
    shared.pop(edition.story_id, None)
    ranked = sorted(shared, key=lambda story: (shared[story], newest[story]), reverse=True)[:CANDIDATES]
    found = lists.cards_of(ranked, language, now)
    return sorted(found, key=lambda card: ranked.index(card.story_id))[:most]


def newest_rows(rows, of: str, owners: list[int], weight: int, now: dt.datetime) -> list[tuple]:
    """Return the newest live stories of each owner, their dates and a weight; a bounded window each, one query."""
    found = _newest_rows(rows, of, now=now, **numbered(owners)) if owners else []
    dates = {(story, owner): at for story, owner, at in found}
    return [(story, at, weight) for (story, _owner), at in dates.items()]


@prepared
def _newest_rows(rows, of: str, *, now: dt.datetime, **owners: int) -> QuerySet:
    live = Q(edition__live_until__gt=now) | Q(edition__live_until=None), Q(edition__live_from__lte=now)
    windows = (
        rows.objects.filter(*live, **{of: owner}).order_by("-published_at", "-edition_id")[:WINDOW]
        for owner in owners.values()
    )
    within = [Q(pk__in=window.values("pk")) for window in windows]
    return rows.objects.filter(reduce(or_, within)).values_list("story", of, "published_at")
