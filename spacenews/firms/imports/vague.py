"""Vague dates, as GCAT writes them (https://planet4589.org/space/gcat/web/intro/vague.html), as ours."""

import re

from spacenews.firms.partial_dates import begins_on

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
NOTHING = {"", "-", "?", "*"}  # not known, or, at an end, still going on
VAGUE = re.compile(
    r"(?P<year>[0-9]{3,4})(?: (?P<month>[A-Z][a-z]{2})(?: {1,2}(?P<day>[0-9]{1,2}))?)?(?P<doubt>\?)?"
)
DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")  # the day comes first wherever dots are used
CHINESE = re.compile(r"([0-9]{4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?")


def partial_date(text: str) -> str:
    """Return the date as precise as it is given, in GCAT's way, ours or a usual one; nothing for an unknown one.

    >>> [partial_date(date) for date in ("1958 Oct  1", "1991 Jan?", "2016?", " 963", "-", "2023-Q2")]
    ['1958-10-01', '1991-01?', '2016?', '0963', '', '2023-Q2']

    >>> partial_date("2016年11月"), partial_date("2015年6月1日"), partial_date("1.6.2015")
    ('2016-11', '2015-06-01', '2015-06-01')

    Raises ValueError for what is no date, or a decade, which no date of ours is as vague as.
    """
    text = text.strip()
    if text in NOTHING:
        return ""
    if found := VAGUE.fullmatch(text):
        text = _ours(found)
    elif found := CHINESE.fullmatch(text):
        text = _joined(found.groups())
    elif found := DOTTED.fullmatch(text):
        text = _joined(found.groups()[::-1])
    begins_on(text)
    return text


def _joined(parts: tuple) -> str:
    return "-".join(part.zfill(2) for part in parts if part)


def _ours(found: re.Match) -> str:
    month = f"{MONTHS.index(found['month']) + 1:02d}" if found["month"] else ""
    day = f"{int(found['day']):02d}" if found["day"] else ""
    return "-".join(filter(None, [f"{int(found['year']):04d}", month, day])) + (found["doubt"] or "")


def agree(one: str, other: str) -> bool:
    """Say whether two dates may be the same day, one of them less precise or in doubt.

    >>> agree("2015-06-01", "2015"), agree("2015?", "2015"), agree("2015", "2016")
    (True, True, False)
    """
    shorter, longer = sorted((one.rstrip("?"), other.rstrip("?")), key=len)
    return longer.startswith(shorter)


def is_closer(one: str, other: str) -> bool:
    """Say whether a date names more of the day than another.

    >>> is_closer("2015-06", "2015"), is_closer("2015?", "2015"), is_closer("2015", "2015-06-01")
    (True, False, False)
    """
    return len(one.rstrip("?")) > len(other.rstrip("?"))
