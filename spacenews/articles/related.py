"""Related stories: by shared firms, then by shared tags, within a bounded window of the newest."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, Value

from spacenews.articles import lists
from spacenews.articles.models import Edition, EditionCoverage, EditionTag
from spacenews.articles.models.edition import Card
from spacenews.prepared import numbered, prepared

WINDOW, FIRM_WEIGHT, TAG_WEIGHT = 60, 3, 2
CANDIDATES = 12  # so many are looked up: not each of them stands in the reader's lists


def related_to(
    edition: Edition, firms: list[int], tags: list[int], language: str, now: dt.datetime, most: int = 3
) -> list[Card]:
    """Return the stories that share most with an edition, the newer first among equals; two queries."""
    shared, newest = Counter(), dict[int, dt.datetime]()
    for story, at, weight in newest_rows(firms, tags, now):
        shared[story] += weight
        newest[story] = max(at, newest.get(story, at))
    shared.pop(edition.story_id, None)
    ranked = sorted(shared, key=lambda story: (shared[story], newest[story]), reverse=True)[:CANDIDATES]
    found = lists.cards_of(ranked, language, now)
    return sorted(found, key=lambda card: ranked.index(card.story_id))[:most]


def newest_rows(firms: list[int], tags: list[int], now: dt.datetime) -> list[tuple]:
    """Return the newest live stories of each firm and tag, their dates and a weight: a bounded window each."""
    if not (firms or tags):
        return []
    found = _newest_rows(now=now, **numbered(firms, "firm"), **numbered(tags, "tag"))
    dates = {(story, owner, weight): at for story, owner, at, weight in found}
    return [(story, at, weight) for (story, _owner, weight), at in dates.items()]


@prepared
def _newest_rows(*, now: dt.datetime, **owners: int) -> QuerySet:
    firms, tags = (
        [number for name, number in owners.items() if name.startswith(kind)] for kind in ("firm", "tag")
    )
    covered = _rows_of(EditionCoverage, "organization", firms, FIRM_WEIGHT, now)
    tagged = _rows_of(EditionTag, "tag", tags, TAG_WEIGHT, now)
    if covered is None or tagged is None:
        return tagged if covered is None else covered
    return covered.union(tagged, all=True)


def _rows_of(rows, of: str, owners: list[int], weight: int, now: dt.datetime) -> QuerySet | None:
    if not owners:
        return None
    found = newest_of_each(rows.objects.all(), of, owners, now, WINDOW)
    return found.values_list("story", of, "published_at", Value(weight))


def newest_of_each(rows: QuerySet, of: str, owners: Collection[int], now: dt.datetime, most: int) -> QuerySet:
    """Return of each owner's rows the newest of live editions, so many; owned by nobody, there are none."""
    live = Q(edition__live_until__gt=now) | Q(edition__live_until=None), Q(edition__live_from__lte=now)
    windows = (
        rows.filter(*live, **{of: owner}).order_by("-published_at", "-edition_id")[:most] for owner in owners
    )
    within = (Q(pk__in=window.values("pk")) for window in windows)
    return rows.filter(reduce(or_, within, Q(pk__in=()))).order_by()
