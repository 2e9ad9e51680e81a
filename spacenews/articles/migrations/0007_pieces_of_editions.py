import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_months_of_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="Piece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=[("page", "Page"), ("entry", "Entry")], max_length=5)),
                ("language", models.CharField(max_length=7)),
                ("html", models.TextField()),
                ("told_json", models.TextField()),
                ("version", models.CharField(max_length=16)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="articles.edition",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "kind", "language"), name="one_piece_of_a_kind_and_language"
                    )
                ],
            },
        ),
    ]
