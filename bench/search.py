"""What a search costs: `python -m bench.search 1000 10000` measures sites of these sizes, a process for each.

HOSTILE is how many hostile lines are asked. CPU is counted, not the time on the wall: other work would count there.
"""

import json
import subprocess
import sys

from bench import site

WIDTH = 20
HEAD = "CPU in ms, p50 / p95 / most"


def main(sizes: list[int]) -> None:
    measured = {size: measured_apart(size) for size in sizes}
    print(f"{HEAD:32}" + "".join(f"{size:>{WIDTH},}" for size in sizes) + "   last to one before")
    for kind in measured[sizes[0]]:
        cells = [measured[size][kind] for size in sizes]
        print(f"{kind:32}" + "".join(f"{shown(cell):>{WIDTH}}" for cell in cells) + ratio(cells))


def measured_apart(size: int) -> dict:
    """Return what a process of its own measures: Django is set up for one database."""
    command = [sys.executable, "-m", "bench.search", "--one", str(size)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def shown(cell: list[float] | str) -> str:
    return cell if isinstance(cell, str) else " / ".join(f"{cost:.1f}" for cost in cell)


def ratio(cells: list) -> str:
    before, last = ["", *cells][-2:]
    return f"{last[0] / before[0]:9.2f}" if isinstance(before, list) and isinstance(last, list) else ""


def one(size: int) -> None:
    site.ready(size)
    from bench import latency

    json.dump(dict(latency.measured(size)), sys.stdout)


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
