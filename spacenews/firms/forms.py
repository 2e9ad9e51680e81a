"""Forms of the desk for organizations and facts."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from spacenews.desk import LinesField
from spacenews.firms.folding import fold
from spacenews.firms.models import Organization

LINES = AdminTextareaWidget(attrs={"rows": 4})


class OrganizationForm(forms.ModelForm):
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
