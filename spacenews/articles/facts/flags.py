"""Flags on articles that printed a fact which has changed: raised with the change, lowered by what is printed anew.

All of it is written in the transaction of the change or the publication, and asks indexes alone.
"""

from spacenews.articles import references
from spacenews.articles.facts.printed import Printed, printed, still_prints
from spacenews.articles.models import Edition, EditionBlock, FactFlag
from spacenews.firms.models import FactChange
from spacenews.pagecache import clock

State = FactFlag.State


def flag_printed(sender, change: FactChange, **kwargs) -> None:
    """Flag each article that printed what changed; what waited for an earlier change of the record waits for this."""
    found = printed(change, clock.now())
    earlier = FactFlag.objects.filter(
        change__kind=change.kind, change__record=change.record, state=State.OPEN, settled_by=None
    )
    earlier.exclude(change=change).update(change=change)
    there = set(change.flags.values_list("article", flat=True))
    FactFlag.objects.bulk_create(
        flag_of(change, one) for article, one in found.items() if article not in there
    )


def flag_of(change: FactChange, one: Printed) -> FactFlag:
    return FactFlag(change=change, article_id=one.article, where=one.where, words=one.words)


def look_at_printed(sender, edition: Edition, **kwargs) -> None:
    """An edition was printed: note what it shows, lower the flags of what it prints no more, raise what is old."""
    note_blocks(edition)
    for flag in edition.article.fact_flags.filter(state=State.OPEN).select_related("change"):
        look_at(flag, edition)
    flag_outdated(edition)


def note_blocks(edition: Edition) -> None:
    named = references.ids(edition.body)
    EditionBlock.objects.bulk_create(
        EditionBlock(edition=edition, kind=kind, record=pk)
        for kind in EditionBlock.Kind
        for pk in named[kind]
    )


def look_at(flag: FactFlag, edition: Edition) -> None:
    """What prints the old fact no more settles a flag; what prints it again takes that back."""
    prints = still_prints(edition, flag)
    if prints == bool(flag.settled_by_id):
        flag.settled_by = None if prints else edition
        flag.save(update_fields=["settled_by"])


def flag_outdated(edition: Edition) -> None:
    """Flag an edition of a working copy that was last saved before a figure in it changed."""
    for row in edition.printed_figures.select_related("figure"):
        if row.as_printed == row.figure.as_printed:
            continue
        change = FactChange.objects.filter(kind=FactChange.Kind.FIGURE, record=row.figure_id).first()
        if change and not change.flags.filter(article=edition.article_id).exists():
            flag_of(change, Printed(edition.article_id, FactFlag.Where.TEXT, row.words)).save()
