from collections import defaultdict

from django.db import models

from spacenews.articles.models import Edition
from spacenews.search.conditions import Sought

BUCKET = 25  # bits of a key that lie within one bucket of time: 24 days
GAP = 10  # so that no phrase reaches from one part of an entry into the next


class Entry(models.Model):
    """What ranking reads of an edition that is live or to come, as strings of tokens.

    The key is the time of first publication in sixteenths of a second, the first free one: rows lie in order of
    time. It only orders; whether an entry is found is for the edition to say, which every query joins.
    """

    key = models.BigIntegerField(primary_key=True)
    edition = models.OneToOneField(Edition, models.CASCADE, related_name="entry")
    title = models.TextField()
    points = models.TextField()
    labels = models.TextField()
    version = models.PositiveSmallIntegerField()
    words_since = models.DateTimeField(
        null=True, db_index=True
    )  # under which its words count; None: they do not

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self):
        return self.title


class VectorField(models.Field):
    """What PostgreSQL searches: the row's tokens with their places and weights.

    In SQLite it is the hidden column of FTS5, which bears the table's own name and is searched, never written.
    `bucket` is how many bits of a row's number lie within one bucket of its index.
    """

    def __init__(self, *args, bucket: int = BUCKET, **kwargs):
        super().__init__(*args, **{**kwargs, "editable": False, "null": True})
        self.bucket = bucket

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs if self.bucket == BUCKET else {**kwargs, "bucket": self.bucket}

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def pre_save(self, instance, add):
        return vector(instance.title, instance.points, instance.labels, instance.body)

    def get_db_prep_value(self, value, connection, prepared=False):
        return value if connection.vendor == "postgresql" else None


@VectorField.register_lookup
class Match(models.Lookup):
    """`words__vector__match=condition`: the rows in which a condition (conditions.py) holds."""

    lookup_name = "match"
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} MATCH %s", [*params, self.rhs.fts5()]

    def as_postgresql(self, compiler, connection):
        """A title has an index of its own: the other says where words stand only by reading the whole row."""
        sought = self.rhs if isinstance(self.rhs, Sought) else Sought(self.rhs)
        vector, params = self.process_lhs(compiler, connection)
        key = f"{connection.ops.quote_name(self.lhs.alias)}.rowid"
        said = [
            (f"{vector} @@ %s::tsquery", sought.held and sought.held.tsquery()),
            (f"ts_filter({vector}, '{{a}}') @@ %s::tsquery", sought.titled and sought.titled.tsquery()),
            (f"ARRAY[{key} >> {self.lhs.output_field.bucket}] && %s::bigint[]", sought.part),
        ]
        wanted = [(sql, value) for sql, value in said if value is not None]
        return " AND ".join(sql for sql, _value in wanted), [*params, *(value for _sql, value in wanted)]


class Words(models.Model):
    """The words of an entry, in the table that is searched: FTS5 in SQLite, a tsvector in PostgreSQL."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, db_column="rowid")
    title = models.TextField()
    points = models.TextField()
    labels = models.TextField()
    body = models.TextField()
    plain = models.TextField()
    vector = VectorField(db_column="search_words")

    class Meta:
        verbose_name_plural = "words"

    def __str__(self):
        return self.title


def vector(*parts: str) -> str:
    """Return strings of tokens as PostgreSQL writes a tsvector, weighted A, B, C, D.

    >>> vector("methan rocket", "", "", "rocket")
    "'methan':1A 'rocket':2A,42D"
    """
    places, place = defaultdict(list), 0
    for weight, part in zip("ABCD", parts, strict=True):
        for token in part.split():
            place += 1
            places[token].append(f"{place}{weight}")
        place += GAP
    return " ".join(f"'{token}':{','.join(where)}" for token, where in places.items())
