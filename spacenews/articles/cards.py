"""The stored piece of HTML that stands for an edition in lists, one column a language."""

from django.db import connections, transaction
from django.template.loader import render_to_string
from django.utils import translation

from spacenews.articles.models.edition import CARD_COLUMNS, Edition

VERSION = (
    3  # raise it when templates/parts/card.html or the parts in it change; `migrate` draws the old ones again
)
BATCH = 500


def draw(edition: Edition) -> None:
    """Render and store the cards of an edition whose rows are in place."""
    _render(edition)
    edition.save(update_fields=["card_version", *CARD_COLUMNS.values()])


def redraw(editions, report=None) -> int:
    """Draw the cards of many editions again, in batches; return how many. `report` is told each batch's total."""
    done, last = 0, 0
    editions = editions.order_by("pk").select_related("section", "lead").prefetch_related("lead__renditions")
    while batch := list(editions.filter(pk__gt=last)[:BATCH]):
        for edition in batch:
            _render(edition)
        Edition.objects.bulk_update(batch, ["card_version", *CARD_COLUMNS.values()])
        done, last = done + len(batch), batch[-1].pk
        if report:
            report(done)
    return done


def _render(edition: Edition) -> None:
    for language, column in CARD_COLUMNS.items():
        with translation.override(language):
            setattr(edition, column, render_to_string("parts/card.html", {"edition": edition}).strip())
    edition.card_version = VERSION


def redraw_named(sender, instance, created, **kwargs) -> None:
    """A section or author was renamed: a card prints their names."""
    if not created:
        with transaction.atomic():
            redraw(instance.editions.distinct())


def redraw_illustrated(sender, image, **kwargs) -> None:
    """A picture has new renditions: a card names their addresses. Sent inside the transaction that records them."""
    redraw(image.editions.all())


def redraw_old(using, **kwargs) -> None:
    """After migrations: cards of an old version are drawn again. Mostly finds nothing."""
    if Edition._meta.db_table not in connections[using].introspection.table_names():
        return
    with transaction.atomic():
        redraw(Edition.objects.exclude(card_version=VERSION))
