"""What a letter is about: a kind and an id in the address of the form (`?about=firm:12`).

Apps above register how a kind is found, each in its own `AppConfig.ready()`; contact knows none of them. A resolver
is given the id and the moment, and returns only what readers may see then: a name would tell that it exists.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

SHAPE = re.compile(r"([a-z]{1,20}):([0-9]{1,18})")


class Subject(NamedTuple):
    kind: str
    id: int
    title: str
    url: str

    @property
    def value(self) -> str:
        return f"{self.kind}:{self.id}"


Resolver = Callable[[int, datetime], tuple[str, str] | None]  # (title, address), or nothing
resolvers: dict[str, Resolver] = {}


def register(kind: str, resolver: Resolver) -> None:
    resolvers[kind] = resolver


def find(value: str, now: datetime) -> Subject | None:
    """Return the public thing that `firm:12` names; nothing for anything else, which is no error of the visitor's."""
    match = SHAPE.fullmatch(value)
    if match is None or match[1] not in resolvers:
        return None
    kind, number = match[1], int(match[2])
    found = resolvers[kind](number, now)
    return Subject(kind, number, *found) if found else None
