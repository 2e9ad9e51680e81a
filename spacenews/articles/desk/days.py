"""Days and months as the calendar of the desk counts them: in the site's zone, weeks from Monday on."""

import datetime as dt
from calendar import Calendar
from dataclasses import dataclass

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from spacenews.articles.desk.moments import FIRST_YEAR, LAST_YEAR

FIRST, LAST = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)


class DayField(forms.DateField):
    """A day that the calendar can show; the browser's own field asks for it."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        bounds = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
        super().__init__(
            **{
                "widget": widget,
                "required": False,
                "validators": bounds,
                "input_formats": ["%Y-%m-%d"],
                **kwargs,
            }
        )


def week_of(day: dt.date) -> list[dt.date]:
    monday = day - dt.timedelta(days=day.weekday())
    return [monday + dt.timedelta(days=number) for number in range(7)]


@dataclass(frozen=True)
class Month:
    """A month that the calendar can show; `first` is its first day."""

    first: dt.date

    @classmethod
    def written(cls, text: str, today: dt.date) -> "Month":
        """Return the month that is written as 2026-08, else that of today."""
        try:
            asked = dt.date.fromisoformat(f"{text}-01")
        except ValueError:
            asked = today
        return cls((asked if FIRST <= asked <= LAST else today).replace(day=1))

    def __str__(self):
        return f"{self.first:%Y-%m}"

    def __contains__(self, day: dt.date) -> bool:
        return (day.year, day.month) == (self.first.year, self.first.month)

    @property
    def before(self) -> dt.date | None:
        """The first day of the month before, unless that is too early to show."""
        day = (self.first - dt.timedelta(days=1)).replace(day=1)
        return day if day >= FIRST else None

    @property
    def after(self) -> dt.date | None:
        day = (self.first + dt.timedelta(days=31)).replace(day=1)
        return day if day <= LAST else None

    def days(self) -> list[dt.date]:
        """Return its whole weeks, with the days of its neighbours that these hold."""
        return list(Calendar().itermonthdates(self.first.year, self.first.month))
