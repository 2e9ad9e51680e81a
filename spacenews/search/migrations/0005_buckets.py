from django.db import migrations

from spacenews.search.models.entries import BUCKET
from spacenews.search.searched import GIN


def index_anew(apps, schema_editor):
    """Give a table of PostgreSQL that was made without buckets and titles the indexes that are made today."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS search_words_held, search_words_titled")
        schema_editor.execute(GIN.format(table="search_words", bucket=BUCKET))


class Migration(migrations.Migration):
    dependencies = [("search", "0004_working")]

    operations = [migrations.RunPython(index_anew, migrations.RunPython.noop)]
