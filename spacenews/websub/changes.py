"""Which feeds are others than they were, by what came live or was withdrawn in a span of time."""

import datetime as dt
from itertools import chain

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation

from spacenews.articles.models import Edition
from spacenews.firms.models import Organization

FORMS = ("rss", "atom", "json")
MOST = 100  # editions at once, the newest: an import tells of these


def topics(since: dt.datetime, until: dt.datetime) -> list[str]:
    """Return the addresses of the feeds that changed after one moment and up to another, none twice."""
    came = Edition.objects.filter(live_from__gt=since, live_from__lte=until).order_by("-live_from", "-pk")
    went = Edition.objects.withdrawn().filter(live_until__gt=since, live_until__lte=until).order_by("-pk")
    firms = Prefetch("firms", Organization.objects.public(until))
    with_lists = (
        editions.select_related("section").prefetch_related("tags", "authors", firms)[:MOST]
        for editions in (came, went)
    )
    return list(dict.fromkeys(topic for edition in chain(*with_lists) for topic in topics_of(edition)))


def topics_of(edition: Edition) -> list[str]:
    """Return the feeds that an edition stands in, all in its own language."""
    lists = [("all", []), *([("corrections", [])] if edition.correction else [])]
    lists += [("section", [edition.section.slug])] if edition.section else []
    lists += [("tag", [tag.slug]) for tag in edition.tags.all()]
    lists += [("author", [author.slug]) for author in edition.authors.all()]
    lists += [("firm", [firm.slug]) for firm in edition.firms.all()]
    with translation.override(edition.language):
        return [
            settings.SITE_URL + reverse(f"{kind}-{form}", args=args) for kind, args in lists for form in FORMS
        ]
