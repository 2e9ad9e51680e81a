"""The newest stories with the organizations that they name: a bounded window, never all editions."""

import datetime as dt

from django.db.models import Prefetch

from spacenews.articles.models import Edition
from spacenews.firms.models import Organization

WINDOW = 100


def newest_with_firms(language: str, now: dt.datetime) -> list[Edition]:
    """Return those of the newest stories that name a public organization, each with `.named`: these, by name."""
    firms = Prefetch("firms", Organization.objects.public(now).order_by("name"), to_attr="named")
    stories = Edition.objects.listed(language, now).newest().prefetch_related(firms)
    printed = stories.only("pk", "path", "headline", "language", "published_at")
    return [edition for edition in printed[:WINDOW] if edition.named]
