from django.core.management.base import BaseCommand

from spacenews.articles import drawing
from spacenews.articles.models import Edition


class Command(BaseCommand):
    help = (
        "Draw what is missing of the stored pieces of articles, after an upgrade for instance: pages are right without "
        "them, only slower. Can be stopped at any time and run again; the server does the same, some each minute."
    )

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="draw all of them anew, missing or not")

    def handle(self, *args, again: bool, **options):
        drawing.sweep()
        if again:
            drawing.drop(Edition.objects.values("pk"))
        left = drawing.lacking().count()
        try:
            drawing.draw_missing(report=lambda done: self.stdout.write(f"{done} of {left}"))
        except KeyboardInterrupt:
            self.stdout.write("Stopped. Run it again to go on.")
