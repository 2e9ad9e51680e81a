from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("firms", "0009_disputes_and_claims"),
    ]

    operations = [
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(
                choices=[
                    ("to-map", "columns to be named"),
                    ("trying", "being tried"),
                    ("tried", "tried, nothing written"),
                    ("running", "being written"),
                    ("stopped", "stopped"),
                    ("done", "done"),
                ],
                default="to-map",
                max_length=8,
                verbose_name="state",
            ),
        ),
    ]
