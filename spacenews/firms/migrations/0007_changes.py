from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("firms", "0004_sources_watched"),
    ]

    operations = [
        migrations.AlterField(
            model_name="factchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("figure", "figure"),
                    ("name", "name"),
                    ("cooperation", "cooperation"),
                    ("firm", "firm"),
                ],
                max_length=11,
                verbose_name="kind",
            ),
        ),
    ]
