"""The places of the drawing of all ties: found once for each graph, kept, and found anew soon after a tie changed."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from spacenews import rounds
from spacenews.firms.models import Cooperation, Layout, Organization
from spacenews.firms.network import forces, graph
from spacenews.firms.network.choice import Choice
from spacenews.firms.network.graph import Node, Tie
from spacenews.pagecache import clock, stamp

MOST, TIES, KNOTS = 150, 300, 30  # nodes, ties, and among these knots, that one drawing can show
KEPT = 5  # drawings: the newest, and some that an undone change leads back to
FAULT = "The network could not be laid out; the next round tries again"
seen = None  # the reading of the content stamp that this process has last looked at


@dataclass
class Placed:
    """The most-tied nodes, the ties between them, and where they stand: `places` holds middles of knots too.

    `is_current` unless the places were found for other ties; `left_out` says that there are more nodes.
    """

    nodes: list[Node]
    ties: list[Tie]
    places: dict
    is_current: bool
    left_out: bool

    @property
    def height(self) -> int:
        return forces.height_of(len(self.nodes))

    def narrowed(self, asked: Choice, now: dt.datetime) -> list[Tie]:
        """Return the ties that a reader asked for; of more than one drawing can show, from all that there are."""
        if not self.left_out:
            return [tie for tie in self.ties if asked.takes(tie.kind, tie.date[:4])]
        numbers = [node.key for node in self.nodes]
        return (
            graph.among(numbers, asked.filter(Cooperation.objects), TIES, now)
            if asked != Choice()
            else self.ties
        )


def drawable(ties: list[Tie]) -> list[Tie]:
    """Return the newest that one drawing can show, and few enough knots."""
    knots = [tie.pk for tie in ties if tie.is_knot]
    too_many = set(knots[KNOTS:])
    return [tie for tie in ties if tie.pk not in too_many][:TIES]


def lines(ties: list[Tie]) -> list[forces.Line]:
    """Return what pulls: the pairs of a tie, or the spokes of a knot."""
    found = []
    for tie in ties:
        if tie.is_knot:
            found += [(knot(tie), node.key) for node in tie.nodes]
        else:
            found += [(a.key, b.key) for a, b in tie.pairs]
    return list(dict.fromkeys(found))


def knot(tie: Tie) -> str:
    """Return what the middle of a knot is called among the places."""
    return f"knot {tie.pk}"


def chosen(now: dt.datetime) -> tuple[list[Node], list[Tie], bool]:
    """Return the nodes that one drawing can show with the ties between them, and whether any are left out."""
    ties = graph.whole(now)
    nodes = graph.most_tied(graph.degrees(ties))
    if len(nodes) <= MOST:
        return nodes, drawable(ties), False
    nodes = [node for node in nodes if node.slug][:MOST]
    return nodes, _between(nodes, now), True


def _between(nodes: list[Node], now: dt.datetime) -> list[Tie]:
    return drawable(graph.among([node.key for node in nodes], Cooperation.objects, TIES, now))


def keep(now: dt.datetime) -> bool:
    """Lay the network out unless that is done for the ties that stand now; say whether it was done."""
    nodes, ties, _left_out = chosen(now)
    mark, kept = graph.fingerprint(nodes, ties), newest()
    if not nodes or (kept and kept.fingerprint == mark):
        return False
    _store(mark, found(nodes, ties, forces.ROUNDS))
    return True


def newest() -> Layout | None:
    return Layout.objects.order_by("-made_at", "-pk").first()


def found(nodes: list[Node], ties: list[Tie], turns: int) -> dict:
    """Return the places of nodes and knots, found in so many turns."""
    keys = [*(node.key for node in nodes), *(knot(tie) for tie in ties if tie.is_knot)]
    return forces.settled(keys, lines(ties), forces.height_of(len(nodes)), turns)


@transaction.atomic
def _store(mark: str, places: dict) -> None:
    """The stamp moves: pages that were drawn without these places are drawn again."""
    stamp.take()
    kept = {"places": places, "made_at": clock.now()}
    Layout.objects.update_or_create(fingerprint=mark, defaults=kept)
    old = Layout.objects.order_by("-made_at", "-pk").values_list("pk", flat=True)[KEPT:]
    Layout.objects.filter(pk__in=list(old)).delete()


def placed(now: dt.datetime) -> Placed:
    """Return the drawing as far as it is known.

    Of a network that one drawing cannot show, the organizations are those that the last layout chose: to choose
    anew would read all ties. Where there is no layout a rough one is made, in a fraction of the time.
    """
    kept = newest()
    places = {_key(key): tuple(place) for key, place in kept.places.items()} if kept else {}
    numbers = [key for key in places if isinstance(key, int)]
    if len(numbers) == MOST:
        nodes = _records(numbers, now)
        ties, left_out = _between(nodes, now), True
    else:
        nodes, ties, left_out = chosen(now)
    if not kept:
        return Placed(nodes, ties, found(nodes, ties, forces.FEWER_ROUNDS), not nodes, left_out)
    is_current = graph.fingerprint(nodes, ties) == kept.fingerprint
    if not is_current:
        places = forces.joined(places, [node.key for node in nodes], lines(ties))
    return Placed(nodes, ties, places, is_current, left_out)


def _key(told: str) -> int | str:
    """JSON knows names alone; those of nodes without a record, and of knots, are no numbers."""
    return int(told) if told.isdecimal() else told


def _records(numbers: list[int], now: dt.datetime) -> list[Node]:
    records = Organization.objects.public(now).only("name", "short_name", "kind", "slug").in_bulk(numbers)
    return [Node.of(records[number]) for number in numbers if number in records]


def start() -> None:
    """Begin in this process; for wsgi.py, so that no command ever does."""
    rounds.start("layout", settings.LAYOUT_EVERY_S, keep_if_changed, FAULT)


def keep_if_changed() -> None:
    """Look at the ties only if anything changed since this process did so last."""
    global seen
    now = clock.now()
    reading = stamp.read(now)
    if seen != reading:
        keep(now)
        seen = stamp.read(now)
