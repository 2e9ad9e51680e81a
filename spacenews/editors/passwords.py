import re
import unicodedata
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TRADE_WORDS = ("editor", "desk", "chief", "contributor", "admin", "newsroom", "password", "welcome")
SHORTEST_WORD, LEAST_LEFT = 4, 8


class SiteWordsValidator:
    """Refuse a password that is little more than words which anybody who knows the site would try first."""

    def validate(self, password: str, user=None) -> None:
        folded = unicodedata.normalize("NFKC", password).casefold()
        rest = re.sub("|".join(map(re.escape, site_words())), "", folded)
        if rest != folded and len(re.sub(r"[\W\d_]", "", rest)) < LEAST_LEFT:
            raise ValidationError(
                _("This password is made of words that belong to the site."), code="site_words"
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be made of the site’s own words.")


def site_words() -> list[str]:
    """Return the words of the site's name, its address and its trade, longest first."""
    own = re.split(r"\W+", f"{settings.SITE_NAME} {urlsplit(settings.SITE_URL).hostname}".casefold())
    return sorted(
        {*own, *TRADE_WORDS} - {word for word in own if len(word) < SHORTEST_WORD}, key=len, reverse=True
    )
