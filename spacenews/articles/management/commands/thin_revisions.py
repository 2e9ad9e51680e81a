from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from spacenews.articles import thinning
from spacenews.pagecache import clock


class Command(BaseCommand):
    help = (
        "Remove old revisions that were never published. What was published, the newest of each article, and what is "
        "in review, set aside or the ground of unsaved text always stays. Stopped at any time, it can go on."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--older-than", type=int, default=90, metavar="DAYS", help="leave younger ones alone (90)"
        )
        parser.add_argument(
            "--keep-every",
            choices=thinning.SPANS,
            default="day",
            help="of the old ones keep the newest of each span (day)",
        )
        parser.add_argument(
            "--from", type=int, default=0, metavar="ARTICLE", dest="first", help="go on from an article"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say how many would go")

    def handle(self, *, older_than, keep_every, first, dry_run, verbosity, **options):
        if older_than < 1:
            raise CommandError("--older-than takes 1 or more days.")
        before, gone = clock.now() - timedelta(days=older_than), 0
        for articles in thinning.batches(first):
            gone += self._thin(articles, before, keep_every, dry_run)
            if verbosity > 1:
                self.stdout.write(f"… up to article {articles[-1]}: {gone}")
        self.stdout.write(f"{gone} revisions {'would be removed' if dry_run else 'removed'}.")

    @transaction.atomic
    def _thin(self, articles: list[int], before, span: str, dry_run: bool) -> int:
        """Look and remove in one transaction, so that nothing is published in between."""
        if dry_run:
            return len(thinning.needless(articles, before, span))
        going = thinning.needless(thinning.lock(articles), before, span)
        thinning.remove(going)
        return len(going)
