import re

import django.db.models.deletion
from django.db import migrations, models

BLOCK = re.compile(r'<div [^>]*?\bdata-(series|dispute)="(\d{1,18})"')
BATCH = 1_000


def note_blocks(apps, schema_editor):
    """Note for each edition there is which charts and disputes it shows."""
    editions, block = apps.get_model("articles", "Edition"), apps.get_model("articles", "EditionBlock")
    rows = []
    for pk, body in editions.objects.order_by("pk").values_list("pk", "body").iterator(BATCH):
        shown = dict.fromkeys((kind, int(record)) for kind, record in BLOCK.findall(body))
        rows += [block(edition_id=pk, kind=kind, record=record) for kind, record in shown]
        if len(rows) >= BATCH:
            block.objects.bulk_create(rows)
            rows = []
    block.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_flags_and_mentions"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditionBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("series", "chart"), ("dispute", "dispute")], max_length=7),
                ),
                ("record", models.PositiveBigIntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="block_rows",
                        to="articles.edition",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "record", "edition"), name="one_row_to_a_block_and_edition"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="factflag",
            name="settled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.edition",
            ),
        ),
        migrations.AddField(
            model_name="factflag",
            name="where",
            field=models.CharField(
                choices=[
                    ("text", "in its text"),
                    ("chart", "in a chart"),
                    ("dispute", "where sources disagree"),
                    ("covers", "may tell of it"),
                ],
                default="text",
                max_length=7,
                verbose_name="where",
            ),
        ),
        migrations.AddField(
            model_name="factflag",
            name="words",
            field=models.CharField(blank=True, max_length=300, verbose_name="words in the text"),
        ),
        migrations.RunPython(note_blocks, migrations.RunPython.noop),
    ]
