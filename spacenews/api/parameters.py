"""What may be asked: each parameter is read by what describes it. What is not described is refused."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

LARGEST = 9_007_199_254_740_991  # what a number of JSON holds everywhere
SLUG = r"^[-a-zA-Z0-9_]{1,120}$"
TEXT = r"^[^\u0000-\u001f\u007f]+$"
FAR_BACK, FAR_AHEAD = (
    dt.date(1900, 1, 1),
    dt.date(2900, 1, 1),
)  # a day at the end of time has no moment in every zone
LONGEST_NAME = 60  # of what is unknown, as it is told back


class Refused(Exception):
    """What was asked makes no sense: a sentence for each parameter by its name."""

    def __init__(self, faults: dict[str, str]):
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Parameter:
    """`read` takes the text of the address, and raises ValueError with a sentence."""

    name: str
    description: str
    schema: dict
    read: Callable[[str], Any]
    example: Any = None


def asked(query: QueryDict, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Return what is asked by name. Raises Refused with all that is wrong."""
    known, found, faults = {parameter.name: parameter for parameter in parameters}, {}, {}
    for name, values in query.lists():
        try:
            found[name] = _one(known.get(name), values)
        except ValueError as fault:
            faults[name[:LONGEST_NAME]] = str(fault)
    if faults:
        raise Refused(faults)
    return found


def _one(parameter: Parameter | None, values: list[str]) -> Any:
    if parameter is None:
        raise ValueError("There is no such parameter here.")
    if len(values) > 1:
        raise ValueError("Give it once.")
    return parameter.read(values[0])


def slug(name: str, description: str, example: str) -> Parameter:
    return matching(name, description, SLUG, "This is no slug.", example)


def text(name: str, description: str, example: str, most: int = 200) -> Parameter:
    """Words as the desk writes them, without control characters, which no database could compare."""
    words = matching(name, description, TEXT, "This is no such text.", example)

    def read(value: str) -> str:
        if len(value) > most:
            raise ValueError(f"At most {most} characters.")
        return words.read(value)

    return Parameter(name, description, {**words.schema, "minLength": 1, "maxLength": most}, read, example)


def matching(name: str, description: str, pattern: str, fault: str, example: str) -> Parameter:
    whole = re.compile(pattern.removeprefix("^").removesuffix("$"))

    def read(value: str) -> str:
        if not whole.fullmatch(value):
            raise ValueError(fault)
        return value

    return Parameter(name, description, {"type": "string", "pattern": pattern}, read, example)


def choice(name: str, description: str, values: Iterable[str]) -> Parameter:
    values = list(values)

    def read(value: str) -> str:
        if value not in values:
            raise ValueError(f"One of: {', '.join(values)}.")
        return value

    return Parameter(name, description, {"type": "string", "enum": values}, read)


def several(name: str, description: str, values: Iterable[str]) -> Parameter:
    """Names with commas between them, in any order."""
    values = list(values)

    def read(value: str) -> list[str]:
        names = value.split(",")
        if unknown := [name for name in names if name not in values]:
            raise ValueError(f"No such field: {unknown[0][:LONGEST_NAME]!r}. There are: {', '.join(values)}.")
        return names

    schema = {"type": "array", "items": {"type": "string", "enum": values}, "minItems": 1}
    return Parameter(name, description, schema, read, values[:2])


def day(name: str, description: str) -> Parameter:
    def read(value: str) -> dt.date:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError("A day is written as 2026-08-20.")
        try:
            return min(max(dt.date.fromisoformat(value), FAR_BACK), FAR_AHEAD)
        except ValueError:
            raise ValueError("There is no such day.") from None

    return Parameter(name, description, {"type": "string", "format": "date"}, read, "2026-01-01")


def number(name: str, description: str, most: int = LARGEST, default: int | None = None) -> Parameter:
    def read(value: str) -> int:
        if not re.fullmatch(r"[1-9][0-9]{0,15}", value) or int(value) > most:
            raise ValueError(f"A number from 1 to {most}.")
        return int(value)

    schema = {"type": "integer", "minimum": 1, "maximum": most}
    return Parameter(name, description, schema | ({"default": default} if default else {}), read)
