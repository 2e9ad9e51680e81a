from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="words_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=48, verbose_name="word")),
                ("since", models.DateTimeField(verbose_name="offered since")),
                ("uses", models.PositiveIntegerField(verbose_name="uses")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("text", "since"), name="one_count_to_a_word_and_moment")
                ],
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=48)),
                ("text", models.CharField(max_length=48, verbose_name="word")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "text"), name="one_slip_to_a_word")],
            },
        ),
    ]
