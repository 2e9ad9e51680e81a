"""What the lists of the desk cost: `python -m bench.desk 100 10000` measures sites of these sizes, a process for each.

Queries are counted, and the CPU and the time on the wall of the least of five answers after one that is not counted.
"""

import json
import subprocess
import sys
import time

from bench import site

WIDTH = 22
HEAD = "queries, CPU ms, wall ms"
AGAIN = 5
ARTICLES = "articles_article"
LISTS = {
    "articles": (ARTICLES, ""),
    **{
        f"articles, {state}": (ARTICLES, f"state={state}")
        for state in (
            *("draft", "scheduled", "live", "change-scheduled", "withdrawn", "withdrawn-scheduled"),
            *("changes", "review"),
        )
    },
    "articles, a section": (ARTICLES, "section__id__exact={section}"),
    "articles, Chinese": (ARTICLES, "language__exact=zh-hans"),
    "articles, a kind that none has": (ARTICLES, "kind__exact=data"),
    "articles, the second page": (ARTICLES, "p=2"),
    "articles, by headline": (ARTICLES, "o=1"),
    "articles, a common word": (ARTICLES, "q=rocket"),
    "articles, two words": (ARTICLES, "q=orbital+engine"),
    "articles, a word and a state": (ARTICLES, "q=rocket&state=changes"),
    "articles, nothing found": (ARTICLES, "q=xylophonist"),
    "front page": ("articles_pin", ""),
    "tags": ("articles_tag", ""),
    "tags, unused": ("articles_tag", "use=none"),
    "tags, a name": ("articles_tag", "q=tag+77"),
    "sections": ("articles_section", ""),
    "authors": ("articles_author", ""),
    "authors, a name": ("articles_author", "q=author+7"),
    "pictures": ("images_image", ""),
    "pictures, a word": ("images_image", "q=rocket+77"),
    "organizations": ("firms_organization", ""),
    "organizations, a name": ("firms_organization", "q=space+7"),
    "figures": ("firms_figure", ""),
    "figures, a word": ("firms_figure", "q=scope+77"),
    "sources": ("firms_source", ""),
    "sources, a word": ("firms_source", "q=report+77"),
    "messages": ("contact_message", ""),
    "messages, new": ("contact_message", "status=new"),
    "messages, a word": ("contact_message", "q=letter+77"),
    "searches": ("search_asked", ""),
    "people": ("editors_user", ""),
}


def main(sizes: list[int]) -> None:
    measured = {size: measured_apart(size) for size in sizes}
    print(f"{HEAD:32}" + "".join(f"{size:>{WIDTH},}" for size in sizes) + "   CPU, last to first")
    for name in LISTS:
        cells = [measured[size][name] for size in sizes]
        ratio = cells[-1][1] / cells[0][1]
        print(f"{name:32}" + "".join(f"{shown(cell):>{WIDTH}}" for cell in cells) + f"{ratio:9.2f}")


def measured_apart(size: int) -> dict:
    """Return what a process of its own measures: Django is set up for one database."""
    command = [sys.executable, "-m", "bench.desk", "--one", str(size)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def shown(cell: list[float]) -> str:
    queries, cpu, wall = cell
    return f"{queries} / {cpu:.0f} / {wall:.0f}"


def one(size: int) -> None:
    site.ready(size)
    from django.core.management import call_command

    from bench import desk_rows

    desk_rows.add(size)
    call_command("collectstatic", interactive=False, verbosity=0)
    json.dump(dict(costs()), sys.stdout)


def costs():
    """Yield each list with its queries, CPU and time, asked by a Chief, who sees all of it."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.test import Client
    from django.urls import reverse

    from bench.cpu import Clock
    from spacenews.articles.models import Section

    person, _made = get_user_model().objects.get_or_create(username="bench", defaults={"is_staff": True})
    person.groups.add(Group.objects.get(name="Chief"))
    client, ticks = Client(SERVER_NAME="127.0.0.1"), Clock()
    client.force_login(person)
    section = Section.objects.order_by("pk").first().pk
    for name, (of, asked) in LISTS.items():
        address = f"{reverse(f'admin:{of}_changelist')}?{asked.format(section=section)}"
        yield name, cost_of(client, ticks, address)


def cost_of(client, ticks, address: str) -> tuple[int, float, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        asked = len(queries)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    timed = [timed_ms(client, ticks, address) for _ in range(AGAIN)]
    return asked, min(cpu for cpu, _wall in timed), min(wall for _cpu, wall in timed)


def timed_ms(client, ticks, address: str) -> tuple[float, float]:
    began = time.perf_counter()
    cpu = ticks.cost_ms(client.get, address)
    return cpu, (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
