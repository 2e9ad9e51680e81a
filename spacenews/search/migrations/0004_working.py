import django.db.models.deletion
from django.db import migrations, models

import spacenews.search.models.entries
from spacenews.search.searched import CreateSearched


class Migration(migrations.Migration):
    """The tables are made empty: `manage.py reindex` fills them."""

    dependencies = [("articles", "0001_initial"), ("search", "0003_curation")]

    operations = [
        migrations.CreateModel(
            name="WorkingEntry",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="working_entry",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("title", models.TextField()),
                ("points", models.TextField()),
                ("labels", models.TextField()),
                ("version", models.PositiveSmallIntegerField()),
            ],
            options={"verbose_name_plural": "working entries"},
        ),
        CreateSearched(
            name="WorkingWords",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        db_column="rowid",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="working_words",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("title", models.TextField()),
                ("points", models.TextField()),
                ("labels", models.TextField()),
                ("body", models.TextField()),
                (
                    "vector",
                    spacenews.search.models.entries.VectorField(bucket=10, db_column="search_workingwords"),
                ),
            ],
            options={"verbose_name_plural": "working words"},
        ),
    ]
