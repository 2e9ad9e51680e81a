"""What a public page costs: `python -m bench.pages 1000 10000` measures sites of these sizes, a process for each.

Printed are requests per second of CPU, of all processes of the site, and beside them the ratio to a bare Django view;
then the same page again, stored, beside nginx; and how many queries each page asks. CPU is counted, not the wall.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench import serving
from bench import site as sites

WIDTH = 16
UNSTORED = "Authorization: none"  # whoever says who he is neither reads nor fills the stored pages
GZIP = "Accept-Encoding: gzip"
PUBLISHED, EVERY = 5, 3


def main(sizes: list[int]) -> None:
    if lacking := serving.missing():
        sys.exit(f"Not installed: {', '.join(lacking)} (on Debian: apt-get install nginx-light wrk)")
    measured = {size: measured_apart(size) for size in sizes}
    for title, part in PARTS.items():
        print(f"\n{title:28}" + "".join(f"{size:>{WIDTH},}" for size in sizes) + "   cost, last to first")
        for name in measured[sizes[0]][part]:
            cells = [measured[size][part][name] for size in sizes]
            print(
                f"{name:28}"
                + "".join(f"{shown(part, cell):>{WIDTH}}" for cell in cells)
                + growth(part, cells)
            )


PARTS = {
    "uncached: a CPU-s, of bare": "uncached",
    "stored: a CPU-s, of nginx": "stored",
    "queries": "queries",
    "the site": "site",
}


def shown(part: str, cell) -> str:
    return f"{cell[0]:,.0f} {cell[1]:.3f}" if part in ("uncached", "stored") else f"{cell:,.4g}"


def growth(part: str, cells: list) -> str:
    return f"{cells[0][0] / cells[-1][0]:9.2f}" if part == "uncached" else ""


def measured_apart(size: int) -> dict:
    """Return what a process of its own measures: Django is set up for one database."""
    command = [sys.executable, "-m", "bench.pages", "--one", str(size)]
    environment = {
        **os.environ,
        "PORT": str(serving.free_port()),
        "LIMIT_SEARCH_MINUTE": "0",
        "DRAW_EVERY_S": "0",
        "LAYOUT_EVERY_S": "0",
    }
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout)


def one(size: int) -> None:
    sites.ready(size)
    from django.core.management import call_command

    from bench import page_rows

    page_rows.add(size)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("draw_pieces", stdout=sys.stderr)  # they name static files, which have their names by now
    json.dump(measure(page_rows.addresses()), sys.stdout)


def measure(pages: dict[str, str]) -> dict:
    cold = cold_start_s()
    with serving.site(workers=2) as server:
        two_workers = memory_after(server, pages)
    with serving.site(bare=True) as bare, serving.site() as server:
        one_worker = memory_after(server, pages)
        uncached = beside_a_view(bare, server, pages)
        stored = cached(server, pages["article"])
        visible = visible_ms(server)
    return {
        "uncached": uncached,
        "stored": stored,
        "queries": {name: queries(address) for name, address in pages.items()},
        "site": {
            "cold start, s": cold,
            "one worker, MiB": one_worker,
            "two workers, MiB": two_workers,
            "published to visible, ms": visible,
        },
    }


def beside_a_view(
    bare: serving.Server, server: serving.Server, pages: dict[str, str]
) -> dict[str, tuple[float, float]]:
    """Return what each page costs, and its ratio to the median of the bare view, which is asked in between."""
    found, views = {}, []
    for place, (name, address) in enumerate(pages.items()):
        if place % EVERY == 0:
            views.append(bare.per_cpu_second("/"))
        found[name] = server.per_cpu_second(address, UNSTORED)
    view = statistics.median(views)
    return {name: (number, number / view) for name, number in {"a bare view": view, **found}.items()}


def cold_start_s() -> float:
    """Return how long it takes from the command to the first answer."""
    began = time.monotonic()
    with serving.site():
        return time.monotonic() - began


def memory_after(server: serving.Server, pages: dict[str, str]) -> float:
    """Return what the server holds once each page was asked for."""
    for address in [*pages.values()] * 8:
        server.get(address)
    return server.memory_mib()


def cached(server: serving.Server, address: str) -> dict[str, tuple[float, float]]:
    """Return what a page that was asked for before costs, beside a file of the same bytes."""
    page, _answer = server.get(address)
    _packed, answer = server.get(address, **{"Accept-Encoding": "gzip"})
    with serving.nginx(Path(os.environ["DATA_DIR"]) / "nginx", page) as file:
        most = file.per_cpu_second("/page.html", GZIP)
    found = {
        "nginx, a file": most,
        "article": server.per_cpu_second(address, GZIP),
        "article, 304": server.per_cpu_second(address, GZIP, f"If-None-Match: {answer.getheader('ETag')}"),
    }
    return {name: (number, number / most) for name, number in found.items()}


def queries(address: str) -> int:
    """Return how many statements the page asks once its fragments are there."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1", SERVER_PORT=os.environ["PORT"])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    return len(asked)


def visible_ms(server: serving.Server) -> float:
    """Return the median time from "publish" pressed until the server's front page shows it, the index included."""
    from bench.fill import draft

    times = []
    for number in range(PUBLISHED):
        article = draft(number)
        began = time.monotonic()
        article.publish(by=None)
        while article.slug.encode() not in server.get("/")[0]:
            pass
        times.append((time.monotonic() - began) * 1000)
        article.withdraw(by=None, public_reason="It was published to be measured.")
    return statistics.median(times)


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
