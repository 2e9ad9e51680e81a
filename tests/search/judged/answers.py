"""The lists that every database must give, kept as digests; `python -m bench.quality --keep` renews them."""

from collections.abc import Sequence
from hashlib import sha1
from pathlib import Path

from tests.search.judged.judgements import LISTED, Query

FILE = Path(__file__).with_name("answers.txt")
Kept = dict[tuple[str, str], str]  # by part and query


def digest(found: Sequence[str]) -> str:
    return sha1(" ".join(found[:LISTED]).encode(), usedforsecurity=False).hexdigest()[:10]


def kept() -> Kept:
    lines = (line.split("\t") for line in FILE.read_text("utf-8").splitlines())
    return {(part, line): digest for part, digest, line in lines}


def keep(answered: dict[str, list[tuple[Query, Sequence[str]]]]) -> None:
    """Keep what was found for each query of each part; the answers of parts that were not asked stay."""
    known = {
        **kept(),
        **{(part, query.line): digest(found) for part in answered for query, found in answered[part]},
    }
    lines = [f"{part}\t{digest}\t{line}\n" for (part, line), digest in known.items()]
    FILE.write_text("".join(lines), "utf-8")
