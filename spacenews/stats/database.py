"""Adding to the tables of counts, so that several processes count together."""

from collections.abc import Mapping

from django.db import connection, models

ADD = """
    INSERT INTO {table} AS held ({columns}, "times") VALUES ({marks}, %s)
    ON CONFLICT ({columns}) DO UPDATE SET "times" = held."times" + excluded."times"
"""


def add(model: type[models.Model], counts: Mapping[tuple, int]) -> None:
    """Add to the counts of a table, whose rows are told apart by `model.COUNTED`.

    In one order everywhere, so that no two processes wait for each other.
    """
    fields = [model._meta.get_field(name) for name in model.COUNTED]
    quote = connection.ops.quote_name
    statement = ADD.format(
        table=quote(model._meta.db_table),
        columns=", ".join(quote(field.column) for field in fields),
        marks=", ".join(["%s"] * len(fields)),
    )
    rows = [
        [
            *(field.get_db_prep_save(value, connection) for field, value in zip(fields, key, strict=True)),
            times,
        ]
        for key, times in sorted(counts.items())
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
