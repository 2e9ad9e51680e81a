"""Writing the desk's index: an article's entry is written in the transaction that writes the article or its rows."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from spacenews.articles.models import Article, ArticleCoverage, ArticleTag
from spacenews.articles.signals import rows_taken
from spacenews.markup import plain
from spacenews.search import text
from spacenews.search.index import bounded, labels_of
from spacenews.search.models.working import WorkingEntry, WorkingWords

VERSION = 1  # raise it when what an entry holds changes; `manage.py reindex` writes the old ones again
COLUMNS = {"headline", "deck", "points", "body", "slug", "section", "language", "created_by"}


def listen() -> None:
    post_save.connect(article_saved, Article, dispatch_uid="index_a_saved_article")
    post_delete.connect(article_deleted, Article, dispatch_uid="forget_a_deleted_article")
    rows_taken.connect(article_saved, Article, dispatch_uid="index_an_article_with_new_rows")
    for row in (ArticleTag, ArticleCoverage):
        for signal in (post_save, post_delete):
            signal.connect(row_changed, row, dispatch_uid=f"index_the_article_of_a_row {row} {signal}")


def article_saved(instance: Article | None = None, update_fields=None, article=None, **kwargs) -> None:
    if update_fields is None or COLUMNS & set(update_fields):
        take_in([(instance or article).pk])


def article_deleted(instance: Article, **kwargs) -> None:
    leave_out([instance.pk])


def row_changed(instance: ArticleTag | ArticleCoverage, **kwargs) -> None:
    take_in([instance.content_object_id if isinstance(instance, ArticleTag) else instance.article_id])


@transaction.atomic
def take_in(pks: list[int]) -> int:
    """Write the entries of these articles anew, as the database holds them, and drop those of articles that are gone.

    The articles are held meanwhile: of two who write rows of one article, the second sees the rows of both.
    """
    articles = list(with_rows(Article.objects.select_for_update(no_key=True).filter(pk__in=pks)))
    leave_out(pks)
    rows = [entry_of(article) for article in articles]
    WorkingEntry.objects.bulk_create([entry for entry, _words in rows])
    WorkingWords.objects.bulk_create([words for _entry, words in rows])
    return len(rows)


def leave_out(pks: list[int]) -> None:
    WorkingWords.objects.filter(article__in=pks).delete()
    WorkingEntry.objects.filter(article__in=pks).delete()


def with_rows(articles: QuerySet) -> QuerySet:
    return articles.order_by("pk").prefetch_related("tag_rows", "coverage")


def entry_of(article: Article) -> tuple[WorkingEntry, WorkingWords]:
    """Return the unsaved rows of an article whose own rows are in place. Its slug is searched as its points are."""
    language = article.language
    line = " ".join([article.deck, *article.points, article.slug])
    heads = (text.tokens(article.headline, language), text.tokens(line, language), list(marks_of(article)))
    title, points, marks, body = bounded(*heads, text.tokens(plain(article.body), language))
    head = {"title": title, "points": points, "labels": marks}
    entry = WorkingEntry(article=article, version=VERSION, **head)
    return entry, WorkingWords(article=article, body=body, **head)


def marks_of(article: Article) -> Iterator[str]:
    """Yield the labels that an edition has, and whose article it is."""
    if article.created_by_id:
        yield owner(article.created_by_id)
    yield from labels_of(article)


def owner(pk: int) -> str:
    """Return what stands for a person's own articles, as labels.token does for what articles are filed under."""
    return f"u{pk}"
