"""How facts are printed: partial dates in words, numbers with the language's own scale; never converted."""

from decimal import Decimal

from django import template
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from spacenews.firms.partial_dates import label

register = template.Library()

SIGNS = {"USD": "US$", "CNY": "CN¥", "EUR": "€", "GBP": "£", "JPY": "JP¥", "INR": "₹", "IDR": "Rp"}
UNITS = {"satellites": _("satellites")}
SCALES = {
    "en": [(12, "trillion"), (9, "billion"), (6, "million")],
    "id": [(12, "triliun"), (9, "miliar"), (6, "juta")],
    "zh-hans": [(12, "万亿"), (8, "亿"), (4, "万")],
}


@register.filter
def when(text: str) -> str:
    """Return a partial date in words."""
    return label(text)


@register.filter
def number(record) -> str:
    """Return the number of a figure or round before its scale, with the currency's sign: "US$10"."""
    value, _name = scaled(_amount(record))
    digits = formats.number_format(value, force_grouping=True)
    currency = record.currency
    return SIGNS.get(currency, f"{currency} " if currency else "") + digits


@register.filter
def scale(record) -> str:
    """Return what follows the number: "billion", or the unit of what is counted."""
    _value, name = scaled(_amount(record))
    unit = getattr(record, "unit", "currency")
    counted = "" if unit in ("currency", "count") else str(UNITS.get(unit, unit))
    return " ".join(filter(None, [name, counted]))


def scaled(amount: Decimal) -> tuple[Decimal, str]:
    """Part an amount into number and the name of its scale in the active language.

    >>> scaled(Decimal("10000000000"))
    (Decimal('10'), 'billion')
    """
    for power, name in SCALES.get(translation.get_language(), SCALES["en"]):
        if abs(amount) >= 10**power:
            return _plain(amount / 10**power), name
    return _plain(amount), ""


def _amount(record) -> Decimal:
    return Decimal(record.value if hasattr(record, "value") else record.amount)


def _plain(value: Decimal) -> Decimal:
    """Drop trailing zeros without exponents."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
