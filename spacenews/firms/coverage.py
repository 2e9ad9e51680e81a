"""What the newsroom has printed about organizations.

This app knows nothing of articles: it reaches their live editions by the relation that they have to it.
"""

import datetime as dt

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from spacenews.firms.models import Organization

BY_ROW = (
    "-coverage__published_at",
    "-coverage__edition_id",
)  # the order that the rows of coverage are indexed in


def stories(firm: Organization | int, language: str, now: dt.datetime) -> QuerySet:
    """Return its live editions for a reader's language, one a story, newest first."""
    editions = Organization.editions.rel.related_model.objects
    return editions.listed(language, now, coverage__organization=firm).order_by(*BY_ROW)


def corrections(firm: Organization | int, language: str, now: dt.datetime) -> QuerySet:
    """Return the editions that put something right in stories about it, as a reader's language lists them."""
    editions = Organization.editions.rel.related_model.objects.corrected(now)
    own = Q(language=language) | Q(article=F("story"))
    return editions.filter(own, coverage__organization=firm).newest(by="live_from")


def covered_at(language: str, now: dt.datetime) -> Subquery:
    """Return when the newest of an organization's stories was published: the first that `stories` would list.

    Where a translation stands in for its original it is the later of the two.
    """
    editions = Organization.editions.rel.related_model.objects.live(now)
    own = Q(language=language) | Q(article=F("story"))
    newest = editions.filter(own, coverage__organization=OuterRef("pk")).order_by(*BY_ROW)
    return Subquery(newest.values("published_at")[:1])
