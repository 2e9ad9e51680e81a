from functools import partial

from django.core.management.base import BaseCommand, CommandError

from spacenews.pagecache import clock
from spacenews.search import agreement, upkeep
from spacenews.search.desk import upkeep as desk

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Write the search index where it is missing or old, while the site runs: the readers', then the desk's own. "
        "A run that was interrupted goes on where it stopped when the command is given again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="Write every entry anew.")
        parser.add_argument("--check", action="store_true", help="Only say whether index and articles agree.")

    def handle(self, *, all, check, verbosity=1, **options):
        now = clock.now()
        if check:
            return self.check_agreement(now)
        if all:
            upkeep.age_all()
            desk.age_all()
        editions = self.renew("editions", upkeep.stale(now).count(), partial(upkeep.renew, now))
        articles = self.renew("articles", desk.stale().count(), desk.renew)
        if verbosity:
            held = upkeep.wanted(now).count()
            self.stdout.write(f"The index was written for {editions} editions and holds {held}.")
            self.stdout.write(
                f"The desk’s index was written for {articles} articles and holds {desk.held()}."
            )

    def renew(self, what: str, total: int, write) -> int:
        return write(lambda done: self.stdout.write(f"{done} of {total} {what}"))

    def check_agreement(self, now) -> None:
        found = [*agreement.disagreements(now), *desk.disagreements()]
        for line in found[:SHOWN]:
            self.stdout.write(line)
        if found:
            raise CommandError(f"Index and articles disagree in {len(found)} places: run reindex --all.")
        self.stdout.write(f"The index agrees with {upkeep.wanted(now).count()} editions.")
        self.stdout.write(f"The desk’s index agrees with {desk.held()} articles.")
