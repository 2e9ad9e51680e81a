from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_printed_version")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["created_by", "-changed_at", "-id"],
                condition=models.Q(("decided_at", None)),
                name="draft_of_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["created_by"],
                condition=models.Q(("handed_back", True)),
                name="returned_to_a_person",
            ),
        ),
    ]
