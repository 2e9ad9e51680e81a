"""What is measured of one site, in the process that is set up for it; bench/search.py prints it."""

import os
from collections.abc import Callable, Iterator

from django.db import transaction

from bench import suggest
from bench.cpu import Clock, percentiles, warm_ms
from bench.engines import Contains, Fts5, SpaceNews, Wagtail
from bench.fill import MADE, firms
from bench.queries import hostile_lines, queries
from spacenews.articles.models import Edition
from spacenews.pagecache import clock, stamp
from spacenews.search import database, index

PUBLISHED = 60
ASKED_AGAIN, ASKED_OF_PEERS = 8, 2  # lines of a class
MOST_FOR_WAGTAIL = 1_000  # building its index takes much longer than all else
Cost = tuple[float, float, float]  # p50, p95 and the most, in ms of CPU


def measured(size: int) -> Iterator[tuple[str, Cost | str]]:
    """Yield each kind with its cost, or in words why there is none."""
    ticks, asked = Clock(), dict(queries(size, firms()))
    costs = {kind: searches(ticks, SpaceNews().search, lines) for kind, lines in asked.items()}
    yield "all classes", percentiles([cost for found in costs.values() for cost in found])
    yield from ((kind, percentiles(found)) for kind, found in costs.items())
    few = [line for lines in asked.values() for line in lines[:ASKED_AGAIN]]
    yield "some, with a page of results", percentiles(searches(ticks, SpaceNews().page, few))
    yield from suggest.measured(ticks, size)
    yield "hostile lines", percentiles(hostile(ticks))
    yield "publishing, the index's part", percentiles(publications(ticks))
    yield from peers(ticks, size, [line for lines in asked.values() for line in lines[:ASKED_OF_PEERS]])


def searches(ticks: Clock, search: Callable, lines: list[str]) -> list[float]:
    return [warm_ms(ticks, search, line) for line in lines]


def hostile(ticks: Clock) -> list[float]:
    return [ticks.cost_ms(tried, line) for line in hostile_lines(int(os.environ.get("HOSTILE", 500)))]


def tried(line: str) -> None:
    """Search; to be told that it takes too long is an answer too."""
    try:
        SpaceNews().search(line)
    except database.TooLong:
        print(f"took too long: {line!r}")


def publications(ticks: Clock) -> list[float]:
    """Return what it costs to take an edition into the index, its commit included."""
    costs = []
    for edition in Edition.objects.live(clock.now()).filter(slug__startswith=MADE).newest()[:PUBLISHED]:
        written(index.leave_out, [edition.pk])
        costs.append(ticks.cost_ms(written, index.take_in, edition))
    return costs


def written(change, subject) -> None:
    with transaction.atomic():
        stamp.take()
        change(subject)


def peers(ticks: Clock, size: int, lines: list[str]) -> Iterator[tuple[str, Cost | str]]:
    """Yield the cost of the same few lines for each engine."""
    yield "the same lines: Space News", percentiles(once(ticks, SpaceNews(), lines))
    for engine in (Fts5(), Contains()):
        engine.build()
        yield f"the same lines: {engine.name}", percentiles(once(ticks, engine, lines))
    yield f"the same lines: {Wagtail.name}", wagtail(ticks, size, lines)


def once(ticks: Clock, engine, lines: list[str]) -> list[float]:
    """Return what each line costs the first time that it is asked; some engines take seconds."""
    engine.search(lines[0])
    return [ticks.cost_ms(engine.search, line) for line in lines]


def wagtail(ticks: Clock, size: int, lines: list[str]) -> Cost | str:
    if not Wagtail.is_installed():
        return "not installed"
    if size > MOST_FOR_WAGTAIL:
        return "not tried"
    engine = Wagtail()
    engine.build()
    return percentiles(once(ticks, engine, lines))
