"""What generated articles lack of a reader's page: bylines, sources, lead pictures, and their stored pieces."""

from functools import cache

from django.db import transaction

from bench.fill import BATCH, MADE, index, kept, places, say
from spacenews.articles import cards
from spacenews.articles.models import Author, Edition, EditionByline, EditionSource
from spacenews.firms.models import Source
from spacenews.images.models import Image
from spacenews.pagecache import stamp

SOURCES = 3


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
