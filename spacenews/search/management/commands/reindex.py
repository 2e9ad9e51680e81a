from django.core.management.base import BaseCommand, CommandError

from spacenews.pagecache import clock
from spacenews.search import agreement, upkeep

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Write the search index where it is missing or old, while the site runs. "
        "A run that was interrupted goes on where it stopped when the command is given again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="Write every entry anew.")
        parser.add_argument("--check", action="store_true", help="Only say whether index and editions agree.")

    def handle(self, *, all, check, **options):
        now = clock.now()
        if check:
            return self.check_agreement(now)
        if all:
            upkeep.age_all()
        total = upkeep.stale(now).count()
        done = upkeep.renew(now, lambda done: self.stdout.write(f"{done} of {total} editions"))
        self.stdout.write(
            f"The index was written for {done} editions and holds {upkeep.wanted(now).count()}."
        )

    def check_agreement(self, now) -> None:
        found = list(agreement.disagreements(now))
        for line in found[:SHOWN]:
            self.stdout.write(line)
        if found:
            raise CommandError(f"Index and editions disagree in {len(found)} places: run reindex --all.")
        self.stdout.write(f"The index agrees with {upkeep.wanted(now).count()} editions.")
