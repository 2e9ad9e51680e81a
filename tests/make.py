"""Plain makers: each saves one valid thing, with what the test says of it."""

from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from spacenews.firms.models import Claim, Source

PASSWORD = "correct horse battery staple"
numbers = count(1)


def user(role: str | None = None, **kwargs):
    """Return a person who can sign in to the desk with PASSWORD, in the group of the role."""
    name = kwargs.pop("username", f"person-{next(numbers)}")
    person = get_user_model().objects.create_user(name, password=PASSWORD, **{"is_staff": True, **kwargs})
    if role:
        person.groups.add(Group.objects.get(name=role))
    return person


def source(**kwargs) -> Source:
    name = f"source-{next(numbers)}"
    defaults = {"url": f"https://example.org/{name}", "title": name, "publisher": "Example Press"}
    return Source.objects.create(**{**defaults, **kwargs})


def claim(**kwargs) -> Claim:
    defaults = {"sentence": "The market has ten parts.", "verdict": Claim.Verdict.WEAK}
    return Claim.objects.create(**{**defaults, "source": kwargs.pop("source", None) or source(), **kwargs})
