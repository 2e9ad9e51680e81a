"""What the pages of organizations and their ties cost: `python -m bench.firms`, the sample beside 5,000 and 20,000.

Each page as a reader gets it who finds nothing stored: the least CPU in ms, of this process and of its database's, of
several answers of a warm process; how many times that of a bare view that is; and how many queries it asks. Beside it
stands the page as the first that is asked for after a change. `DATABASE_URL` measures PostgreSQL.
"""

import json
import os
import subprocess
import sys

from bench import site

ORGANIZATIONS, TIES = 5_000, 20_000
SIZES = {"sample": (0, 0), f"{ORGANIZATIONS} and {TIES}": (ORGANIZATIONS, TIES)}
AGAIN, AGAIN_CHANGED, BARE = 5, 3, 200
FILES = "CSV", "JSON"  # asked for once: they take seconds
WIDTH = 30
HEAD = "queries / CPU ms, of bare / first / KiB"


def main(asked: list[str]) -> None:
    """Print one line a page; words that are given leave the pages whose names hold one of them."""
    began = os.getloadavg()[0]
    measured = {size: measured_apart(size, asked) for size in SIZES}
    print(f"{HEAD:40}" + "".join(f"{size:>{WIDTH}}" for size in SIZES))
    for name in next(iter(measured.values())):
        print(f"{name:40}" + "".join(f"{found[name]:>{WIDTH}}" for found in measured.values()))
    print(f"Load of the machine: {began:.1f} before, {os.getloadavg()[0]:.1f} after.")


def measured_apart(size: str, asked: list[str]) -> dict[str, str]:
    """Return what a process of its own measures: Django is set up for one database."""
    command = [sys.executable, "-m", "bench.firms", "--one", size, *asked]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def one(size: str, asked: list[str]) -> None:
    organizations, ties = SIZES[size]
    os.environ |= {"LIMIT_API_MINUTE": "0", "LIMIT_FILES_MINUTE": "0"}
    site.use(f"firms_{organizations}")
    from django.core.management import call_command

    from bench import firm_rows
    from spacenews.firms.network import layout
    from spacenews.pagecache import clock

    firm_rows.up_to(organizations, ties)
    layout.keep(clock.now())  # as a round between requests does
    call_command("collectstatic", interactive=False, verbosity=0)
    pages = {
        name: url for name, url in addresses().items() if not asked or any(word in name for word in asked)
    }
    json.dump(measured(pages), sys.stdout)


def addresses() -> dict[str, str]:
    """Return the pages, those of one organization for the one that has most ties."""
    from django.db.models import Count
    from django.urls import reverse

    from spacenews.api.table import RESOURCES
    from spacenews.firms.models import Organization

    tied = Organization.objects.annotate(ties=Count("parties")).order_by("-ties", "pk")
    four = tied.values_list("slug", flat=True)[:4]
    hub = four[0]
    firms, network, around = reverse("firms"), reverse("network"), reverse("firm-network", args=[hub])
    return {
        "directory": firms,
        "directory, a name": f"{firms}?name=space",
        "directory, two filters": f"{firms}?kind=firm&sector=launch",
        "directory, by last covered": f"{firms}?by=covered",
        "directory, by founded, far back": f"{firms}?by=founded&from=-1990:",
        "directory, CSV": reverse("firms-csv"),
        "directory, JSON": reverse("firms-json"),
        "two compared": f"{reverse('firms-compare')}?firm={four[0]}&firm={four[1]}",
        "four compared": f"{reverse('firms-compare')}?firm=" + "&firm=".join(four),
        "firm": reverse("firm", args=[hub]),
        "firm, its cooperation": reverse("firm", args=[hub]) + "?show=cooperation",
        "firm's network": around,
        "firm's network, a kind": f"{around}?kind=alliance",
        "firm's network, CSV": reverse("firm-network-csv", args=[hub]),
        "firm's network, JSON": reverse("firm-network-json", args=[hub]),
        "network": network,
        "network, far on": f"{network}?from=s",
        "network, a kind": f"{network}?kind=alliance",
        "network, a kind and a year": f"{network}?kind=alliance&year=2020",
        "network, CSV": reverse("network-csv"),
        "network, JSON": reverse("network-json"),
        "figures": reverse("figures"),
        "claims": reverse("claims"),
        **{f"API, {of.name}": reverse(f"api-{of.name}") for of in RESOURCES},
        "API, 100 organizations": reverse("api-organizations") + "?limit=100",
        "API, 100 cooperations": reverse("api-cooperations") + "?limit=100",
        "API, organizations by name": reverse("api-organizations") + "?name=space",
        "API, organizations of a sector": reverse("api-organizations") + "?sector=launch",
        "API, cooperations of one": reverse("api-cooperations") + f"?organization={hub}",
        "API, cooperations of a kind": reverse("api-cooperations") + "?kind=alliance&since=2020-01-01",
        "API, an organization": reverse("api-organization", args=[hub]),
    }


def measured(pages: dict[str, str]) -> dict[str, str]:
    from django.test.utils import override_settings

    with override_settings(ROOT_URLCONF="bench.bare"):
        bare = least("/", BARE)
    found = {name: cost(address, bare, name.endswith(FILES)) for name, address in pages.items()}
    return {"a bare view": f"0 / {bare:.2f}", **found}


def cost(address: str, bare: float, is_file: bool) -> str:
    """Return the queries, the CPU and the size of an answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ms = least(address, 1 if is_file else AGAIN)
    first = ms if is_file else least(address, AGAIN_CHANGED, changed=True)
    with CaptureQueriesContext(connection) as queries:
        size = len(body(address))
        asked = len(queries)
    return f"{asked} / {ms:.0f}, {ms / bare:.0f} / {first:.0f} / {size / 1024:.0f}"


def least(address: str, times: int, changed: bool = False) -> float:
    """Return the least cost of so many answers after one that is not counted; each after a change, if that is asked."""
    from bench.cpu import Clock
    from spacenews.pagecache import fragments

    clock, costs = Clock(), []
    if times > 1:
        body(address)
    for _ in range(times):
        if changed:
            fragments.clear()
        costs.append(clock.cost_ms(body, address))
    return min(costs)


def body(address: str) -> bytes:
    """Return an answer. Raises RuntimeError for one that is none."""
    from django.test import Client

    answer = Client(SERVER_NAME="127.0.0.1").get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3:])
    else:
        main(sys.argv[1:])
