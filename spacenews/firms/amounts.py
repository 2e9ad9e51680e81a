"""Numbers as each language says them, with its own scales and the currency of the record; never converted."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils import formats, translation
from django.utils.translation import npgettext

SIGNS = {"USD": "US$", "CNY": "CN¥", "EUR": "€", "GBP": "£", "JPY": "JP¥", "INR": "₹", "IDR": "Rp"}
SCALES = {
    "en": [(12, "trillion"), (9, "billion"), (6, "million")],
    "id": [(12, "triliun"), (9, "miliar"), (6, "juta")],
    "zh-hans": [(12, "万亿"), (8, "亿"), (4, "万")],
}
UNSPACED = {"zh-hans"}
PERCENT = {"percent", "%"}  # a unit that stands close to its number


def number(record) -> str:
    """Return the number of a figure or round before its scale, with the currency's sign: "US$10"."""
    value, _name = scaled(_value(record))
    sign = SIGNS.get(record.currency, f"{record.currency} " if record.currency else "")
    close = "%" if getattr(record, "unit", "") in PERCENT else ""
    return ("−" if value < 0 else "") + sign + digits(abs(value)) + close


def scale(record) -> str:
    """Return what follows the number: "billion", or the unit of what is counted."""
    value = _value(record)
    return _joined([scaled(value)[1], counted(value, getattr(record, "unit", "currency"))])


def amount(record) -> str:
    """Return both together: "US$10 billion"; empty where a round has no amount."""
    if _value(record) is None:
        return ""
    return _joined([number(record), scale(record)])


class _Dollars(NamedTuple):
    value: Decimal
    currency: str = "USD"
    unit: str = "currency"


def dollars_printed(money) -> str:
    """Return what the source itself gives in dollars beside another currency, or alone: nothing is converted here."""
    value = money.amount_usd_as_printed
    is_said = value is None or (money.currency, money.amount) == ("USD", value)
    return "" if is_said else amount(_Dollars(value))


def counted(value: Decimal, unit: str) -> str:
    """Return what is counted, as it follows a number; a unit that an editor has typed stays as typed."""
    if unit == "satellites":
        return npgettext("after a number", "satellite", "satellites", 1 if value == 1 else 2)
    return "" if unit in {"currency", "count", *PERCENT} else unit


def scaled(value: Decimal) -> tuple[Decimal, str]:
    """Part a value into number and the name of its scale in the active language.

    >>> scaled(Decimal("10000000000"))
    (Decimal('10'), 'billion')
    """
    power, name = scale_for(value)
    return plain(value / 10**power), name


def scale_for(value: Decimal) -> tuple[int, str]:
    """Return the scale in which the active language says so large a value: a power of ten, and its name if any."""
    scales = SCALES.get(translation.get_language(), SCALES["en"])
    return next(((power, name) for power, name in scales if abs(value) >= 10**power), (0, ""))


def digits(value: Decimal) -> str:
    return formats.number_format(value, force_grouping=True)


@dataclass(frozen=True)
class Measure:
    """How the values of one drawing are said: all in the scale of the largest, which is named once."""

    power: int
    unit: str

    @classmethod
    def of(cls, record, values: list[Decimal]) -> "Measure":
        largest = max(map(abs, values))
        power, name = scale_for(largest)
        counts = SIGNS.get(record.currency, record.currency) or counted(largest, record.unit)
        counts = "%" if record.unit in PERCENT else counts
        parts = [counts, name] if record.currency else [name, counts]
        return cls(power, " ".join(filter(None, parts)))

    def words(self, value: Decimal) -> str:
        return ("−" if value < 0 else "") + digits(plain(abs(self._shown(value))))

    def rounds(self, value: Decimal) -> bool:
        return self._shown(value) * 10**self.power != value

    def _shown(self, value: Decimal) -> Decimal:
        """Return three digits of it, or all of a number that needs no scale, or of a whole one in it."""
        part = value / 10**self.power
        return round(part, max(0, 2 - part.adjusted())) if self.power else part


def _joined(parts: list[str]) -> str:
    space = "" if translation.get_language() in UNSPACED else " "
    return space.join(filter(None, parts))


def _value(record) -> Decimal | None:
    return record.value if hasattr(record, "value") else record.amount


def plain(value: Decimal) -> Decimal:
    """Drop trailing zeros without exponents."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
