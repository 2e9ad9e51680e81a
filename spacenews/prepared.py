"""Querysets whose SQL is written once a process: of a small query most of the cost is the writing, not the asking.

    @prepared
    def newest_of(language, *, now, section):
        return Edition.objects.listed(language, now, section=section).newest()[:30]

    newest_of("en", now=clock.now(), section=3)

What stands before the star shapes the statement: it is written once for each. What stands behind it are the values
that it takes: they may be compared in the database alone, never looked at while the queryset is built.
What the queryset prefetches is asked for by statements that are written once too (`spacenews/prefetched.py`).
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from functools import cached_property, update_wrapper

from django.db import connections
from django.db.models import QuerySet

Value = int | str | datetime
MARKS = {  # a value of each kind that no row has, to be found again among the parameters of the statement
    int: lambda place: 2**62 + place,
    str: lambda place: f"\x00value {place}",
    datetime: lambda place: datetime(9998, 1, 1, microsecond=1 + place, tzinfo=UTC),
}


class prepared:
    """Make of a function that builds a queryset one that returns the list of its rows."""

    def __init__(self, build: Callable[..., QuerySet]):
        self.build, self.statements = build, {}
        update_wrapper(self, build)

    def __call__(self, *shape: Hashable, **values: Value) -> list:
        key = (shape, *values)
        statement = self.statements.get(key)
        if statement is None:
            statement = self.statements[key] = self.written(shape, values)
        return statement.rows(values)

    def written(self, shape: tuple, values: dict[str, Value]) -> "Statement":
        marks = {name: MARKS[type(value)](place) for place, (name, value) in enumerate(values.items())}
        statement = Statement(self.build(*shape, **marks), marks)
        if unused := values.keys() - statement.compared:
            name = self.build.__name__
            raise TypeError(f"{name}() compares nothing in the database with {', '.join(unused)}.")
        return statement


class Statement:
    """The SQL of a queryset, and which of its parameters are values that are given each time."""

    def __init__(self, queryset: QuerySet, marks: dict[str, Value]):
        self.queryset, self.marks = queryset, marks
        self.compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.params = self.compiler.as_sql()
        names = {adapted(mark, self.compiler.connection): name for name, mark in marks.items()}
        self.names = [names.get(param) for param in self.params]

    @property
    def compared(self) -> set[str]:
        return set(self.names)

    @cached_property
    def prefetched(self) -> list:
        from spacenews.prefetched import Lookup

        return [Lookup(self.queryset.model, lookup) for lookup in self.queryset._prefetch_related_lookups]

    def rows(self, values: dict[str, Value]) -> list:
        connection = connections[self.queryset.db]
        written = self.sql, tuple(self._given(values, connection))
        compiler = twin(self.compiler, connection=connection, as_sql=lambda *args, **kwargs: written)
        query = twin(self.queryset.query, get_compiler=lambda *args, **kwargs: compiler)
        found = list(twin(self.queryset, _query=query, _prefetch_related_lookups=()))
        for lookup in self.prefetched:
            lookup.fetch(found, self.marks, values)
        return found

    def _given(self, values: dict[str, Value], connection):
        """Yield the parameters; psycopg is told the size of a number by its type."""
        for name, param in zip(self.names, self.params, strict=True):
            given = param if name is None else adapted(values[name], connection)
            yield type(param)(given) if isinstance(param, int) else given


def numbered(values: Iterable[Value], name: str = "value") -> dict[str, Value]:
    """Return values of a list, to be given to a statement that compares so many.

    Each power of two is a statement of its own, which the last value fills up.
    """
    values = list(values)
    size = 1 << (len(values) - 1).bit_length() if values else 0
    return {
        f"{name}_{place}": value for place, value in enumerate(values + values[-1:] * (size - len(values)))
    }


def adapted(value: Value, connection) -> Value:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def twin(thing, **changed):
    """Return a thing with the same attributes but these. QuerySet and Query copy themselves at much greater cost."""
    made = object.__new__(type(thing))
    made.__dict__.update(thing.__dict__, **changed)
    return made
