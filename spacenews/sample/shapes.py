"""What a record of the sample data must look like. What does not fit is an error that names record and field."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from spacenews.firms.partial_dates import begins_on

Check = Callable[[Any], Any]  # returns the value as it is used, or raises ValueError with what is wrong
Shape = dict[str, Check]

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)?")


class Misfit(Exception):
    """A record that does not fit; the message names the record and the field."""


@contextmanager
def record(name: str) -> Iterator[None]:
    """Say which record it was, whatever a check, a model or the database finds wrong inside."""
    try:
        yield
    except ValidationError as error:
        raise Misfit(f"{name}: {'; '.join(_sentences(error))}") from error
    except (ValueError, IntegrityError) as error:
        raise Misfit(f"{name}: {error}") from error


def _sentences(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]


def fit(given: Any, shape: Shape) -> dict[str, Any]:
    """Return the fields of a record, checked. A field written with `?` may be left out, and is None then."""
    mapping(given)
    checks = {name.removesuffix("?"): check for name, check in shape.items()}
    if unknown := given.keys() - checks.keys():
        raise ValueError(f"{', '.join(sorted(unknown))}: no such field")
    if missing := {name for name in shape if not name.endswith("?")} - given.keys():
        raise ValueError(f"{', '.join(sorted(missing))}: missing")
    return {
        name: _checked(name, check, given[name]) if name in given else None for name, check in checks.items()
    }


def fit_all(section: str, given: list[Any], shape: Shape) -> list[dict[str, Any]]:
    """Return the records of a section, checked. Raises Misfit, naming record and field, at the first that is wrong."""
    names = [name_of(section, number, item) for number, item in enumerate(given, start=1)]
    if twice := {name for name in names if names.count(name) > 1}:
        raise Misfit(f"{', '.join(sorted(twice))}: there twice")
    records = []
    for name, item in zip(names, given, strict=True):
        with record(name):
            records.append(fit(item, shape))
    return records


def name_of(section: str, number: int, given: Any) -> str:
    """Return what an error calls a record: its section, and its id, slug or place in the list."""
    keys = [given[key] for key in ("id", "slug", "key") if key in given] if isinstance(given, dict) else []
    return f"{section.replace('_', ' ')} {keys[0] if keys else number}"


def _checked(name: str, check: Check, value: Any) -> Any:
    try:
        return check(value)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} is not a record")
    return value


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        raise ValueError(f"{value!r} is not a text without space around it")
    return value


def slug(value: Any) -> str:
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise ValueError(f"{value!r} is not a slug")
    return value


def address(value: Any) -> str:
    if not isinstance(value, str) or not ADDRESS.fullmatch(value):
        raise ValueError(f"{value!r} is not an address on the web")
    return value


def date(value: Any) -> str:
    """A date as precise as its source gives it: 2023, 2023-H1, 2023-Q2, 2023-04, 2023-04-02."""
    try:
        begins_on(text(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a date") from None
    return value


def moment(value: Any) -> dt.datetime:
    """A time in UTC, to the minute: 2026-08-20T07:00Z."""
    try:
        return dt.datetime.strptime(value, "%Y-%m-%dT%H:%MZ").replace(tzinfo=dt.UTC)
    except (TypeError, ValueError):
        raise ValueError(f"{value!r} is not a time such as 2026-08-20T07:00Z") from None


def number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a number")
    return value


def year(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2200:
        raise ValueError(f"{value!r} is not a year")
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")
    return value


def maybe(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def one_of(*values: Any) -> Check:
    def check(value: Any) -> Any:
        if value not in values:
            raise ValueError(f"{value!r} is none of {', '.join(map(str, values))}")
        return value

    return check


def several(check: Check, *, least: int = 0) -> Check:
    def check_all(values: Any) -> list[Any]:
        if not isinstance(values, list) or len(values) < least:
            raise ValueError(f"{values!r} is not a list of {least} or more")
        return [check(value) for value in values]

    return check_all


def part(shape: Shape) -> Check:
    """A record inside a record."""
    return lambda value: fit(value, shape)
