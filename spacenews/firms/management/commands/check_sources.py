from django.conf import settings
from django.core.management.base import BaseCommand

from spacenews.firms.sources import checking


class Command(BaseCommand):
    help = (
        "Ask whether sources are still there, those first that were asked longest ago. Needs CHECK_SOURCES=1."
    )

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=checking.A_ROUND, help="how many are asked at most")

    def handle(self, *args, most, **options):
        if not settings.CHECK_SOURCES:
            self.stdout.write("CHECK_SOURCES is off: nothing is asked of other machines.")
            return
        asked = 0
        for source, answer in checking.check(most):
            asked += 1
            self.stdout.write(f"{answer.found.value}: {source.url} ({answer.words})")
        self.stdout.write(f"Asked for {asked}.")
