"""The calendar of what was published, in the site's zone."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Func, IntegerField, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from spacenews.articles.models import Edition
from spacenews.pagecache import fragments
from spacenews.prepared import prepared


@dataclass(frozen=True)
class MonthCount:
    """A month and how many stories its list holds."""

    date: dt.date
    stories: int

    @property
    def url(self) -> str:
        return reverse("month", args=[self.date.year, self.date.month]) if self.stories else ""


def zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(zone()).date()


def begin_of_day(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, zone())


def begin_of(year: int, month: int) -> dt.datetime:
    return dt.datetime(year, month, 1, tzinfo=zone())


def span(year: int, month: int | None = None) -> dict[str, dt.datetime]:
    """Return the conditions on `published_at` for a month, or for a whole year."""
    if month is None:
        return {"published_at__gte": begin_of(year, 1), "published_at__lt": begin_of(year + 1, 1)}
    following = begin_of(year + month // 12, month % 12 + 1)
    return {"published_at__gte": begin_of(year, month), "published_at__lt": following}


def newest_months(language: str, now: dt.datetime, most: int = 12) -> list[MonthCount]:
    """Return the newest months that have stories; each asks a bounded span, never all editions."""
    months: list[MonthCount] = []
    found = _newest(language, now=now)
    while found and len(months) < most:
        local = found[0].astimezone(zone())
        of_month = span(local.year, local.month)
        begin, end = of_month["published_at__gte"], of_month["published_at__lt"]
        (stories,) = _number(language, now=now, begin=begin, end=end)
        months.append(MonthCount(begin.date(), stories))
        found = _newest(language, now=now, before=begin)
    return months


@prepared
def _newest(language: str, *, now: dt.datetime, **before: dt.datetime) -> QuerySet:
    earlier = [Q(published_at__lt=moment) for moment in before.values()]
    found = Edition.objects.listed(language, now).filter(*earlier)
    return found.newest().values_list("published_at", flat=True)[:1]


@prepared
def _number(language: str, *, now: dt.datetime, begin: dt.datetime, end: dt.datetime) -> QuerySet:
    """Return how many stories a span holds; a statement that is prepared has rows, so this is one."""
    found = Edition.objects.listed(language, now, published_at__gte=begin, published_at__lt=end).order_by()
    return found.values_list(Func("pk", function="COUNT", output_field=IntegerField()), flat=True)


def years_with_editions(now: dt.datetime) -> list[int]:
    """Return the years in which anything live was published, newest first; one bounded query a year."""
    years: list[int] = []
    live = Edition.objects.live(now).newest().values_list("published_at", flat=True)
    while newest := (live.filter(published_at__lt=begin_of(years[-1], 1)) if years else live).first():
        years.append(newest.astimezone(zone()).year)
    return years


def all_months(language: str, now: dt.datetime, year: int | None = None) -> list[MonthCount]:
    """Return every month that has stories, newest first, of all years or of one.

    It reads all their editions, so the answer is kept under the content stamp.
    """
    return fragments.get(f"months-{year or 'all'}", language, now, partial(_counted, language, now, year))


def _counted(language: str, now: dt.datetime, year: int | None) -> list[MonthCount]:
    found = Edition.objects.listed(language, now, **(span(year) if year else {})).order_by()
    rows = (
        found.annotate(month=TruncMonth("published_at", tzinfo=zone()))
        .values_list("month")
        .annotate(Count("pk"))
    )
    return [MonthCount(month.date(), stories) for month, stories in sorted(rows, reverse=True)]


def by_year(months: list[MonthCount]) -> list[dict]:
    """Group months, newest first, by their years."""
    years: dict[int, list[MonthCount]] = {}
    for month in months:
        years.setdefault(month.date.year, []).append(month)
    return [
        {
            "year": year,
            "url": reverse("year", args=[year]),
            "more": _("All of %(year)s") % {"year": year},
            "months": of_year,
        }
        for year, of_year in years.items()
    ]


def days_of(year: int, month: int, editions) -> list[dict]:
    """Return each day of a month with its number of stories and the height of its bar in px."""
    stories = Counter(edition.published_at.astimezone(zone()).day for edition in editions)
    most = max(stories.values(), default=1)
    last = (span(year, month)["published_at__lt"] - dt.timedelta(days=1)).day
    return [
        {"number": day, "stories": stories[day], "bar": round(36 * stories[day] / most)}
        for day in range(1, last + 1)
    ]
