"""How well what is sought is found: `python -m bench.quality`, over the judged set in tests/search/judged.

With DATABASE_URL, the address of a PostgreSQL server, both databases are asked and their lists compared. `--keep`
keeps SQLite's lists as the ones that tests/search/test_judged.py then asks of every database.
"""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from statistics import fmean

from bench.site import own_database
from tests.search.judged import answers, judgements, texts
from tests.search.judged.judgements import Query

Lists = dict[str, list[list[str]]]  # by engine, what it finds for each query
WIDTH = 20


def main() -> None:
    kept = {}
    for part, queries in judgements.parts().items():
        found = {database: asked_apart(part, url) for database, url in databases().items()}
        for database, lists in found.items():
            print(f"{len(queries)} queries over {part} on {database}: nDCG@10 / success@5\n")
            tell(queries, lists)
        compare(queries, [next(iter(lists.values())) for lists in found.values()])
        kept[part] = list(zip(queries, next(iter(found["SQLite"].values())), strict=True))
    if not texts.are_there():
        print(f"The real texts are not in {texts.REAL}: only the sample stories were judged.")
    if "--keep" in sys.argv:
        answers.keep(kept)


def databases() -> dict[str, str]:
    """Return addresses by name; none says SQLite."""
    given = os.environ.get("DATABASE_URL")
    return {"SQLite": ""} | ({"PostgreSQL": given} if given else {})


def asked_apart(part: str, url: str) -> Lists:
    """Return what a process of its own finds: Django is set up for one database."""
    folder = Path(os.environ.get("DATA_DIR", "data")) / "bench" / f"quality_{part}"
    folder.mkdir(parents=True, exist_ok=True)
    ours = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": url and own_database(url, f"bench_quality_{part}"),
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    command = [sys.executable, "-m", "bench.quality", "--one", part]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, **ours}).stdout
    return json.loads(told.splitlines()[-1])


def ask(part: str) -> None:
    """Print in one last line what each engine finds, after publishing the texts where that was not done before."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.engines import engines
    from spacenews.articles.models import Edition
    from spacenews.pagecache import clock
    from tests.search.judged import corpus

    call_command("migrate", verbosity=0)
    if not Edition.objects.exists():
        corpus.load(real=part == judgements.ALL)
    queries, keys = judgements.parts()[part], corpus.keys()
    own, *peers = engines()
    lists = {engine.name: lists_of(engine, queries, keys) for engine in (own, *peers)}
    tell_headlines(own, dict(Edition.objects.live(clock.now()).values_list("pk", "headline")))
    print("\n" + json.dumps(lists))


def lists_of(engine, queries: list[Query], keys: dict[int, str]) -> list[list[str]]:
    """Return what an engine finds for each query; a peer that fails finds nothing, and we are told."""
    engine.build()
    lists, failed = [], Counter()
    for query in queries:
        try:
            lists.append([keys[pk] for pk in engine.search(query.typed)])
        except Exception as error:
            if engine.name == "Space News":
                raise
            failed[type(error).__name__] += 1
            lists.append([])
    if failed:
        print(f"{engine.name} failed: {dict(failed)}", file=sys.stderr)
    return lists


def tell_headlines(engine, headlines: dict[int, str]) -> None:
    """Say how often a headline finds its text, typed whole and without two of its words."""
    short = {pk: typed for pk, headline in headlines.items() if (typed := judgements.shortened(headline))}
    first = sum(engine.search(headline)[:1] == [pk] for pk, headline in headlines.items())
    among_three = sum(pk in engine.search(typed)[:3] for pk, typed in short.items())
    print(
        f"{first} of {len(headlines)} headlines find their text first;",
        f"without two words {among_three} of {len(short)} are among the first three.\n",
        file=sys.stderr,
    )


def tell(queries: list[Query], lists: Lists) -> None:
    """Print a line for each class of queries, and one for all."""
    print(f"{'':24}" + "".join(f"{name:>{WIDTH}}" for name in lists))
    kinds = defaultdict(list)
    for number, query in enumerate(queries):
        kinds[query.kind].append(number)
    for kind, numbers in {**kinds, "all": range(len(queries))}.items():
        cells = (figures([(queries[n], found[n]) for n in numbers]) for found in lists.values())
        print(f"{kind + f' ({len(numbers)})':24}" + "".join(f"{cell:>{WIDTH}}" for cell in cells))
    print()


def figures(answered: list[tuple[Query, list[str]]]) -> str:
    gain = fmean(query.ndcg(found) for query, found in answered)
    success = fmean(query.succeeds(found) for query, found in answered)
    return f"{gain:.3f} / {success:.2f}"


def compare(queries: list[Query], lists: list[list[list[str]]]) -> None:
    """Say for how many queries both databases give the same list, and which they do not."""
    if len(lists) == 1:
        print("Without DATABASE_URL there is no PostgreSQL to compare with.\n")
        return
    different = [query.typed for query, *found in zip(queries, *lists, strict=True) if found[0] != found[1]]
    print(
        f"Both databases give identical lists for {len(queries) - len(different)} of {len(queries)} queries."
    )
    print("".join(f"Not for {typed}\n" for typed in different))


if __name__ == "__main__":
    ask(sys.argv[-1]) if "--one" in sys.argv else main()
