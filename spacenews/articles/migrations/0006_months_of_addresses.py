from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_drafts_of_a_person")]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["path", "published_at", "live_from", "live_until"], name="edition_by_month_of_address"
            ),
        ),
    ]
