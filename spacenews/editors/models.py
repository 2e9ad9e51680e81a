"""People who sign in. Bylines are authors, in `articles`; roles are groups, in `roles.py`."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def languages():
    return settings.LANGUAGES


class PeopleManager(UserManager):
    def get_by_natural_key(self, username: str) -> "User":
        """Find who signs in, whatever the case of the letters.

        Python folds what was typed: to PostgreSQL a dotless i is an I too, but to the throttle another name.
        """
        return self.alias(folded=Lower("username")).get(folded=username.lower())


class User(AbstractUser):
    first_name = None
    last_name = None
    username = models.CharField(
        _("user name"),
        max_length=150,
        unique=True,
        help_text=_("What the person signs in with: letters A to Z, digits and @ . + - _"),
        validators=[ASCIIUsernameValidator()],
        error_messages={"unique": _("There is an account of this name.")},
    )
    display_name = models.CharField(_("name as shown"), max_length=150, blank=True)
    language = models.CharField(_("language of the desk"), max_length=10, blank=True, choices=languages)

    objects = PeopleManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("username"), name="one_account_to_a_name_whatever_its_case")
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.display_name or self.username

    get_short_name = get_full_name
