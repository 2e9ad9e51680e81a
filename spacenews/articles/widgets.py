"""What the widgets list: bounded windows, never all editions."""

import datetime as dt
from collections import Counter

from django.db.models import Prefetch, QuerySet

from spacenews.articles.models import Edition, EditionCoverage, EditionTag, Tag
from spacenews.firms.models import Name, Organization
from spacenews.prepared import numbered, prepared

WINDOW, TAGS, FIRMS = 100, 12, 8


def newest_stories(language: str, now: dt.datetime) -> list[int]:
    """Return the ids of the editions that tags and firms are counted over."""
    return _newest(language, now=now)


def top_tags(editions: list[int]) -> list[Tag]:
    """Return the tags with most of these stories, each with `.stories`."""
    counted = Counter(_tagged(**numbered(editions)) if editions else [])
    return _counted(_tags(**numbered(counted)) if counted else [], counted, TAGS)


def top_firms(editions: list[int], now: dt.datetime) -> list[Organization]:
    """Return the organizations in most of these stories, each with `.stories`."""
    counted = Counter(_covered(**numbered(editions)) if editions else [])
    return _counted(_firms(now=now, **numbered(counted)) if counted else [], counted, FIRMS)


@prepared
def _newest(language: str, *, now: dt.datetime) -> QuerySet:
    return Edition.objects.listed(language, now).newest().values_list("pk", flat=True)[:WINDOW]


@prepared
def _tagged(**editions: int) -> QuerySet:
    return EditionTag.objects.filter(edition__in=editions.values()).values_list("tag", flat=True)


@prepared
def _tags(**pks: int) -> QuerySet:
    return Tag.objects.filter(pk__in=pks.values())


@prepared
def _covered(**editions: int) -> QuerySet:
    return EditionCoverage.objects.filter(edition__in=editions.values()).values_list(
        "organization", flat=True
    )


@prepared
def _firms(*, now: dt.datetime, **pks: int) -> QuerySet:
    """Only what the widget prints of them: of a hundred, eight are shown."""
    native = Prefetch("names", Name.objects.filter(kind=Name.Kind.NATIVE))
    firms = Organization.objects.public(now).filter(pk__in=pks.values()).prefetch_related(native)
    return firms.only("slug", "name", "short_name", "kind")


def _counted(records: list, counted: Counter, most: int) -> list:
    ranked = sorted(records, key=lambda record: (-counted[record.pk], str(record)))[:most]
    for record in ranked:
        record.stories = counted[record.pk]
    return ranked
