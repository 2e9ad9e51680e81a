import secrets

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction

from spacenews.editors.models import User
from spacenews.editors.roles import CHIEF, ROLES

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
EXISTS = "The account {name} exists; its password is unchanged. A new one: manage.py changepassword {name}"
MADE = """The account {name} is made, with the role {role}.
Password: {password}
It is shown this once. One of your own: {site}/admin/password_change/"""


class Command(BaseCommand):
    help = "Make an account for the desk and print its random password once; an account that exists is left alone."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", default="editor")
        parser.add_argument("--role", choices=ROLES, default=CHIEF)

    @transaction.atomic
    def handle(self, *, name: str, role: str, **options):
        if User.objects.filter(username__iexact=name).exists():
            self.stdout.write(EXISTS.format(name=name))
            return
        password = random_password()
        User.objects.create_user(name, password=password, is_staff=True).groups.add(
            Group.objects.get(name=role)
        )
        self.stdout.write(MADE.format(name=name, role=role, password=password, site=settings.SITE_URL))


def random_password() -> str:
    """Return some 99 random bits in four groups that can be read aloud."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
