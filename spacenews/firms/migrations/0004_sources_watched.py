"""What is kept of asking whether sources are there, and addresses in the normal form as it is since."""

import logging

import django.db.models.deletion
from django.db import migrations, models

from spacenews.firms.models.sources import normal_url

logger = logging.getLogger(__name__)
CLASH = "Source %s has the address of source %s, %s: merge one into the other at the desk"


def bring_up_to_date(apps, schema_editor):
    """Write what became another; where two became one both stay as they are, and it is told."""
    sources = apps.get_model("firms", "Source").objects.using(schema_editor.connection.alias)
    for pk, url, before in sources.values_list("pk", "url", "url_normal").order_by("pk"):
        now = normal_url(url)[:800]
        if now == before:
            continue
        if other := sources.filter(url_normal=now).values_list("pk", flat=True).first():
            logger.warning(CLASH, pk, other, url)
        else:
            sources.filter(pk=pk).update(url_normal=now)


class Migration(migrations.Migration):
    dependencies = [("firms", "0003_tables")]

    operations = [
        migrations.CreateModel(
            name="SourceCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("next_on", models.DateField(verbose_name="to be asked on")),
                ("asked_on", models.DateField(null=True, verbose_name="asked on")),
                ("failed_days", models.PositiveSmallIntegerField(default=0, verbose_name="days without it")),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_of_address",
                        to="firms.source",
                    ),
                ),
            ],
            options={"verbose_name": "check of a source", "verbose_name_plural": "checks of sources"},
        ),
        migrations.AddIndex(
            model_name="sourcecheck",
            index=models.Index(fields=["next_on", "id"], name="check_due"),
        ),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["publisher", "title", "id"], name="source_by_publisher"),
        ),
        migrations.RunPython(bring_up_to_date, migrations.RunPython.noop),
    ]
