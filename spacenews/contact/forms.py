from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from spacenews.contact import stamps
from spacenews.contact.models import LONGEST_TEXT
from spacenews.markup import tidy


class TidyField(forms.CharField):
    """Any text, without what would break a mail, a feed or PostgreSQL."""

    def to_python(self, value) -> str:
        return super().to_python(tidy(value or ""))


class LineField(forms.CharField):
    """One line. A line break is refused rather than dropped: no browser sends one, whoever forges headers does."""

    def to_python(self, value) -> str:
        if value and ("\r" in value or "\n" in value):
            raise ValidationError(_("This takes a single line."), code="line")
        return super().to_python(tidy(value or ""))


class EmailLineField(LineField, forms.EmailField):
    """An address that mail can be sent to: its host may be in any script, but must have a name in ASCII."""

    def run_validators(self, value):
        super().run_validators(value)
        try:
            punycode(value.rpartition("@")[2])
        except UnicodeError:
            raise ValidationError(EmailValidator.message, code="invalid") from None


class ContactForm(forms.Form):
    """The same form on /contact/ and beside every page. The hidden fields only add to a score, and refuse nothing."""

    name = LineField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailLineField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    message = TidyField(label=_("Message"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 8}))
    about = TidyField(required=False, widget=forms.HiddenInput)
    stamp = TidyField(required=False, widget=forms.HiddenInput)
    trap = TidyField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def faulty_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.errors if name in self.fields]


def widget_context(language: str, now: datetime) -> dict:
    """Context of the form that stands beside every page: stored with it, so its stamp is everybody's."""
    return {"form": ContactForm(auto_id="w_%s", initial={"stamp": stamps.of_the_day(now)})}
