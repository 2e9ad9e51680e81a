import django.db.models.deletion
from django.db import migrations, models

import spacenews.search.models.entries
from spacenews.search.searched import CreateSearched


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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entry",
                        to="articles.edition",
                    ),
                ),
            ],
            options={"verbose_name_plural": "entries"},
        ),
        CreateSearched(
            name="Words",
            stored=("plain",),
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
