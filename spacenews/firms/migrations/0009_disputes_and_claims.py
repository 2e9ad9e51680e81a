from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("firms", "0007_changes"),
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
                    ("dispute", "dispute"),
                    ("claim", "claim"),
                ],
                max_length=11,
                verbose_name="kind",
            ),
        ),
    ]
