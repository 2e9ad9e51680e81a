"""Making one of two sections, authors or tags: all that named the one names the other, also its old addresses."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _

from spacenews.articles import cards, drawing
from spacenews.articles.models import (
    Article,
    ArticleByline,
    ArticleTag,
    Author,
    Edition,
    EditionByline,
    EditionTag,
    Merged,
    Section,
    Tag,
)
from spacenews.articles.signals import filed_anew
from spacenews.pagecache import stamp

# The rows that name a tag or an author: the model, and the column of what owns the row.
ROWS = {
    Tag: ((ArticleTag, "content_object"), (EditionTag, "edition")),
    Author: ((ArticleByline, "article"), (EditionByline, "edition")),
}
# What one has in the other languages, which the other takes over where it has nothing.
TEXTS = {
    Tag: ("name_id", "name_zh_hans"),
    Section: ("name_id", "name_zh_hans", "deck", "deck_id", "deck_zh_hans"),
    Author: ("bio", "bio_id", "bio_zh_hans", "portrait"),
}
MOST = 5_000  # articles that are written anew in one transaction, in which nobody else can publish


def articles_of(old: Model) -> QuerySet:
    return Article.objects.filter(pk__in=_named(Article, old))


def editions_of(old: Model) -> QuerySet:
    return Edition.objects.filter(pk__in=_named(Edition, old))


def _named(model: type[Model], old: Model) -> QuerySet:
    """Return the numbers of the articles or editions that are filed under it."""
    if isinstance(old, Section):
        return model.objects.filter(section=old).values("pk")
    rows, owner = ROWS[type(old)][model is Edition]
    return rows.objects.filter(**{type(old)._meta.model_name: old}).values(owner)


def offered(old: Model, into: Model) -> dict[str, object]:
    """Return what the one has and the other lacks, by the columns' names."""
    return {
        name: getattr(old, name)
        for name in TEXTS[type(old)]
        if getattr(old, name) and not getattr(into, name)
    }


@transaction.atomic
def merge(old: Model, into: Model, *, taking: tuple[str, ...] = ()) -> int:
    """File under `into` all that is filed under `old`, which is gone then; return how many articles changed.

    `taking` names the columns of `offered` that go with it. Lock order: stamp, then the two, then the rest.
    """
    stamp.take()
    old, into = _held(old, into)
    articles, editions = (
        list(found.values_list("pk", flat=True)) for found in (articles_of(old), editions_of(old))
    )
    if len(articles) > MOST:
        raise ValidationError(_("It names more than %(most)d articles: too many at once.") % {"most": MOST})
    given = {name: value for name, value in offered(old, into).items() if name in taking}
    _file_anew(old, into)
    _lead_addresses(old, into)
    kept = old.pk
    old.delete()
    _give(into, given, editions)
    filed_anew.send(type(into), old=kept, new=into.pk, articles=articles, editions=editions)
    return len(articles)


def _give(into: Model, given: dict[str, object], editions: list[int]) -> None:
    """Store what is taken over; cards print what a section is called, also those that are filed under it already."""
    for name, value in given.items():
        setattr(into, name, value)
    if given:
        into.save()
    elif isinstance(into, Section):
        cards.redraw(Edition.objects.filter(pk__in=editions))


def _held(old: Model, into: Model) -> tuple[Model, Model]:
    """Return both as they are now, locked in one order whoever merges which."""
    if old.pk == into.pk:
        raise ValidationError(_("Choose another one: this is the same."))
    rows = type(old).objects.select_for_update().order_by("pk").in_bulk([old.pk, into.pk])
    if len(rows) < 2:
        raise ValidationError(_("One of them is not there any more."))
    return rows[old.pk], rows[into.pk]


def _file_anew(old: Model, into: Model) -> None:
    """Let every row name the other; a row beside one that does already goes."""
    if isinstance(old, Section):
        for model in (Article, Edition):
            model.objects.filter(section=old).update(section=into)
        return
    name = old._meta.model_name
    for rows, owner in ROWS[type(old)]:
        beside = rows.objects.filter(**{name: into, owner: OuterRef(owner)})
        rows.objects.filter(Exists(beside), **{name: old}).delete()
        rows.objects.filter(**{name: old}).update(**{name: into})


def _lead_addresses(old: Model, into: Model) -> None:
    """Let the slug, and the ones before it, lead to the other in one hop; numbers in what was written before, too."""
    slugs = old.former_slugs.model.objects
    slugs.filter(owner=old).update(owner=into)
    slugs.update_or_create(slug=old.slug, defaults={"owner": into})
    _lead_number(old._meta.model_name, old.pk, into.pk)


def _lead_number(kind: str, old: int, new: int) -> None:
    Merged.objects.filter(kind=kind, new=old).update(new=new)
    Merged.objects.create(kind=kind, old=old, new=new)


def source_was_merged(sender, old: int, new: int, **kwargs) -> None:
    """Let what was written before find the source; what is drawn of editions names it once it is drawn anew."""
    _lead_number(Merged.Kind.SOURCE, old, new)
    drawing.drop_named(drawing.NAMED_BY["firms.Source"][0], [new])
