from django.core.management.base import BaseCommand

from spacenews.contact import retention
from spacenews.pagecache import clock


class Command(BaseCommand):
    help = "Delete letters and network hashes whose time is over, as the server does by itself each day."

    def handle(self, **options):
        gone = retention.forget(clock.now())
        self.stdout.write(
            "{spam} spam letters deleted, {closed} closed letters deleted, {network} network hashes removed".format(
                **gone
            )
        )
