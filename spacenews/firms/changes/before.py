"""What stood before a row was saved or deleted, and whether readers saw it."""

from django.db import models

from spacenews.firms.changes import notes
from spacenews.pagecache import clock


def is_public(record) -> bool:
    return bool(record and record.public_from and record.public_from <= clock.now())


def stored(rows: models.QuerySet, instance: models.Model, raw: bool) -> models.Model | None:
    """Return a record as it is stored, unless it is new or nobody wants to know."""
    if raw or notes.is_quiet() or not instance.pk:
        return None
    return rows.filter(pk=instance.pk).first()


def began_with(origin, model: type[models.Model]) -> bool:
    """Whether a row goes because its owner does: `origin` is what was deleted, a record or a queryset."""
    return getattr(origin, "model", type(origin)) is model
