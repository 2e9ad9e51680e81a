import json

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from spacenews.contact.models import Message

FIELDS = (
    "reference",
    "created_at",
    "status",
    "name",
    "email",
    "text",
    "language",
    "about_title",
    "answered_at",
)


class Command(BaseCommand):
    help = "Print the letters of one address as JSON, for the person who wrote them."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email: str, **options):
        letters = list(Message.objects.by(email).newest().values(*FIELDS))
        self.stdout.write(json.dumps(letters, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
