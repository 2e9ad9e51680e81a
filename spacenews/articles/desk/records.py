"""How the desk tells the records that a text refers to: by kind, name and a line below; a picture also by its look."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Model, QuerySet
from django.utils.translation import ngettext

from spacenews.articles import references
from spacenews.firms.models import Claim, Dispute, Figure, FigureGroup
from spacenews.images.models import Image, Shape

THUMBNAIL_PX = 240


def _figure(figure: Figure) -> dict:
    return {"name": figure.as_printed, "line": _dotted(_value(figure), figure.source.publisher)}


def _value(figure: Figure) -> str:
    return ", ".join(filter(None, [figure.scope, figure.period, figure.get_kind_display().lower()]))


def _image(image: Image) -> dict:
    """A picture is told with its own words too: where one use says nothing else, they are printed."""
    words = {name: getattr(image, name) for name in ("alt", "decorative", "caption", "credit")}
    look = image.url_of(Shape.SQUARE, THUMBNAIL_PX)
    return {"name": str(image), "line": _dotted(image.credit, image.licence), "look": look, **words}


def _series(group: FigureGroup) -> dict:
    held = ngettext("%(number)s figure", "%(number)s figures", group.held) % {"number": group.held}
    return {"name": group.title_here, "line": held}


def _dispute(dispute: Dispute) -> dict:
    return {"name": dispute.question, "line": dispute.topic}


def _claim(claim: Claim) -> dict:
    return {"name": claim.sentence, "line": _dotted(claim.get_verdict_display(), claim.source.publisher)}


def _dotted(*parts: str) -> str:
    return " · ".join(filter(None, parts))


@dataclass(frozen=True)
class Told:
    """How one kind is told, and what is to be read with its records."""

    tell: Callable[[Model], dict]
    prepared: Callable[[QuerySet], QuerySet] = lambda records: records


def _with_source(records: QuerySet) -> QuerySet:
    return records.select_related("source")


KINDS = {
    "figure": Told(_figure, _with_source),
    "image": Told(_image, lambda images: images.prefetch_related("renditions")),
    "series": Told(_series, lambda groups: groups.annotate(held=Count("figures"))),
    "dispute": Told(_dispute),
    "claim": Told(_claim, _with_source),
}


def told(kind: str, records: QuerySet) -> list[dict]:
    """Return what is told of each record of one kind."""
    asked = KINDS[kind]
    return [{"id": record.pk, **asked.tell(record)} for record in asked.prepared(records)]


def of_body(body: str, user) -> dict[str, dict]:
    """Return what is told of the records that a body refers to, by kind and id: `figure-7`.

    Whoever sees the desk's facts sees all of them; a picture of another may belong to what is not published.
    """
    known = {kind: model.objects.all() for kind, model in references.MODELS.items()}
    known["image"] = Image.objects.visible_to(user)
    found = ((kind, known[kind].filter(pk__in=pks)) for kind, pks in references.ids(body).items() if pks)
    return {f"{kind}-{row['id']}": row for kind, records in found for row in told(kind, records)}
