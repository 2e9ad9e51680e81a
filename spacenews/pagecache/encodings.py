"""In which bytes an answer goes out: as it is, or packed, by what the browser says it can unpack."""

import gzip
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import brotli

IDENTITY = "identity"
LEAST = 200  # bytes: what is shorter gains nothing
PACKABLE = ("text/", "application/json", "application/xml", "application/manifest+json", "image/svg+xml")
PACKABLE_ENDS = ("+xml", "+json")
LONGEST_WISH = 200  # characters of a header worth reading


class Encoding(NamedTuple):
    pack: Callable[[bytes], bytes]
    unpack: Callable[[bytes], bytes]


def as_it_is(content: bytes) -> bytes:
    return content


# The first of those that a browser wants equally much is taken. The same content is always the same bytes.
ENCODINGS = {
    "br": Encoding(lambda content: brotli.compress(content, quality=5), brotli.decompress),
    "gzip": Encoding(lambda content: gzip.compress(content, 6, mtime=0), gzip.decompress),
    IDENTITY: Encoding(as_it_is, as_it_is),
}
TIGHTEST = "br"  # what takes least room, and is unpacked as soon


def chosen(wish: str) -> str:
    """Return the encoding for an Accept-Encoding header; one that is absent or makes no sense gets plain bytes."""
    return choose(wish) if len(wish) <= LONGEST_WISH else IDENTITY


@lru_cache(maxsize=256)
def choose(wish: str) -> str:
    """
    >>> choose("gzip, deflate, br"), choose("gzip;q=1.0, br;q=0.5"), choose("br;q=0, *"), choose("deflate"), choose("")
    ('br', 'gzip', 'gzip', 'identity', 'identity')
    """
    wanted = dict(map(weighed, wish.lower().split(",")))
    packed = [(wanted.get(name, wanted.get("*", 0.0)), name) for name in ENCODINGS if name != IDENTITY]
    weight, name = max(packed, key=lambda pair: pair[0])
    return name if weight > 0 and weight >= wanted.get(IDENTITY, 0.0) else IDENTITY


def weighed(part: str) -> tuple[str, float]:
    """Read `gzip;q=0.5`; a weight that is none counts as a refusal."""
    name, *parameters = (word.strip() for word in part.split(";"))
    weights = [word[2:] for word in parameters if word.startswith("q=")]
    try:
        weight = float(weights[0]) if weights else 1.0
    except ValueError:
        weight = 0.0
    return name, weight if 0 <= weight <= 1 else 0.0


def is_packable(content: bytes, content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return len(content) >= LEAST and (kind.startswith(PACKABLE) or kind.endswith(PACKABLE_ENDS))
