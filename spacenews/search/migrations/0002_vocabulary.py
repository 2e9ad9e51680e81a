from django.db import migrations, models

from spacenews.search.models.vocabulary import FoldedWordField


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="words_since",
            field=models.DateTimeField(db_index=True, null=True),
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "text", "since", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", FoldedWordField(max_length=48, verbose_name="word")),
                ("since", models.DateTimeField(verbose_name="offered since")),
                ("uses", models.PositiveIntegerField(verbose_name="uses")),
            ],
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "text", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", FoldedWordField(max_length=48)),
                ("text", FoldedWordField(max_length=48, verbose_name="word")),
            ],
        ),
    ]
