"""What parts/network.html prints of a network: x in percent, y in px, so that one drawing serves every width.

Lines and nodes are hundreds: a template for each was most of what a drawing cost.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.firms.models import Cooperation, Organization
from spacenews.firms.network import forces
from spacenews.firms.network.graph import Node, Tie
from spacenews.firms.network.layout import Placed, knot
from spacenews.firms.partial_dates import label

Kind = Cooperation.Kind
NAMED = 4  # ties from which on a node of the whole network bears its name
TOLD = 4  # ties that the title of a line tells
LETTERS, LETTER, ROW = 24, 6.6, 16  # most of a label; px of one, px of a line of them
DISC = "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z"
SMALL = "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"
CENTRE = "M-11 0a11 11 0 1 0 22 0a11 11 0 1 0-22 0z"
SHAPES = {
    "": SMALL,
    Organization.Kind.FIRM: DISC,
    Organization.Kind.FUND: DISC,
    Organization.Kind.UNIVERSITY: "M-5.5-5.5h11v11h-11z",
    Organization.Kind.INSTITUTE: "M0-7L7 0L0 7L-7 0z",
    Organization.Kind.AGENCY: "M0-6.5L7 6H-7z",
    Organization.Kind.STATE_GROUP: "M0 6.5L7-6H-7z",
}
NO_RECORD = gettext_lazy("Named without a record")


@dataclass(frozen=True)
class Point:
    """Where something stands: x from 0 to 1 of the width, y in px."""

    x: float
    y: float

    @property
    def at(self) -> SafeString:
        return format_html('x="{}%" y="{}"', str(round(self.x * 100, 2)), str(round(self.y, 1)))


@dataclass(frozen=True)
class Words:
    """The label beside a node: how far from its middle, in px, and which end of it stands there."""

    dx: float
    dy: float
    anchor: str


BESIDE = (Words(10, 4, "start"), Words(-10, 4, "end"), Words(0, -10, "middle"), Words(0, 20, "middle"))


@dataclass(frozen=True)
class Mark:
    """A node; `words` is None where its name shows when a reader comes to it."""

    node: Node
    point: Point
    words: Words | None
    ties: int
    is_centre: bool = False
    is_far: bool = False

    @property
    def shape(self) -> str:
        return CENTRE if self.is_centre else SHAPES[self.node.kind]

    @property
    def css_class(self) -> str:
        extra = "centre" if self.is_centre else "far" if self.is_far else "" if self.words else "quiet"
        return f"{self.node.kind or 'plain'} {extra}".strip()

    @property
    def beside(self) -> Words:
        """Where the name stands, or will; near the right edge at the left."""
        return self.words or (BESIDE[1] if self.point.x > 0.5 else BESIDE[0])

    @property
    def label(self) -> str:
        return short(self.node.label)

    @property
    def title(self) -> str:
        return f"{self.node.name}, {self.node.kind_label or NO_RECORD}"

    @property
    def svg(self) -> SafeString:
        beside, url = self.beside, self.node.url
        inner = format_html(
            '<title>{}</title><path d="{}"/><text x="{}" y="{}" text-anchor="{}" paint-order="stroke">{}</text>',
            *(self.title, self.shape, str(beside.dx), str(beside.dy), beside.anchor, self.label),
        )
        if url:
            return _nested(
                self.point, format_html('<a href="{}" class="node {}">{}</a>', url, self.css_class, inner)
            )
        return _nested(self.point, format_html('<g class="node {}">{}</g>', self.css_class, inner))


@dataclass(frozen=True)
class Line:
    start: Point
    end: Point
    css_class: str
    title: str

    @property
    def svg(self) -> SafeString:
        css_class = format_html(' class="{}"', self.css_class) if self.css_class else ""
        return format_html(
            '<line x1="{}%" y1="{}" x2="{}%" y2="{}"{}><title>{}</title></line>',
            *(str(round(self.start.x * 100, 2)), str(round(self.start.y, 1))),
            *(str(round(self.end.x * 100, 2)), str(round(self.end.y, 1))),
            css_class,
            self.title,
        )


@dataclass(frozen=True)
class Knot:
    """A tie of several, drawn once in the middle of its parties."""

    point: Point
    title: str

    @property
    def svg(self) -> SafeString:
        return _nested(
            self.point, format_html('<circle class="knot" r="4"><title>{}</title></circle>', self.title)
        )


def _nested(point: Point, drawn: SafeString) -> SafeString:
    return format_html('<svg {} overflow="visible">{}</svg>', point.at, drawn)


@dataclass
class Drawing:
    title: str
    height: int
    marks: list[Mark]
    lines: list[Line]
    knots: list[Knot]

    @property
    def key(self) -> list[dict]:
        """The kinds that are drawn, in the order of the record."""
        drawn = {mark.node.kind for mark in self.marks if not mark.is_centre}
        kinds = [(kind.value, kind.label) for kind in Organization.Kind] + [("", NO_RECORD)]
        return [
            {"css_class": kind or "plain", "shape": SHAPES[kind], "label": words}
            for kind, words in kinds
            if kind in drawn
        ]

    @property
    def strokes(self) -> list[dict]:
        """The kinds of lines that are drawn and stand for something."""
        drawn = {line.css_class.split()[0] for line in self.lines if line.css_class}
        known = [("owns", Kind.OWNERSHIP.label), ("launches", Kind.LAUNCH_SERVICE.label)]
        return [{"css_class": name, "label": words} for name, words in known if name in drawn]


def short(name: str) -> str:
    """Return a name that fits beside its node; its title and the table have all of it."""
    return Truncator(name).chars(LETTERS)


def told(tie: Tie) -> str:
    """Return what a reader hears of a tie."""
    parties = " – ".join(node.name for node in tie.nodes)
    kind = ", ".join(filter(None, [str(Kind(tie.kind).label), label(tie.date)]))
    return f"{parties}: {kind}. {tie.title}"


def told_of_several(ties: list[Tie]) -> str:
    words = "; ".join(map(told, ties[:TOLD]))
    more = len(ties) - TOLD
    return words + (" " + _("and %(n)s more") % {"n": more} if more > 0 else "")


def stroke(ties: Iterable[Tie]) -> str:
    kinds = {tie.kind for tie in ties}
    if Kind.OWNERSHIP in kinds:
        return "owns"
    return "launches" if kinds == {Kind.LAUNCH_SERVICE} else ""


def connected(ties: list[Tie], points: dict, knot_points: dict, far=()) -> tuple[list[Line], list[Knot]]:
    """Return one line for each two that are tied, however often, and the spokes of knots, with their middles.

    `far` are the keys that a line is thin for.
    """
    pairs, lines, knots = defaultdict(list), [], []
    for tie in ties:
        if tie.is_knot:
            knots.append(Knot(knot_points[tie.pk], told(tie)))
            lines += [
                _line(points[n.key], knot_points[tie.pk], [tie], n.key in far, told(tie)) for n in tie.nodes
            ]
        else:
            for a, b in tie.pairs:
                pairs[frozenset((a.key, b.key))].append(tie)
    for ends, several in pairs.items():
        a, b = sorted(ends, key=str)
        lines.append(_line(points[a], points[b], several, a in far or b in far, told_of_several(several)))
    return lines, knots


def _line(start: Point, end: Point, ties: list[Tie], is_thin: bool, title: str) -> Line:
    return Line(start, end, " ".join(filter(None, [stroke(ties), "thin" if is_thin else ""])), title)


def middle(points: Iterable[Point]) -> Point:
    all_points = list(points)
    return Point(
        sum(point.x for point in all_points) / len(all_points),
        sum(point.y for point in all_points) / len(all_points),
    )


def whole(ties: list[Tie], counts: dict[Node, int], placed: Placed, title: str) -> Drawing:
    """Draw the nodes of these ties at their places; `counts` tells how many ties each has."""
    nodes = sorted({node for tie in ties for node in tie.nodes}, key=lambda node: (-counts[node], node.name))
    height = placed.height
    points = {node.key: _point(placed.places[node.key], height) for node in nodes}
    knot_points = {}
    for tie in ties:
        if tie.is_knot and (place := placed.places.get(knot(tie))):
            knot_points[tie.pk] = _point(place, height)
        elif tie.is_knot:
            knot_points[tie.pk] = middle(points[node.key] for node in tie.nodes)
    lines, knots = connected(ties, points, knot_points)
    words = named(nodes, points, counts, height)
    marks = [Mark(node, points[node.key], words.get(node.key), counts[node]) for node in nodes]
    return Drawing(title, height, marks, lines, knots)


def _point(place: forces.Place, height: int) -> Point:
    return Point(place[0], place[1] * height)


Box = tuple[float, float, float, float]


def named(nodes: list[Node], points: dict, counts: dict[Node, int], height: int) -> dict:
    """Return where the names of much-tied nodes stand, as far as there is room, the most-tied first.

    What does not touch at the narrowest width does not at any other.
    """
    taken = [_box_of_mark(point) for point in points.values()]
    found = {}
    for node in nodes:
        if counts[node] < NAMED:
            break
        for words in BESIDE:
            box = _box_of_words(points[node.key], words, short(node.label))
            inside = box[0] >= 0 and box[2] <= forces.WIDTH and box[1] >= 0 and box[3] <= height
            if inside and not any(_touch(box, other) for other in taken):
                taken.append(box)
                found[node.key] = words
                break
    return found


def _box_of_mark(point: Point) -> Box:
    x = point.x * forces.WIDTH
    return x - 7, point.y - 7, x + 7, point.y + 7


def _box_of_words(point: Point, words: Words, text: str) -> Box:
    width = sum(LETTER if sign < "\u2e80" else 2 * LETTER for sign in text)
    left = point.x * forces.WIDTH + words.dx - {"start": 0, "middle": width / 2, "end": width}[words.anchor]
    bottom = point.y + words.dy + 4
    return left, bottom - ROW, left + width, bottom


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
