"""Words with a capital that are no names of organizations: days, months and countries."""

import calendar
from functools import cache

from django.utils import translation

from spacenews.firms.countries import COUNTRIES
from spacenews.languages import CODES

DATES = {name.casefold() for name in (*calendar.month_name, *calendar.day_name) if name}


@cache
def lands() -> set[str]:
    """Return the words of countries' names in the languages of the site."""
    found = set()
    for code in CODES:
        with translation.override(code):
            found |= {word for name in COUNTRIES.values() for word in str(name).casefold().split()}
    return found
