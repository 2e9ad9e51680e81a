"""The references in a body: <mark data-figure=7>, <figure data-image=3>, <div data-series|dispute|claim=5>.

A clean body writes `"` in no value, so that what looks like an attribute is one, wherever in its tag it stands.
"""

import re
from html import unescape

from spacenews.firms.models import Claim, Dispute, Figure, FigureGroup
from spacenews.images.models import Image
from spacenews.markup import apart

REFERENCE = re.compile(r'<(?:mark|figure|div) [^>]*?\bdata-(figure|image|series|dispute|claim)="(\d{1,18})"')
MARK = re.compile(r'<mark [^>]*?\bdata-figure="(\d{1,18})"[^>]*>(.*?)</mark>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
MODELS = {"figure": Figure, "image": Image, "series": FigureGroup, "dispute": Dispute, "claim": Claim}


def ids(body: str) -> dict[str, list[int]]:
    """Return the ids that a clean body refers to, by kind, each once, in the order of the text."""
    found: dict[str, dict[int, None]] = {kind: {} for kind in MODELS}
    for kind, pk in REFERENCE.findall(body):
        found[kind][int(pk)] = None
    return {kind: list(pks) for kind, pks in found.items()}


def missing(body: str) -> list[tuple[str, int]]:
    """Return the references that lead nowhere."""
    lost = []
    for kind, pks in ids(body).items():
        there = set(MODELS[kind].objects.filter(pk__in=pks).values_list("pk", flat=True))
        lost += [(kind, pk) for pk in pks if pk not in there]
    return lost


def printed_figures(body: str) -> list[tuple[Figure, str]]:
    """Return the figures that a clean body prints and the words that carry each, in the order of the text."""
    text, notes = apart(body)
    words = {}
    for pk, marked in MARK.findall("".join([text, *notes])):
        words.setdefault(int(pk), unescape(TAG.sub("", marked))[:300])
    figures = Figure.objects.in_bulk(words)
    return [(figures[pk], text) for pk, text in words.items() if pk in figures]
