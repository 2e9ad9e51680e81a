"""Forms of the desk for organizations and facts."""

import re
from decimal import Decimal

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils import numberformat
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from spacenews.desk import LinesField
from spacenews.firms import amounts
from spacenews.firms.folding import fold
from spacenews.firms.imports.states import code_of
from spacenews.firms.models import Organization

LINES = AdminTextareaWidget(attrs={"rows": 4})


class NumberField(forms.DecimalField):
    """A number as the editor's language writes it, with all digits that it has and no zeros behind them.

    What groups digits in one language parts the fraction in another: so a number is refused that is not grouped in
    threes. In Indonesian, `1.500` is fifteen hundred, and `1.5` no number.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def prepare_value(self, value):
        return _written(value) if isinstance(value, Decimal) else value

    def to_python(self, value):
        return super().to_python(self._bare(value) if isinstance(value, str) and value.strip() else value)

    def _bare(self, text: str) -> str:
        """Return the text as Python reads numbers."""
        group, point = _marks()
        text = text.strip().replace("−", "-")
        grouped, fraction = rf"\d{{1,3}}({re.escape(group)}\d{{3}})+", rf"({re.escape(point)}\d+)?"
        if not re.fullmatch(rf"[+-]?({grouped}|\d+){fraction}", text):
            example = _written(Decimal("1234.5"))
            raise ValidationError(_("Write the number as %(example)s."), params={"example": example})
        return text.replace(group, "").replace(point, ".")


def _marks() -> tuple[str, str]:
    """Return what groups the digits of a number, and what parts its fraction; in Chinese, commas group them too."""
    return get_format("THOUSAND_SEPARATOR") or ",", get_format("DECIMAL_SEPARATOR")


def _written(value: Decimal) -> str:
    group, point = _marks()
    return numberformat.format(
        amounts.plain(value), point, grouping=3, thousand_sep=group, force_grouping=True
    )


class CountryField(forms.CharField):
    """A country by its name in a language of the site, or by its code."""

    def to_python(self, value):
        told = super().to_python(value)
        try:
            return code_of(told) if told else ""
        except ValueError:
            words = _("No country has this code or name: “%(code)s”.")
            raise ValidationError(words, params={"code": told}) from None


class OrganizationForm(forms.ModelForm):
    country = CountryField(
        label=_("Country"),
        max_length=60,
        required=False,
        help_text=_("Its name, or its code in ISO 3166: Indonesia, ID."),
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"),
        choices=Organization.Sector.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    vehicles = LinesField(label=_("Vehicles"), required=False, help_text=_("One a line."), widget=LINES)
    satellites = LinesField(label=_("Satellites"), required=False, help_text=_("One a line."), widget=LINES)


class NameFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Two new rows with one name are unknown to the database yet: each looks unique to itself."""
        super().clean()
        seen = set()
        for form in kept(self):
            key = form.cleaned_data.get("kind"), fold(form.cleaned_data.get("text", ""))
            if key in seen:
                form.add_error("text", _("This name is given twice."))
            seen.add(key)


class SeveralFormSet(forms.BaseInlineFormSet):
    """Rows that mean something beside each other only."""

    LEAST = 2

    def clean(self):
        super().clean()
        if not any(self.errors) and len(kept(self)) < self.LEAST:
            raise ValidationError(_("At least two are needed."))


def kept(formset) -> list[forms.ModelForm]:
    """Return the forms that hold something and are not to be deleted."""
    return [
        form
        for form in formset.forms
        if getattr(form, "cleaned_data", None) and not formset._should_delete_form(form)
    ]
