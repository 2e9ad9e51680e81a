import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("firms", "0002_facts_that_change")]

    operations = [
        migrations.AlterField(
            model_name="organization",
            name="country",
            field=models.CharField(
                blank=True,
                max_length=2,
                validators=[
                    django.core.validators.RegexValidator(
                        r"\A[A-Z]{2}\Z", "Two capital letters, as in ISO 3166."
                    )
                ],
                verbose_name="country",
            ),
        ),
        migrations.AlterModelOptions(
            name="identifier",
            options={
                "ordering": ["scheme", "pk"],
                "verbose_name": "identifier",
                "verbose_name_plural": "identifiers",
            },
        ),
        migrations.RemoveConstraint(model_name="identifier", name="one_identifier_to_a_scheme"),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                fields=["organization", "scheme", "value"], name="one_row_to_an_identifier"
            ),
        ),
        migrations.AddField(
            model_name="importline",
            name="chosen",
            field=models.BooleanField(default=False, verbose_name="to be written"),
        ),
    ]
