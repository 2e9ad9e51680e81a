"""Marking that a source is gone, or there again."""

from django.db import transaction

from spacenews.firms.models import Source, SourceCheck
from spacenews.pagecache import clock, stamp


@transaction.atomic
def mark(pk: int, is_gone: bool) -> Source | None:
    """Return the source if that changed it; once it is there again the days on which it was not count no more."""
    stamp.take()
    source = Source.objects.select_for_update().filter(pk=pk, gone_since__isnull=is_gone).first()
    if source:
        source.gone_since = clock.now().date() if is_gone else None
        source.save(update_fields=["gone_since"])
        SourceCheck.objects.filter(source=source).update(failed_days=0)
    return source
