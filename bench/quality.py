"""How well what is sought is found: `python -m bench.quality`, over the judged set in tests/search/judged.

With DATABASE_URL, the address of a PostgreSQL server, both databases are asked and their lists compared.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from bench.site import own_database
from tests.search.judged import judgements, texts

Lists = dict[str, list[list[str]]]  # by engine, what it finds for each query
NAME, WIDTH = "quality", 20


def main() -> None:
    queries = judgements.queries() if texts.are_there() else judgements.of_sample()
    if not texts.are_there():
        print(f"The real texts are not in {texts.REAL}: only the sample stories are judged.\n")
    urls = {"SQLite": ""} | (
        {"PostgreSQL": os.environ["DATABASE_URL"]} if "DATABASE_URL" in os.environ else {}
    )
    found = {database: asked_apart(url) for database, url in urls.items()}
    for database, lists in found.items():
        print(f"{database}: nDCG@10 / success@5\n")
        tell(queries, lists)
    compare(queries, *found.values())


def asked_apart(url: str) -> Lists:
    """Return what a process of its own finds: Django is set up for one database."""
    folder = Path(os.environ.get("DATA_DIR", "data")) / "bench" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": url and own_database(url, f"bench_{NAME}"),
        "DEBUG": "0",
    }
    command = [sys.executable, "-m", "bench.quality", "--one"]
    environment = {**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout
    return json.loads(told.splitlines()[-1])


def ask() -> None:
    """Print in one last line what each engine finds, after publishing the texts where that was not done before."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.engines import engines
    from spacenews.articles.models import Edition
    from tests.search.judged import corpus

    call_command("migrate", verbosity=0)
    if not Edition.objects.exists():
        corpus.load()
    print("\n" + json.dumps({engine.name: answers(engine, corpus.keys()) for engine in engines()}))


def answers(engine, keys: dict[int, str]) -> list[list[str]]:
    engine.build()
    queries = judgements.queries() if texts.are_there() else judgements.of_sample()
    return [[keys[pk] for pk in found(engine, query.typed)] for query in queries]


def found(engine, typed: str) -> list[int]:
    """Return what an engine finds; nothing where it fails, and its error is told."""
    try:
        return engine.search(typed)
    except Exception as error:
        print(f"{engine.name} fails at {typed!r}: {type(error).__name__}", file=sys.stderr)
        return []


def tell(queries: list[judgements.Query], lists: Lists) -> None:
    """Print a line for each class of queries, and one for all."""
    print(f"{'':24}" + "".join(f"{name:>{WIDTH}}" for name in lists))
    kinds = defaultdict(list)
    for number, query in enumerate(queries):
        kinds[query.kind].append(number)
    for kind, numbers in {**kinds, "all": range(len(queries))}.items():
        cells = (figures([(queries[n], found[n]) for n in numbers]) for found in lists.values())
        print(f"{kind + f' ({len(numbers)})':24}" + "".join(f"{cell:>{WIDTH}}" for cell in cells))
    print()


def figures(answered: list[tuple[judgements.Query, list[str]]]) -> str:
    gain = fmean(query.ndcg(found) for query, found in answered)
    success = fmean(query.succeeds(found) for query, found in answered)
    return f"{gain:.3f} / {success:.2f}"


def compare(queries: list[judgements.Query], first: Lists, second: Lists | None = None) -> None:
    """Say for how many queries both databases give the same list, and which they do not."""
    if second is None:
        print("Without DATABASE_URL there is no PostgreSQL to compare with.")
        return
    name = next(iter(first))
    different = [
        query.typed
        for query, one, other in zip(queries, first[name], second[name], strict=True)
        if one != other
    ]
    print(
        f"{name}: identical lists for {len(queries) - len(different)} of {len(queries)} queries. {different or ''}"
    )


if __name__ == "__main__":
    ask() if "--one" in sys.argv else main()
