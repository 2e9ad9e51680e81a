"""A local time of the site as a moment: one that does not exist is refused, one that exists twice asks which."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.articles.desk.asking import StepForm

FIRST_YEAR, LAST_YEAR = 1971, 2199


def moment(local: dt.datetime, fold: int | None = None) -> dt.datetime:
    """Return the moment of a naive local time; `fold` 0 or 1 chooses the first or second where it comes twice.

    Raises ValidationError: `missing` for a time that a change of the clocks skips, `twice` without a choice.
    """
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise ValidationError(_("Choose a year from 1971 to 2199."), code="year")
    zone = ZoneInfo(settings.TIME_ZONE)
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise ValidationError(_("This time does not exist: the clocks skip it on that day."), code="missing")
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(dt.UTC)
    if fold is None:
        raise ValidationError(_("This time comes twice on that day: choose which one."), code="twice")
    return (second if fold else first).astimezone(dt.UTC)


def time_of(moment: dt.datetime) -> SafeString:
    """Return a moment in the site's zone, by name; a script adds the reader's own beside it (js/localtime.js)."""
    written = date_format(localtime(moment), "DATETIME_FORMAT")
    return format_html('<time datetime="{}" data-local>{}</time>', moment.isoformat(), written)


class MomentForm(forms.Form):
    """A moment in the site's zone, cleaned as `at`. Which of two equal times is asked only where there are two."""

    on = forms.DateField(label=gettext_lazy("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=gettext_lazy("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    which = forms.TypedChoiceField(
        label=gettext_lazy("Where the clocks go back"),
        choices=[("", "–"), ("0", gettext_lazy("the first")), ("1", gettext_lazy("the second"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.HiddenInput,
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if "on" in cleaned and "time" in cleaned:
            local = dt.datetime.combine(cleaned["on"], cleaned["time"])
            try:
                cleaned["at"] = moment(local, cleaned.get("which"))
            except ValidationError as error:
                self._ask(error)
        return cleaned

    def _ask(self, error: ValidationError) -> None:
        if error.code == "twice":
            field = self.fields["which"]
            field.widget = forms.Select(choices=field.choices)
        self.add_error("which" if error.code == "twice" else "time", error)


class ScheduleForm(MomentForm, StepForm):
    """When to go out."""

    def ask(self) -> None:
        self.fields["time"].help_text = _("In %(zone)s") % {"zone": settings.TIME_ZONE}

    @property
    def answers(self) -> dict:
        return {"at": self.cleaned_data["at"]}
