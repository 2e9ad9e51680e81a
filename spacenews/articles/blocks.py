"""The boxes in a body, rendered once in the article's language: disclosures, series, disputes, claims, pictures."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from spacenews.articles import references
from spacenews.firms.charts import drawn
from spacenews.firms.models import Claim, Dispute, Figure, FigureGroup
from spacenews.firms.series import series_of
from spacenews.images.models import Image

MOST_CHARTS = 2  # of one series in a text; its own page has all


class Blocks:
    """What the references of one edition stand for, read in one query a kind."""

    def __init__(self, edition):
        self.language = edition.language
        named = references.ids(edition.body)
        sourced = ("source",), ("further_sources",)
        self.figures = _in_bulk(Figure.objects, named["figure"], *sourced)
        self.records = {
            "series": _in_bulk(FigureGroup.objects, named["series"]),
            "dispute": _in_bulk(Dispute.objects, named["dispute"], (), DISPUTE_PARTS),
            "claim": _in_bulk(Claim.objects, named["claim"], *sourced),
        }
        self.images = _in_bulk(Image.objects, named["image"], (), ("renditions",))

    def render(self, kind: str, pk: int) -> str:
        record = self.records[kind].get(pk)
        if record is None:
            return ""
        context = {kind: record, "in_text": True}
        if kind == "series":
            found = series_of(record)
            context = {"group": record, "series": found, "charts": drawn(found, f"series-{pk}")[:MOST_CHARTS]}
        return self._part(f"articles/blocks/{kind}.html", context)

    def know(self, number: int, printed: list[tuple[int, str]]) -> str:
        """Return "How we know this" for the figures of one paragraph: pairs of id and words."""
        entries = [
            {"words": words, "figure": self.figures[pk]} for pk, words in printed if pk in self.figures
        ]
        return (
            self._part("parts/know.html", {"anchor": f"know-{number}", "entries": entries}) if entries else ""
        )

    def picture(self, pk: int | None, caption: str, alt: str | None = None, credit: str = "") -> str:
        """Return a picture with the words of this use; an `alt` that is empty says that here it tells nothing."""
        context = {"image": self.images.get(pk), "caption": caption, "alt": alt, "credit": credit}
        return self._part("parts/picture.html", context) if context["image"] else ""

    def notes(self, texts: list[str]) -> str:
        """Return the footnotes, which lead back to where they were called."""
        return self._part("articles/blocks/notes.html", {"notes": list(map(mark_safe, texts))})

    def _part(self, template: str, context: dict) -> str:
        with translation.override(self.language):
            return render_to_string(template, context).strip()


DISPUTE_PARTS = (
    "answers__source",
    "answers__further_sources",
    "answers__figure__source",
)


def _in_bulk(objects, pks: list[int], joined=(), prefetched=()) -> dict:
    queryset = objects.prefetch_related(*prefetched)
    return (queryset.select_related(*joined) if joined else queryset).in_bulk(pks)
