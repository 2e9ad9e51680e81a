"""Which old revisions of an article nobody needs any more. What was published, or is waited for, always stays."""

import datetime as dt
from collections.abc import Callable, Iterator

from django.utils.timezone import localtime

from spacenews.articles.models import Article, Autosave, Edition, Revision

BATCH, AT_ONCE = 200, 500  # articles that are looked at together, and revisions that are removed

# Of the old ones, the newest of each span stays.
SPANS: dict[str, Callable[[dt.datetime], tuple]] = {
    "none": lambda moment: (moment,),
    "day": lambda moment: (moment.date(),),
    "week": lambda moment: moment.isocalendar()[:2],
    "month": lambda moment: (moment.year, moment.month),
}


def batches(first: int = 0) -> Iterator[list[int]]:
    """Return the ids of all articles from one on, some at a time: what is new meanwhile comes last."""
    while True:
        articles = Article.objects.filter(pk__gte=first).order_by("pk")
        found = list(articles.values_list("pk", flat=True)[:BATCH])
        if not found:
            return
        yield found
        first = found[-1] + 1


def lock(articles: list[int]) -> list[int]:
    """Hold articles until the transaction ends, so that none is published meanwhile."""
    found = Article.objects.select_for_update().filter(pk__in=articles).order_by("pk")
    return list(found.values_list("pk", flat=True))


def needless(articles: list[int], before: dt.datetime, span: str) -> list[int]:
    """Return the ids of revisions of some articles that may go: four queries, and no text is read."""
    kept = _kept(articles)
    seen: set[tuple] = set()
    going = []
    old = Revision.objects.filter(article__in=articles, made_at__lt=before, set_aside=None)
    for pk, article, number, made_at in old.order_by("article", "-number").values_list(*COLUMNS):
        place = (article, *SPANS[span](localtime(made_at)))
        if (span != "none" and place not in seen) or (article, number) in kept:
            seen.add(place)
        else:
            going.append(pk)
    return going


def remove(revisions: list[int]) -> None:
    for start in range(0, len(revisions), AT_ONCE):
        Revision.objects.filter(pk__in=revisions[start : start + AT_ONCE]).delete()


COLUMNS = ("pk", "article", "number", "made_at")


def _kept(articles: list[int]) -> set[tuple[int, int]]:
    """Return articles and numbers: the newest, those in review, those printed, those that unsaved text began with."""
    kept = set()
    numbers = ("version", "submitted_version", "approved_version")
    for article, *known in Article.objects.filter(pk__in=articles).values_list("pk", *numbers):
        kept.update((article, number) for number in known if number)
    kept.update(Edition.objects.filter(article__in=articles).values_list("article", "version"))
    kept.update(Autosave.objects.filter(article__in=articles).values_list("article", "based_on"))
    return kept
