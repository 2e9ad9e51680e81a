"""What the pages of organizations and their ties cost: `python -m bench.firms`, the sample beside 5,000 and 20,000.

Each page as a reader gets it who finds nothing stored, once the process is warm: the least CPU in ms, of this process
and of its database's, of five answers, and how many queries it asks. `DATABASE_URL` measures PostgreSQL.
"""

import json
import subprocess
import sys

from bench import site

ORGANIZATIONS, TIES = 5_000, 20_000
SIZES = {"sample": (0, 0), f"{ORGANIZATIONS} and {TIES}": (ORGANIZATIONS, TIES)}
AGAIN, WIDTH = 5, 20
HEAD = "queries / CPU ms / KiB"


def main(asked: list[str]) -> None:
    """Print one line a page; words that are given leave the pages whose names hold one of them."""
    measured = {size: measured_apart(size, asked) for size in SIZES}
    print(f"{HEAD:34}" + "".join(f"{size:>{WIDTH}}" for size in SIZES))
    for name in next(iter(measured.values())):
        print(f"{name:34}" + "".join(f"{found[name]:>{WIDTH}}" for found in measured.values()))


def measured_apart(size: str, asked: list[str]) -> dict[str, str]:
    """Return what a process of its own measures: Django is set up for one database."""
    command = [sys.executable, "-m", "bench.firms", "--one", size, *asked]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def one(size: str, asked: list[str]) -> None:
    organizations, ties = SIZES[size]
    site.use(f"firms_{organizations}")
    from django.core.management import call_command

    from bench import firm_rows

    firm_rows.up_to(organizations, ties)
    call_command("collectstatic", interactive=False, verbosity=0)
    pages = {
        name: url for name, url in addresses().items() if not asked or any(word in name for word in asked)
    }
    json.dump({name: cost(url) for name, url in pages.items()}, sys.stdout)


def addresses() -> dict[str, str]:
    """Return the pages, those of one organization for the one that has most ties."""
    from django.db.models import Count
    from django.urls import reverse

    from spacenews.firms.models import Organization

    hub = Organization.objects.annotate(ties=Count("parties")).order_by("-ties", "pk").first().slug
    firms, network, around = reverse("firms"), reverse("network"), reverse("firm-network", args=[hub])
    return {
        "directory": firms,
        "directory, a name": f"{firms}?name=space",
        "directory, two filters": f"{firms}?kind=firm&sector=launch",
        "directory, by last covered": f"{firms}?by=covered",
        "directory, CSV": reverse("firms-csv"),
        "directory, JSON": reverse("firms-json"),
        "firm": reverse("firm", args=[hub]),
        "firm's network": around,
        "firm's network, a kind": f"{around}?kind=alliance",
        "firm's network, CSV": reverse("firm-network-csv", args=[hub]),
        "firm's network, JSON": reverse("firm-network-json", args=[hub]),
        "network": network,
        "network, a kind": f"{network}?kind=alliance",
        "network, a kind and a year": f"{network}?kind=alliance&year=2020",
        "network, CSV": reverse("network-csv"),
        "network, JSON": reverse("network-json"),
    }


def cost(address: str) -> str:
    """Return the queries, the CPU and the size of an answer. Raises RuntimeError for one that is none."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.cpu import Clock

    client, clock = Client(SERVER_NAME="127.0.0.1"), Clock()
    body(client, address)
    with CaptureQueriesContext(connection) as queries:
        size = len(body(client, address))
        asked = len(queries)
    least = min(clock.cost_ms(body, client, address) for _ in range(AGAIN))
    return f"{asked} / {least:.0f} / {size / 1024:.0f}"


def body(client, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3:])
    else:
        main(sys.argv[1:])
