"""What the widgets list: bounded windows, never all editions."""

import datetime as dt
from collections import Counter

from spacenews.articles.models import Edition, EditionCoverage, EditionTag, Tag
from spacenews.firms.models import Organization

WINDOW, TAGS, FIRMS = 100, 12, 8


def newest_stories(language: str, now: dt.datetime) -> list[int]:
    """Return the ids of the editions that tags and firms are counted over."""
    return list(Edition.objects.listed(language, now).newest().values_list("pk", flat=True)[:WINDOW])


def top_tags(editions: list[int]) -> list[Tag]:
    """Return the tags with most of these stories, each with `.stories`."""
    counted = Counter(EditionTag.objects.filter(edition__in=editions).values_list("tag", flat=True))
    return _counted(Tag.objects.in_bulk(counted), counted, TAGS)


def top_firms(editions: list[int], now: dt.datetime) -> list[Organization]:
    """Return the organizations in most of these stories, each with `.stories`."""
    counted = Counter(
        EditionCoverage.objects.filter(edition__in=editions).values_list("organization", flat=True)
    )
    firms = Organization.objects.public(now).prefetch_related("names").in_bulk(counted)
    return _counted(firms, counted, FIRMS)


def _counted(records: dict, counted: Counter, most: int) -> list:
    ranked = sorted(records.values(), key=lambda record: (-counted[record.pk], str(record)))[:most]
    for record in ranked:
        record.stories = counted[record.pk]
    return ranked
