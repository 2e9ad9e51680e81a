"""What a prepared queryset prefetches, asked for by statements that are written once, as its own is.

Django writes the query of each relation anew for each page, and gives each row a queryset of its own for what it found.
"""

from collections import defaultdict
from functools import cached_property

from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects
from django.db.models.fields import related_descriptors as descriptors
from django.db.models.sql import Query

from spacenews.prepared import Statement, Value, numbered

KEY = "key"  # the name of the values that rows are related by, beside those that the whole is given
FIRST_MARK = 2**62 + 2**20  # beyond the marks of those


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
