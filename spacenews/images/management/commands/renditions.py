from django.core.management.base import BaseCommand

from spacenews.images import renditions
from spacenews.images.models import Image


class Command(BaseCommand):
    help = "Make the renditions of pictures that are missing. Can be stopped at any time and run again."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="make all of them anew, missing or not")

    def handle(self, *args, again: bool, **options):
        make = renditions.make_all_again if again else renditions.make_missing
        pictures = list(Image.objects.order_by("pk").values_list("pk", flat=True))
        made = 0
        try:
            for number, pk in enumerate(pictures, start=1):
                if new := make(Image.objects.get(pk=pk)):
                    made += new
                    self.stdout.write(f"{number} of {len(pictures)}: picture {pk}, {new} made")
        except KeyboardInterrupt:
            self.stdout.write("Stopped. Run it again to go on.")
        self.stdout.write(f"{made} renditions made.")
