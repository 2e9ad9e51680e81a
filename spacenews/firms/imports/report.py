"""What the lines of a table came to, in words: for a page, and as a table to take away."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from spacenews.firms.models import Identifier, Import, ImportLine, Name, Organization

HEADER = ["line", "verdict", "written", "name", "record", "message", "difference"]


def changes(line: ImportLine) -> list[dict]:
    """Return what the line says otherwise than the record, each with the label of its field."""
    told = line.difference.get("changes", [])
    return [
        {"label": label(field), "before": words(before), "after": words(after)}
        for field, before, after in told
    ]


def label(field: str) -> str:
    part, _colon, kind = field.partition(":")
    if part == "name":
        return _("name (%(kind)s)") % {"kind": Name.Kind(kind).label}
    if part == "identifier":
        return str(Identifier.Scheme(kind).label)
    return str(Organization._meta.get_field(field).verbose_name)


def words(value: object) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


def rows(imported: Import) -> Iterator[list]:
    """Yield a row for each line of the table, in the language of whoever asks."""
    lines = imported.lines.select_related("organization").order_by("number")
    for line in lines.iterator(chunk_size=1_000):
        told = "; ".join(f"{row['label']}: {row['before'] or '–'} → {row['after']}" for row in changes(line))
        record = line.organization.slug if line.organization else ""
        yield [line.number, line.verdict, bool(line.written_at), line.name, record, line.message, told]
