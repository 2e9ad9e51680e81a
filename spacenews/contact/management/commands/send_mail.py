from django.core.management.base import BaseCommand

from spacenews.contact import outbox
from spacenews.contact.models import Outbox
from spacenews.pagecache import clock


class Command(BaseCommand):
    help = "Send the mails of letters that are due, as the server does by itself each minute. For cron."

    def handle(self, **options):
        if not outbox.is_configured():
            self.stdout.write("Mail is not set up (DESK_EMAIL, EMAIL_URL): letters are stored only.")
            return
        sent, failed = outbox.send_due(clock.now())
        self.stdout.write(f"{sent} sent, {failed} failed, {Outbox.objects.waiting().count()} waiting")
