import django.db.models.deletion
from django.db import migrations, models

import spacenews.search.models.entries

FTS5 = """
    CREATE VIRTUAL TABLE search_words USING fts5(
        title, points, labels, body, plain UNINDEXED, tokenize = 'ascii', columnsize = 0
    )
"""
GIN = "CREATE INDEX search_words_held ON search_words USING gin (search_words) WITH (fastupdate = off)"


class CreateSearched(migrations.CreateModel):
    """Make the table that is searched, as each database has it. FTS5 splits the ready tokens at their spaces."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(FTS5)
            return
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.execute(GIN)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("title", models.TextField()),
                ("points", models.TextField()),
                ("labels", models.TextField()),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entry", to="articles.edition"
                    ),
                ),
            ],
            options={"verbose_name_plural": "entries"},
        ),
        CreateSearched(
            name="Words",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_column="rowid",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="search.entry",
                    ),
                ),
                ("title", models.TextField()),
                ("points", models.TextField()),
                ("labels", models.TextField()),
                ("body", models.TextField()),
                ("plain", models.TextField()),
                ("vector", spacenews.search.models.entries.VectorField(db_column="search_words")),
            ],
            options={"verbose_name_plural": "words"},
        ),
    ]
