"""Numbers as each language says them, with its own scales and the currency of the record; never converted."""

from decimal import Decimal

from django.utils import formats, translation
from django.utils.translation import npgettext

SIGNS = {"USD": "US$", "CNY": "CN¥", "EUR": "€", "GBP": "£", "JPY": "JP¥", "INR": "₹", "IDR": "Rp"}
SCALES = {
    "en": [(12, "trillion"), (9, "billion"), (6, "million")],
    "id": [(12, "triliun"), (9, "miliar"), (6, "juta")],
    "zh-hans": [(12, "万亿"), (8, "亿"), (4, "万")],
}
UNSPACED = {"zh-hans"}


def number(record) -> str:
    """Return the number of a figure or round before its scale, with the currency's sign: "US$10"."""
    value, _name = scaled(_value(record))
    digits = formats.number_format(abs(value), force_grouping=True)
    currency = record.currency
    return ("−" if value < 0 else "") + SIGNS.get(currency, f"{currency} " if currency else "") + digits


def scale(record) -> str:
    """Return what follows the number: "billion", or the unit of what is counted."""
    value = _value(record)
    return _joined([scaled(value)[1], counted(value, getattr(record, "unit", "currency"))])


def amount(record) -> str:
    """Return both together: "US$10 billion"; empty where a round has no amount."""
    if _value(record) is None:
        return ""
    return _joined([number(record), scale(record)])


def counted(value: Decimal, unit: str) -> str:
    """Return what is counted, as it follows a number; a unit that an editor has typed stays as typed."""
    if unit == "satellites":
        return npgettext("after a number", "satellite", "satellites", 1 if value == 1 else 2)
    return "" if unit in ("currency", "count") else unit


def scaled(value: Decimal) -> tuple[Decimal, str]:
    """Part a value into number and the name of its scale in the active language.

    >>> scaled(Decimal("10000000000"))
    (Decimal('10'), 'billion')
    """
    for power, name in SCALES.get(translation.get_language(), SCALES["en"]):
        if abs(value) >= 10**power:
            return _plain(value / 10**power), name
    return _plain(value), ""


def _joined(parts: list[str]) -> str:
    space = "" if translation.get_language() in UNSPACED else " "
    return space.join(filter(None, parts))


def _value(record) -> Decimal | None:
    return record.value if hasattr(record, "value") else record.amount


def _plain(value: Decimal) -> Decimal:
    """Drop trailing zeros without exponents."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
