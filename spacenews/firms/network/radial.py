"""The drawing of one organization among its partners: these on an ellipse around it, theirs in fans behind them."""

from math import atan2, cos, hypot, pi, sin

from spacenews.firms.network import graph
from spacenews.firms.network.drawing import Drawing, Knot, Mark, Point, Words, connected, middle
from spacenews.firms.network.graph import Node, Tie

PARTNERS, FURTHER = 20, 28  # nodes on each of the two steps
WEIGHT = 0.75  # what a partner of a partner adds to its share
FAN = 0.30  # radians from one of them to the next
ONE_STEP, NEAR, FAR = 0.25, 0.16, 0.29  # reach of the ellipse, of the width
WIDTH = 900  # px: angles are seen as at this width, which is between the narrowest and the widest
ROW, EDGE = 25, 24  # px from a name to the next on its side, and at top and bottom
LEAST, LEAST_OF_TWO = 240, 340  # px, the height of one step and of two
FLAT = {False: 1, True: 0.62}  # how high the ellipse of the partners is, where there is a second one
CLEAR = 50  # px from the centre to a knot, at least
TURN = 0.6  # radians from one knot to another at the same place


def around(centre: Node, own: list[Tie], further: list[Tie], title: str) -> Drawing:
    """Draw an organization with its most-tied partners, and with the partners of these in `further`."""
    near = partners(centre, own)
    behind = _behind(centre, near, further)
    nodes = [centre, *near, *(node for fan in behind.values() for node in fan)]
    ties = graph.restricted([*own, *further], nodes)
    angles = _angles(near, behind)
    points, height = _points(centre, near, behind, angles)
    knots = _knots(centre, [tie for tie in ties if tie.is_knot], points)
    far = {node.key for fan in behind.values() for node in fan}
    return Drawing(
        title, height, _marks(nodes, points, knots, far, ties), *_drawn(ties, points, knots, centre, far)
    )


def partners(centre: Node, own: list[Tie]) -> list[Node]:
    """Return the most-tied, in the order in which they stand around: those of one knot beside each other."""
    counts = graph.degrees(own)
    counts.pop(centre, None)
    chosen = set(graph.most_tied(counts)[:PARTNERS])
    knots_first = sorted(own, key=lambda tie: not tie.is_knot)
    return list(dict.fromkeys(node for tie in knots_first for node in tie.nodes if node in chosen))


def _behind(centre: Node, partners: list[Node], further: list[Tie]) -> dict[Node, list[Node]]:
    """Return the second step: each node behind the first partner that it is tied to."""
    near, fans = {centre, *partners}, {partner: [] for partner in partners}
    counts = graph.degrees(further)
    for node in near:
        counts.pop(node, None)
    for node in graph.most_tied(counts)[:FURTHER]:
        mates = {mate for tie in further if node in tie.nodes for mate in tie.nodes}
        if partner := next((partner for partner in partners if partner in mates), None):
            fans[partner].append(node)
    return fans


def _angles(partners: list[Node], behind: dict[Node, list[Node]]) -> dict[Node, float]:
    """Share the circle by weight; the first share begins at the top, a lone partner stands at the right."""
    weights = [1 + WEIGHT * len(behind[partner]) for partner in partners]
    begin = -pi / 2 if len(partners) > 1 else -pi
    found = {}
    for partner, weight in zip(partners, weights, strict=True):
        share = 2 * pi * weight / sum(weights)
        found[partner] = begin + share / 2
        begin += share
    for partner, fan in behind.items():
        for place, node in enumerate(fan):
            found[node] = found[partner] + (place - (len(fan) - 1) / 2) * FAN
    return found


def _points(centre: Node, partners: list[Node], behind: dict, angles: dict) -> tuple[dict, int]:
    """Return where each stands, and the height; on each side no two share a row, so that names never touch."""
    two_steps = any(behind.values())
    reach = dict.fromkeys(partners, NEAR if two_steps else ONE_STEP)
    near = set(partners)
    reach |= {node: FAR for fan in behind.values() for node in fan}
    sides = {True: [], False: []}
    for node in reach:
        sides[cos(angles[node]) >= -1e-9].append(node)
    least = LEAST_OF_TWO if two_steps else LEAST
    height = max(least, ROW * max(map(len, sides.values())) + 2 * EDGE)
    half, points = height / 2, {centre.key: Point(0.5, height / 2)}
    for side in sides.values():
        wanted = {
            node: half + (half - EDGE) * sin(angles[node]) * FLAT[two_steps and node in near] for node in side
        }
        for node, y in _rows(wanted, height).items():
            points[node.key] = Point(0.5 + reach[node] * cos(angles[node]), y)
    return _cropped(points)


def _cropped(points: dict) -> tuple[dict, int]:
    """Return the points with no more than the edge above and below them, and the height that is left."""
    heights = [point.y for point in points.values()]
    top = min(heights) - EDGE
    moved = {key: Point(point.x, point.y - top) for key, point in points.items()}
    return moved, round(max(heights) - top + EDGE)


def _rows(wanted: dict[Node, float], height: float) -> dict[Node, float]:
    """Return heights near the wanted ones, a row apart: pushed down from the top, then up from the bottom."""
    order, found = sorted(wanted, key=lambda node: (wanted[node], node.name)), {}
    lowest = EDGE
    for node in order:
        found[node] = max(wanted[node], lowest)
        lowest = found[node] + ROW
    highest = height - EDGE
    for node in reversed(order):
        found[node] = min(found[node], highest)
        highest = found[node] - ROW
    return found


def _knots(centre: Node, ties: list[Tie], points: dict) -> dict[int, Point]:
    """Return the middle of each knot: between its parties, clear of the centre and of other knots."""
    hub, found = points[centre.key], {}
    for tie in ties:
        point = middle(points[node.key] for node in tie.nodes)
        across, down = (point.x - hub.x) * WIDTH, point.y - hub.y
        angle, far = atan2(down, across), max(CLEAR, hypot(across, down))
        taken = [
            other
            for other in found.values()
            if hypot((other.x - point.x) * WIDTH, other.y - point.y) < CLEAR / 2
        ]
        angle += TURN * len(taken)
        found[tie.pk] = Point(hub.x + far * cos(angle) / WIDTH, hub.y + far * sin(angle))
    return found


def _drawn(ties: list[Tie], points: dict, knots: dict, centre: Node, far: set) -> tuple[list, list[Knot]]:
    """Ties without the centre are of the second step, and thin."""
    first, first_knots = connected([tie for tie in ties if centre in tie.nodes], points, knots)
    others = [tie for tie in ties if centre not in tie.nodes]
    second, second_knots = connected(others, points, knots, far=points)
    return [*second, *first], [*first_knots, *second_knots]


def _marks(nodes: list[Node], points: dict, knots: dict, far: set, ties: list[Tie]) -> list[Mark]:
    centre, counts = nodes[0], graph.degrees(ties)
    hub = points[centre.key]
    own = [tie for tie in ties if centre in tie.nodes]
    ends = [
        knots[tie.pk] if tie.is_knot else points[node.key]
        for tie in own
        for node in tie.nodes
        if node != centre
    ]
    found = [Mark(centre, hub, _widest_gap(hub, ends), 0, True)]
    for node in nodes[1:]:
        point = points[node.key]
        words = Words(10, 4, "start") if point.x >= hub.x - 1e-6 else Words(-10, 4, "end")
        found.append(Mark(node, point, words, counts[node], is_far=node.key in far))
    return found


def _widest_gap(hub: Point, ends: list[Point]) -> Words:
    """Return where the name of the centre stands: between the two lines that leave most room."""
    angles = sorted(atan2(point.y - hub.y, (point.x - hub.x) * WIDTH) for point in ends) or [0.0]
    gaps = [
        (after - before, before)
        for before, after in zip(angles, [*angles[1:], angles[0] + 2 * pi], strict=True)
    ]
    wide, begin = max(gaps)
    angle = begin + wide / 2
    across, down = cos(angle), sin(angle)
    anchor = "start" if across > 0.4 else "end" if across < -0.4 else "middle"
    return Words(round(15 * across, 1), round(22 * down + 5, 1), anchor)
