"""Publishing while readers search: `python -m bench.writes 1000` publishes ten articles a second beside eight readers.

Each reader is a process of its own. Printed are the searches, their time on the wall, and every error: there is none.
"""

import multiprocessing
import sys
import time
from itertools import cycle

from bench import site

READERS, A_SECOND, SECONDS = 8, 10, 20
Outcome = tuple[list[float], list[str]]  # ms of each, and what went wrong


def main(size: int) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        pool.apply(site.ready, [size])
    together = context.Barrier(READERS + 1)
    with context.Pool(READERS + 1, begin, [size, together]) as pool:
        writing = pool.apply_async(publish)
        reading = [pool.apply_async(search, [size, number]) for number in range(READERS)]
        report("publications", [writing.get()])
        report("searches", [outcome.get() for outcome in reading])


def begin(size: int, together) -> None:
    """Be ready before anything is measured, and wait until all are."""
    site.use(size)
    from bench.engines import SpaceNews

    SpaceNews().page("rocket")
    together.wait()


def publish() -> Outcome:
    """Publish at an even pace; what is behind it is made up for."""
    from bench.fill import draft

    started, costs, errors = time.time(), [], []
    for number in range(A_SECOND * SECONDS):
        time.sleep(max(0, started + number / A_SECOND - time.time()))
        measure(lambda number: draft(number).publish(by=None), number, costs, errors)
    return costs, errors


def search(size: int, reader: int) -> Outcome:
    from bench.engines import SpaceNews

    lines, costs, errors = lines_of(size, reader), [], []
    until = time.time() + SECONDS
    for line in cycle(lines):
        if time.time() > until:
            return costs, errors
        measure(SpaceNews().page, line, costs, errors)


def lines_of(size: int, reader: int) -> list[str]:
    """Return queries of all classes, every reader's in another order."""
    from bench.fill import firms
    from bench.queries import queries

    lines = [line for _kind, found in queries(size, firms()) for line in found]
    return lines[reader::READERS] + lines


def measure(work, subject, costs: list[float], errors: list[str]) -> None:
    started = time.perf_counter()
    try:
        work(subject)
    except Exception as error:  # whatever it is, it is what the bench is there to show
        errors.append(repr(error))
    else:
        costs.append((time.perf_counter() - started) * 1000)


def report(what: str, outcomes: list[Outcome]) -> None:
    from bench.cpu import percentiles

    costs = [cost for found, _errors in outcomes for cost in found]
    errors = [error for _costs, found in outcomes for error in found]
    p50, p95, most = percentiles(costs)
    print(
        f"{what}: {len(costs)}, {len(errors)} errors; on the wall p50 {p50:.0f}, p95 {p95:.0f}, most {most:.0f} ms"
    )
    for error in errors[:5]:
        print(f"  {error}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
