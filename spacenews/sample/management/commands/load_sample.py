from django.core.management.base import BaseCommand, CommandError

from spacenews.sample import loading
from spacenews.sample.shapes import Misfit


class Command(BaseCommand):
    help = "Loads the sample content into an empty site: organizations, facts, pages and stories. Once."

    def handle(self, **options):
        try:
            loaded = loading.load(self.stdout.write)
        except Misfit as error:
            raise CommandError(f"The sample content does not fit, nothing was loaded. {error}") from error
        done = (
            "The sample content is loaded."
            if loaded
            else "There is content already: the sample is not loaded."
        )
        self.stdout.write(done)
