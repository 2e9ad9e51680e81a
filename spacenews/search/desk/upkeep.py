"""Bringing the desk's index into agreement with the working copies, as search.upkeep does for editions."""

from collections.abc import Callable, Iterator

from django.db.models import Exists, OuterRef, QuerySet

from spacenews.articles.models import Article
from spacenews.search.desk import index
from spacenews.search.models.working import WorkingEntry, WorkingWords

BATCH = 100  # articles to a transaction: a fraction of a second
COMPARED = ("title", "points", "labels", "body")


def stale() -> QuerySet:
    """Return the articles whose entry is missing, without words, or of an old version."""
    entries = WorkingEntry.objects.filter(article=OuterRef("pk"), version=index.VERSION)
    words = WorkingWords.objects.filter(article=OuterRef("pk"))
    return Article.objects.exclude(Exists(entries) & Exists(words))


def abandoned() -> list[int]:
    """Return the numbers of articles that are gone and still have an entry or words."""
    gone = ~Exists(Article.objects.filter(pk=OuterRef("article")))
    found = (
        model.objects.filter(gone).values_list("article", flat=True) for model in (WorkingEntry, WorkingWords)
    )
    return sorted({pk for pks in found for pk in pks})


def age_all() -> None:
    """Mark every entry as old, so that it is written anew, by this run or by one that goes on after it."""
    WorkingEntry.objects.update(version=0)


def renew(report: Callable[[int], None]) -> int:
    """Write stale entries and drop abandoned ones, in batches while the desk works; return how many were written."""
    index.leave_out(abandoned())
    done, last = 0, 0
    while pks := list(stale().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += index.take_in(pks)
        last = pks[-1]
        report(done)
    return done


def held() -> int:
    return WorkingEntry.objects.count()


def disagreements() -> Iterator[str]:
    """Yield one line for each article whose entry is not what it should be."""
    yield from (f"article {pk} is gone and still has an entry" for pk in abandoned())
    last = 0
    while batch := list(index.with_rows(Article.objects.filter(pk__gt=last))[:BATCH]):
        yield from differences(batch)
        last = batch[-1].pk


def differences(batch: list[Article]) -> Iterator[str]:
    old = set(stale().filter(pk__in=[article.pk for article in batch]).values_list("pk", flat=True))
    rows = WorkingWords.objects.filter(article__in=batch)
    held = {pk: values for pk, *values in rows.values_list("article", *COMPARED)}
    for article in batch:
        _entry, words = index.entry_of(article)
        if article.pk in old:
            yield f"article {article.pk} has no entry, or one of an old version"
        elif held[article.pk] != [getattr(words, column) for column in COMPARED]:
            yield f"article {article.pk} has an entry of other words"
