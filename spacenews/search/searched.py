"""The migration operation that makes a table that is searched: FTS5 in SQLite, a tsvector with GIN in PostgreSQL."""

from django.db import migrations
from django.db.models import Model

# It splits the ready tokens at their spaces.
FTS5 = "CREATE VIRTUAL TABLE {table} USING fts5({columns}, tokenize = 'ascii', columnsize = 0)"
# Words are held with the bucket of time that their row lies in (models/entries.py), for search/parts.py.
GIN = """
    CREATE INDEX {table}_held ON {table} USING gin ({table}, (ARRAY[rowid >> {bucket}])) WITH (fastupdate = off);
    CREATE INDEX {table}_titled ON {table} USING gin (ts_filter({table}, '{{a}}')) WITH (fastupdate = off)
"""


class CreateSearched(migrations.CreateModel):
    """Make the table as each database has it.

    The key's column is `rowid`, and the vector's bears the table's own name, as FTS5 hides both. `stored` are the
    columns that are not searched.
    """

    def __init__(self, *args, stored: tuple[str, ...] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = stored

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.name)
        table = model._meta.db_table
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(FTS5.format(table=table, columns=", ".join(self.columns(model))))
            return
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        bucket = model._meta.get_field("vector").bucket
        schema_editor.execute(GIN.format(table=table, bucket=bucket))

    def columns(self, model: type[Model]) -> list[str]:
        names = [field.column for field in model._meta.local_fields]
        shown = [name for name in names if name not in ("rowid", model._meta.db_table)]
        return [f"{name} UNINDEXED" if name in self.stored else name for name in shown]
