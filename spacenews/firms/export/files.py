"""A kind of record as the text of a file, piece by piece: only a few hundred records are in memory at a time."""

import csv
import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from spacenews.firms.export.kinds import Kind
from spacenews.tables import LICENCE, attribution, dumped, guarded, licence

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class _Line:
    """What a csv.writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def made_on(now: dt.datetime) -> str:
    """Return the day in the site's zone. The moment would tell, by each change of it, when the desk wrote something."""
    return timezone.localtime(now).date().isoformat()


def text(kind: Kind, form: str, now: dt.datetime) -> Iterator[str]:
    return {"csv": _csv, "json": _json}[form](kind, now)


def _csv(kind: Kind, now: dt.datetime) -> Iterator[str]:
    """Yield a head and a line a record; the licence is in each, as a line may be taken out of its table."""
    writer = csv.writer(_Line())
    yield writer.writerow([*kind.columns, LICENCE])
    for row in kind.rows(now):
        yield writer.writerow([*map(guarded, kind.cells(row)), attribution()])


def _json(kind: Kind, now: dt.datetime) -> Iterator[str]:
    head = {
        LICENCE: licence(),
        "publisher": {"name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"},
        "made_on": made_on(now),
        "kind": kind.name,
        "count": kind.count(now),
    }
    yield dumped(head)[:-1] + ',"records":['
    between = "\n"
    for row in kind.rows(now):
        yield between + dumped(kind.record(row))
        between = ",\n"
    yield "\n]}\n"
