import re

from django.db import migrations, models

CLAIM = re.compile(r'<div [^>]*?\bdata-claim="(\d{1,18})"')
BATCH = 1_000


def note_claims(apps, schema_editor):
    """Note for each edition there is which checked claims it shows."""
    editions, block = apps.get_model("articles", "Edition"), apps.get_model("articles", "EditionBlock")
    printed = editions.objects.filter(body__contains="data-claim=").order_by("pk")
    rows = []
    for pk, body in printed.values_list("pk", "body").iterator(BATCH):
        shown = dict.fromkeys(map(int, CLAIM.findall(body)))
        rows += [block(edition_id=pk, kind="claim", record=record) for record in shown]
    block.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def forget_claims(apps, schema_editor):
    apps.get_model("articles", "EditionBlock").objects.filter(kind="claim").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_merged_sources"),
    ]

    operations = [
        migrations.AlterField(
            model_name="editionblock",
            name="kind",
            field=models.CharField(
                choices=[("series", "chart"), ("dispute", "dispute"), ("claim", "claim")], max_length=7
            ),
        ),
        migrations.AlterField(
            model_name="factflag",
            name="where",
            field=models.CharField(
                choices=[
                    ("text", "in its text"),
                    ("chart", "in a chart"),
                    ("dispute", "where sources disagree"),
                    ("claim", "as a checked claim"),
                    ("covers", "may tell of it"),
                ],
                default="text",
                max_length=7,
                verbose_name="where",
            ),
        ),
        migrations.RunPython(note_claims, forget_claims),
    ]
