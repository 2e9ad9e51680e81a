"""Dates as precise as their source: 2023, 2023-H1, 2023-Q2, 2023-04, 2023-04-02, and `?` for its own doubt."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PATTERN = re.compile(
    r"(?P<year>[0-9]{4})(-(H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?))?"
    r"(?P<doubt>\?)?"
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
    if not found:
        raise ValueError(text)
    month = int(found["month"] or int(found["half"] or 1) * 6 - 5)
    if found["quarter"]:
        month = int(found["quarter"]) * 3 - 2
    return dt.date(int(found["year"]), month, int(found["day"] or 1))


def label(text: str) -> str:
    """Return the date in words of the active language, no more precise than it is.

    >>> label("2023-Q2")
    'Q2 2023'
    """
    found, begin = _read(text)
    if not found:
        return text
    if found["day"]:
        words = formats.date_format(begin, "DATE_FORMAT")
    elif found["month"]:
        words = formats.date_format(begin, "YEAR_MONTH_FORMAT")
    elif part := found["half"] or found["quarter"]:
        words = _("%(part)s %(year)s") % {"part": _part(found, part), "year": found["year"]}
    else:
        words = found["year"]
    return words + _doubt(found)


def label_within_year(text: str) -> str:
    """Return the date in words for a list that stands under its year.

    >>> label_within_year("2025-12-03")
    '3 Dec'
    """
    found, begin = _read(text)
    if not found:
        return text
    if found["day"]:
        words = formats.date_format(begin, "DAY_MONTH_FORMAT")
    elif found["month"]:
        words = formats.date_format(begin, "MONTH_FORMAT")
    elif part := found["half"] or found["quarter"]:
        words = _part(found, part)
    else:
        words = _("year only")
    return words + _doubt(found)


def iso(text: str) -> str:
    """Return the date as ISO 8601 knows it, so without half-years, quarters and doubt.

    >>> iso("2023-Q2"), iso("2016-10?")
    ('2023', '2016-10')
    """
    found, _begin = _read(text)
    return "-".join(filter(None, [found["year"], found["month"], found["day"]])) if found else ""


def has_ended(text: str, today: dt.date) -> bool:
    """Return whether all of a date has passed.

    >>> has_ended("2026-Q2", dt.date(2026, 6, 30)), has_ended("2026-Q2", dt.date(2026, 7, 1))
    (False, True)
    """
    found, begin = _read(text)
    if not found:
        return False
    months = 6 if found["half"] else 3 if found["quarter"] else 1 if found["month"] else 12
    following = begin.month - 1 + months
    end = begin if found["day"] else dt.date(begin.year + following // 12, following % 12 + 1, 1)
    return end < today if found["day"] else end <= today


def ended(column: str, today: dt.date) -> Q:
    """Return the condition that all of a partial date has passed: 2026-Q2 on 1 July, 2026 on 1 January 2027.

    It compares texts, as a column that has no first day beside it can be compared too.
    """
    year, month = f"{today.year}", f"{today:%Y-%m}"
    begun = {  # the part of the year that is not over today, as each precision writes it
        f"{column}__contains": {
            "-H": f"{year}-H{(today.month + 5) // 6}",
            "-Q": f"{year}-Q{(today.month + 2) // 3}",
        },
        f"{column}__regex": {r"^\d{4}-\d{2}\??$": month, r"^\d{4}-\d{2}-\d{2}": today.isoformat()},
    }
    found = Q(**{f"{column}__lt": year})
    for shape, parts in begun.items():
        for like, now in parts.items():
            found |= Q(**{shape: like, f"{column}__lt": now})
    return found & Q(**{f"{column}__gt": ""})


def _read(text: str) -> tuple[re.Match | None, dt.date | None]:
    try:
        begin = begins_on(text)
    except ValueError:
        return None, None
    return PATTERN.fullmatch(text), begin


def _part(found: re.Match, number: str) -> str:
    return _("H%(number)s") % {"number": number} if found["half"] else _("Q%(number)s") % {"number": number}


def _doubt(found: re.Match) -> str:
    return " (?)" if found["doubt"] else ""


def validate(text: str) -> None:
    try:
        begins_on(text)
    except ValueError:
        raise ValidationError(
            gettext_lazy("Write a date as 2023, 2023-H1, 2023-Q2, 2023-04 or 2023-04-02, with ? for doubt.")
        ) from None


class PartialDateField(models.CharField):
    """A date as its source prints it."""

    default_validators = (validate,)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 11)
        super().__init__(*args, **kwargs)


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
