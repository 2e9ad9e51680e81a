"""What the newsroom has printed about organizations.

This app knows nothing of articles: it reaches their live editions by the relation that they have to it.
"""

import datetime as dt

from django.db.models import OuterRef, QuerySet, Subquery

from spacenews.firms.models import Organization

BY_ROW = (
    "-coverage__published_at",
    "-coverage__edition_id",
)  # the order that the rows of coverage are indexed in


def stories(firm: Organization, language: str, now: dt.datetime) -> QuerySet:
    """Return its live editions for a reader's language, one a story, newest first."""
    editions = Organization.editions.rel.related_model.objects
    return editions.listed(language, now, coverage__organization=firm).order_by(*BY_ROW)


def covered_at(now: dt.datetime) -> Subquery:
    """Return the first publication of the newest story about an organization, in any language."""
    editions = Organization.editions.rel.related_model.objects.live(now)
    newest = editions.filter(coverage__organization=OuterRef("pk")).order_by(*BY_ROW)
    return Subquery(newest.values("published_at")[:1])
