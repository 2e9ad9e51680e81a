"""Related stories: by shared firms, then by shared tags, within a bounded window of the newest."""

import datetime as dt
from collections import Counter

from spacenews.articles.models import Edition, EditionCoverage, EditionTag

WINDOW, FIRM_WEIGHT, TAG_WEIGHT = 200, 3, 2


def related_to(
    edition: Edition, firms: list[int], tags: list[int], language: str, now: dt.datetime, most: int = 3
):
    """Return the stories that share most with an edition, the newer first among equals; three queries."""
    shared: Counter[int] = Counter()
    for rows, of, weight in (
        (EditionCoverage.objects.filter(organization__in=firms), "organization", FIRM_WEIGHT),
        (EditionTag.objects.filter(tag__in=tags), "tag", TAG_WEIGHT),
    ):
        live = rows.filter(edition__in=Edition.objects.live(now)).exclude(story=edition.story_id)
        for story, _shared in set(live.order_by("-published_at").values_list("story", of)[:WINDOW]):
            shared[story] += weight
    found = Edition.objects.listed(language, now).filter(
        story__in=[story for story, _ in shared.most_common(WINDOW)]
    )
    ranked = sorted(
        found.for_cards(language), key=lambda e: (shared[e.story_id], e.published_at), reverse=True
    )
    return ranked[:most]
