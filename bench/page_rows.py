"""What generated articles lack of a reader's page: bylines, sources, lead pictures, and their stored pieces."""

import re
from functools import cache

from django.db import transaction
from django.test import Client
from django.urls import reverse

from bench.fill import BATCH, MADE, index, kept, places, say
from spacenews.articles import cards, paging
from spacenews.articles.models import Author, Edition, EditionByline, EditionSource
from spacenews.firms.models import Source
from spacenews.images.models import Image
from spacenews.pagecache import clock, stamp

SOURCES = 3
COMMON, RARE = "rocket", "xenotaph"


def add(size: int) -> None:
    """Add what is missing, once; a run that was broken off is finished."""
    lacking = Edition.objects.filter(slug__startswith=MADE, bylines=None).order_by("pk")
    left = lacking.count()
    while editions := list(lacking[:BATCH]):
        say(f"{left} of {size} articles are to be completed")
        complete(editions)
        left -= len(editions)
    index(size)


@transaction.atomic
def complete(editions: list[Edition]) -> None:
    stamp.take()
    EditionByline.objects.bulk_create(byline(edition) for edition in editions)
    EditionSource.objects.bulk_create(row for edition in editions for row in sources(edition))
    for edition in editions:
        edition.lead = pictures()[edition.pk % len(pictures())]
    Edition.objects.bulk_update(editions, ["lead"])
    cards.redraw(Edition.objects.filter(pk__in=[edition.pk for edition in editions]))


@cache
def pictures() -> list[Image]:
    """Those of the sample, which have their renditions."""
    return list(Image.objects.filter(renditions__isnull=False).distinct().order_by("pk"))


def byline(edition: Edition) -> EditionByline:
    author = kept(Author)[edition.pk % len(kept(Author))]
    return EditionByline(edition=edition, author=author, **places(edition))


def sources(edition: Edition) -> list[EditionSource]:
    cited = (kept(Source)[(edition.pk + number) % 20] for number in range(SOURCES))
    return [
        EditionSource(edition=edition, source=source, position=at, **places(edition))
        for at, source in enumerate(cited)
    ]


def addresses() -> dict[str, str]:
    """Return a page of each kind: those of an article from the middle of the archive, which names all that has one."""
    articles = Edition.objects.live(clock.now()).filter(slug__startswith=MADE, language="en").newest()
    edition = articles[articles.count() // 2]
    month = f"/{edition.published_at:%Y/%m}/"
    return {
        "front": reverse("front"),
        "section": edition.section.url,
        "section, far back": f"{edition.section.url}?before={far_back(edition)}",
        "article": edition.url,
        "tag": edition.tags.first().url,
        "author": edition.authors.first().url,
        "firm": edition.firms.first().url,
        "month": month,
        "search, a common word": f"{reverse('search')}?q={COMMON}",
        "search, a rare word": f"{reverse('search')}?q={RARE}",
        "RSS": reverse("all-rss"),
        "Atom": reverse("all-atom"),
        "JSON feed": reverse("all-json"),
        **sitemaps(month),
    }


def far_back(edition: Edition) -> str:
    """Return the place of the middle of a section's list."""
    return paging.key_of(edition.published_at, edition.pk)


def sitemaps(month: str) -> dict[str, str]:
    """Return the part that holds a month."""
    index = Client(SERVER_NAME="127.0.0.1").get(reverse("sitemap")).text
    parts = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", index)
    year, number = month.strip("/").split("/")
    return {
        "sitemap, a part": next(part for part in parts if re.search(rf"{year}-?(?:{number})?\.xml", part))
    }
