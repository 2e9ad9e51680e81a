import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial"), ("search", "0002_vocabulary")]

    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.JSONField(default=list, verbose_name="words")),
            ],
            options={
                "verbose_name": "synonym",
                "verbose_name_plural": "synonyms",
            },
        ),
        migrations.CreateModel(
            name="SynonymWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text_folded", models.CharField(max_length=200)),
                (
                    "synonym",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spellings",
                        to="search.synonym",
                    ),
                ),
            ],
            options={
                "verbose_name": "spelling",
                "verbose_name_plural": "spellings",
                "constraints": [
                    models.UniqueConstraint(fields=("text_folded",), name="one_synonym_to_a_spelling")
                ],
            },
        ),
        migrations.CreateModel(
            name="PinnedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.CharField(max_length=200, verbose_name="query")),
                ("query_folded", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="place",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pinned_answers",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "pinned answer",
                "verbose_name_plural": "pinned answers",
                "ordering": ["query_folded", "place"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("query_folded", "article"), name="one_pin_to_a_query_and_article"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("key", models.CharField(max_length=64)),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="query")),
                ("times", models.PositiveIntegerField(default=0, verbose_name="asked")),
                ("empty", models.PositiveIntegerField(default=0, verbose_name="found nothing")),
            ],
            options={
                "verbose_name": "search",
                "verbose_name_plural": "searches",
                "ordering": ["-month", "-times", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("text", ""), _negated=True),
                        fields=["-month", "-times", "id"],
                        name="asked_most",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("month", "key"), name="one_count_to_a_query_and_month")
                ],
            },
        ),
    ]
