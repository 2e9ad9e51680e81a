from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_changes")]

    operations = [
        migrations.AlterField(
            model_name="merged",
            name="kind",
            field=models.CharField(
                choices=[
                    ("section", "section"),
                    ("author", "author"),
                    ("tag", "tag"),
                    ("organization", "organization"),
                    ("source", "source"),
                ],
                max_length=12,
            ),
        ),
    ]
