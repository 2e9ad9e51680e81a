from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

iso_currency = RegexValidator(r"\A[A-Z]{3}\Z", _("Three capital letters, as in ISO 4217."))
