"""Querysets whose SQL is written once a process: of a small query most of the cost is the writing, not the asking.

    @prepared
    def newest_of(language, *, now, section):
        return Edition.objects.listed(language, now, section=section).newest()[:30]

    newest_of("en", now=clock.now(), section=3)

What stands before the star shapes the statement: it is written once for each. What stands behind it are the values
that it takes: they may be compared in the database alone, never looked at while the queryset is built.
What the queryset prefetches is asked for by statements that are written once too: Django writes the query of each
relation anew for each page, and gives each row a queryset of its own for what it found.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from functools import cached_property, update_wrapper

from django.db import connections
from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects
from django.db.models.fields import related_descriptors as descriptors
from django.db.models.sql import Query

Value = int | str | datetime
MARKS = {  # a value of each kind that no row has, to be found again among the parameters of the statement
    int: lambda place: 2**62 + place,
    str: lambda place: f"\x00value {place}",
    datetime: lambda place: datetime(9998, 1, 1, microsecond=1 + place, tzinfo=UTC),
}

KEY = "key"  # the name of the values that rows are related by, beside those that the whole is given
FIRST_MARK = 2**62 + 2**20  # beyond the marks of those


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


class Fetched(QuerySet):
    """The related rows of one object, read whole: they know nothing of the condition that they were found by."""

    def _chain(self):
        raise TypeError("What was prefetched by a prepared statement is read whole, with all().")


class Lookup:
    """One lookup of `prefetch_related`: from relation to relation, the last one by its own queryset if it has one."""

    def __init__(self, model: type[Model], lookup: str | Prefetch):
        self.lookup, self.steps = lookup, []
        names = (lookup.prefetch_through if isinstance(lookup, Prefetch) else lookup).split("__")
        for name in names:
            queryset = lookup.queryset if isinstance(lookup, Prefetch) and name is names[-1] else None
            self.steps.append(step(model, name, queryset))
            if self.steps[-1] is None:
                break
            model = self.steps[-1].related_model

    def fetch(self, rows: list, marks: dict[str, Value], values: dict[str, Value]) -> None:
        """Fetch it for these rows; a relation of a kind that is not known here is left to Django."""
        if None in self.steps:
            prefetch_related_objects(rows, self.lookup)
            return
        for each in self.steps:
            rows = each.fetch(rows, marks, values)


def step(model: type[Model], name: str, queryset: QuerySet | None) -> "Step | None":
    descriptor = getattr(model, name)
    kinds = (kind for kind in (Many, Reverse, Forward) if isinstance(descriptor, kind.of))
    return next((kind(model, name, descriptor, queryset) for kind in kinds), None)


class Step:
    """One relation of a model; what it leads to is written once for each power of two of objects."""

    of: type

    def __init__(self, model: type[Model], name: str, descriptor, queryset: QuerySet | None):
        self.model, self.name, self.field = model, name, descriptor.field
        self.queryset, self.statements = queryset, {}

    def fetch(self, objects: list, marks: dict[str, Value], values: dict[str, Value]) -> list:
        """Give each object its related rows; return all of these."""
        lacking = [each for each in objects if not self.is_fetched(each)]
        if keys := {key: None for each in lacking if (key := self.key(each)) is not None}:
            given = numbered(keys, KEY)
            statement = self.statements.get(len(given)) or self.written(len(given), marks)
            self.give(lacking, statement.rows({**values, **given}))
        else:
            self.give(lacking, [])
        return [row for each in objects for row in self.related(each)]

    def written(self, size: int, marks: dict[str, Value]) -> Statement:
        mine = [FIRST_MARK + place for place in range(size)]
        self.statements[size] = Statement(self.related_to(mine), {**marks, **numbered(mine, KEY)})
        return self.statements[size]

    def key(self, each: Model):
        return each.pk


class Several(Step):
    """A relation to any number of rows."""

    def is_fetched(self, each: Model) -> bool:
        return self.name in getattr(each, "_prefetched_objects_cache", ())

    def related(self, each: Model) -> list:
        return each._prefetched_objects_cache[self.name]._result_cache

    def give(self, objects: list, rows: list) -> None:
        found = defaultdict(list)
        for row in rows:
            found[self.owner(row)].append(row)
        for each in objects:
            fetched = Fetched(self.related_model, query=self.query)
            fetched._result_cache, fetched._prefetch_done = found[each.pk], True
            each.__dict__.setdefault("_prefetched_objects_cache", {})[self.name] = fetched

    @cached_property
    def query(self) -> Query:
        return Query(self.related_model)


class Reverse(Several):
    """Rows whose foreign key leads here."""

    of = descriptors.ReverseManyToOneDescriptor

    @cached_property
    def related_model(self) -> type[Model]:
        return self.field.model

    def related_to(self, keys: list) -> QuerySet:
        rows = self.related_model._default_manager.all() if self.queryset is None else self.queryset
        return rows.filter(**{f"{self.field.name}__in": keys})

    def owner(self, row: Model):
        return getattr(row, self.field.attname)

    def give(self, objects: list, rows: list) -> None:
        super().give(objects, rows)
        for each in objects:
            for row in self.related(each):
                self.field.set_cached_value(row, each)


class Many(Several):
    """Rows that a table of pairs leads to."""

    of = descriptors.ManyToManyDescriptor

    @cached_property
    def related_model(self) -> type[Model]:
        here = getattr(self.model, self.name)
        return here.rel.related_model if here.reverse else here.rel.model

    def related_to(self, keys: list) -> QuerySet:
        objects = [self.model(pk=key) for key in keys]
        given = None if self.queryset is None else [self.queryset]
        rows, self.owners, *_rest = getattr(objects[0], self.name).get_prefetch_querysets(objects, given)
        return rows

    def owner(self, row: Model):
        (owner,) = self.owners(row)
        return owner


class Forward(Step):
    """The row that a foreign key leads to, unless it is joined already."""

    of = descriptors.ForwardManyToOneDescriptor

    @cached_property
    def related_model(self) -> type[Model]:
        return self.field.remote_field.model

    def key(self, each: Model):
        return getattr(each, self.field.attname)

    def is_fetched(self, each: Model) -> bool:
        return self.field.is_cached(each)

    def related_to(self, keys: list) -> QuerySet:
        rows = self.related_model._base_manager.all() if self.queryset is None else self.queryset
        return rows.filter(pk__in=keys)

    def related(self, each: Model) -> list:
        row = self.field.get_cached_value(each)
        return [row] if row else []

    def give(self, objects: list, rows: list) -> None:
        by_key = {row.pk: row for row in rows}
        for each in objects:
            self.field.set_cached_value(each, by_key.get(self.key(each)))
