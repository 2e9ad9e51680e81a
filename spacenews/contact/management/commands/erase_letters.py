from django.core.management.base import BaseCommand
from django.db import transaction

from spacenews.contact.models import Message
from spacenews.pagecache import clock


class Command(BaseCommand):
    help = "Erase the letters of one address; of each a tombstone stays (reference, dates, state)."

    def add_arguments(self, parser):
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *, email: str, **options):
        number = sum(letter.erase(at=clock.now()) for letter in Message.objects.by(email).select_for_update())
        self.stdout.write(f"{number} letters erased. Backups follow with their next cycle.")
