"""Dates as precise as their source: 2023, 2023-H1, 2023-Q2, 2023-04, 2023-04-02, and `?` for its own doubt."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PATTERN = re.compile(
    r"(?P<year>\d{4})(-(H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d)(-(?P<day>\d\d))?))?(?P<doubt>\?)?"
)


def begins_on(text: str) -> dt.date | None:
    """Return the first day that the date covers; None for an empty one.

    >>> begins_on("2023-Q2")
    datetime.date(2023, 4, 1)
    >>> begins_on("2015?")
    datetime.date(2015, 1, 1)

    Raises ValueError for what is no such date.
    """
    if not text:
        return None
    found = PATTERN.fullmatch(text)
    if not found or not text.isascii():
        raise ValueError(text)
    month = found["month"] or int(found["half"] or 1) * 6 - 5
    if found["quarter"]:
        month = int(found["quarter"]) * 3 - 2
    return dt.date(int(found["year"]), int(month), int(found["day"] or 1))


def label(text: str) -> str:
    """Return the date in words of the active language, no more precise than it is.

    >>> label("2023-Q2")
    'Q2 2023'
    """
    found = PATTERN.fullmatch(text or "")
    if not found:
        return text or ""
    return _words(found, begins_on(text)) + (" (?)" if found["doubt"] else "")


def _words(found: re.Match, begin: dt.date) -> str:
    if found["half"]:
        return _("H%(half)s %(year)s") % {"half": found["half"], "year": found["year"]}
    if found["quarter"]:
        return _("Q%(quarter)s %(year)s") % {"quarter": found["quarter"], "year": found["year"]}
    if found["day"]:
        return formats.date_format(begin, "DATE_FORMAT")
    if found["month"]:
        return formats.date_format(begin, "YEAR_MONTH_FORMAT")
    return found["year"]


def validate(text: str) -> None:
    try:
        begins_on(text)
    except ValueError:
        raise ValidationError(
            gettext_lazy("Write a date as 2023, 2023-H1, 2023-Q2, 2023-04 or 2023-04-02, with ? for doubt.")
        ) from None


class PartialDateField(models.CharField):
    """A date as its source prints it."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 11)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate]


class BeginsOnField(models.DateField):
    """The first day of a partial date in the same row, for sorting; kept by every save and bulk_create."""

    def __init__(self, *args, of: str = "date", **kwargs):
        self.of = of
        kwargs.update(null=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, instance, add):
        value = begins_on(getattr(instance, self.of))
        setattr(instance, self.attname, value)
        return value
