"""What a document of an article names by id, by its name as a person may see it: one query a kind."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.articles import references
from spacenews.articles.models import ArticleCoverage, Author, Kind, Language, Section, Tag
from spacenews.firms.models import Organization, Source
from spacenews.images.models import Image
from spacenews.prose import KINDS

# The fields of a document in the order of the form.
LABELS = {
    "headline": gettext_lazy("Headline"),
    "deck": gettext_lazy("Deck"),
    "points": gettext_lazy("Main points"),
    "body": gettext_lazy("Text"),
    "section_id": gettext_lazy("Section"),
    "kind": gettext_lazy("Kind"),
    "unconfirmed": gettext_lazy("Unconfirmed"),
    "language": gettext_lazy("Language"),
    "tag_rows": gettext_lazy("Tags"),
    "lead_id": gettext_lazy("Lead picture"),
    "bylines": gettext_lazy("Byline"),
    "coverage": gettext_lazy("Firms"),
    "source_rows": gettext_lazy("Sources"),
    "printed_figures": gettext_lazy("Figures in the text"),
    "slug": gettext_lazy("Address"),
    "source_line": gettext_lazy("Source line"),
    "source_line_source_id": gettext_lazy("Source of the source line"),
}
WORDS = {
    **KINDS,
    "section": gettext_lazy("Section"),
    "source": gettext_lazy("Source"),
    "author": gettext_lazy("Author"),
    "tag": gettext_lazy("Tag"),
    "organization": gettext_lazy("Firm"),
}
MODELS = {
    **references.MODELS,
    "section": Section,
    "source": Source,
    "author": Author,
    "tag": Tag,
    "organization": Organization,
}
COLUMNS = {"section_id": "section", "lead_id": "image", "source_line_source_id": "source"}
CHOICES = {"kind": Kind, "language": Language}
ROWS = {
    "tag_rows": ("tag", "tag_id"),
    "bylines": ("author", "author_id"),
    "coverage": ("organization", "organization_id"),
    "source_rows": ("source", "source_id"),
    "printed_figures": ("figure", "figure_id"),
}


class Records:
    """The records that documents name. A picture that the person may not see has a number and no name."""

    def __init__(self, documents: Iterable[dict], user):
        wanted: dict[str, set[int]] = {kind: set() for kind in MODELS}
        for document in documents:
            for kind, pk in _named(document):
                wanted[kind].add(pk)
        self.names = {
            kind: {pk: str(record) for pk, record in MODELS[kind].objects.in_bulk(pks).items()} if pks else {}
            for kind, pks in wanted.items()
        }
        if self.names["image"]:
            self._hide_pictures(Image.objects.visible_to(user))

    def _hide_pictures(self, visible) -> None:
        pictures = self.names["image"]
        for pk in set(pictures).difference(visible.filter(pk__in=pictures).values_list("pk", flat=True)):
            pictures[pk] = _("number %(number)s") % {"number": pk}

    def name(self, kind: str, pk: int) -> str:
        return self.names[kind].get(pk) or _("number %(number)s, no longer there") % {"number": pk}

    def value(self, name: str, document: dict) -> str:
        """Return in words what a document says of a column that is no text; nothing where nothing is chosen."""
        value = document.get(name)
        if name in COLUMNS:
            return self.name(COLUMNS[name], value) if value else ""
        if name in CHOICES:
            return str(dict(CHOICES[name].choices).get(value, value or ""))
        return _("yes") if value else _("no")

    def rows(self, name: str, document: dict) -> list[str]:
        """Return the rows of a kind in words, in the order that is printed."""
        kind, column = ROWS[name]
        rows = sorted(document.get(name) or [], key=lambda row: row.get("position", 0))
        told = [self._row(self.name(kind, row[column]), row) for row in rows]
        return sorted(told) if name == "tag_rows" else told

    def _row(self, name: str, row: dict) -> str:
        if "role" in row:
            return f"{name} ({dict(ArticleCoverage.Role.choices).get(row['role'], row['role'])})"
        return f"“{row['words']}”: {row['as_printed']}" if "words" in row else name


def _named(document: dict) -> Iterable[tuple[str, int]]:
    for column, kind in COLUMNS.items():
        if document.get(column):
            yield kind, document[column]
    for name, (kind, column) in ROWS.items():
        yield from ((kind, row[column]) for row in document.get(name) or [])
    for kind, pks in references.ids(document.get("body") or "").items():
        yield from ((kind, pk) for pk in pks)
