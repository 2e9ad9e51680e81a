"""How often something was read, for the desk: today and the days before it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Min, QuerySet, Sum
from django.utils.timezone import localdate

from spacenews.firms.models import Merger
from spacenews.stats.models import Kind, Referrals, Views, Violations

WEEK, MONTH = 7, 30  # days, today among them
HOSTS = 5
HEIGHT_PX = 32  # of the drawing


@dataclass(frozen=True)
class Day:
    """A bar of the drawing: its place in percent of the width, its height in pixels."""

    date: date
    times: int
    x: float
    height: float

    @property
    def y(self) -> float:
        return HEIGHT_PX - self.height


class Readership:
    """What is known of the readers of one article, in three queries, or of one firm, in four."""

    def __init__(self, kind: Kind, key: int, now: datetime):
        self.today = localdate(now)
        self.first = self.today - timedelta(days=MONTH - 1)
        keys = [key, *merged_into(key)] if kind == Kind.FIRM else [key]
        self.views = Views.objects.filter(kind=kind, key__in=keys)
        self.referrals = Referrals.objects.filter(kind=kind, key__in=keys, day__gte=self.first)

    @cached_property
    def all(self) -> dict:
        return self.views.aggregate(times=Sum("times", default=0), since=Min("day"))

    @cached_property
    def by_day(self) -> Counter[date]:
        counted = self.views.filter(day__gte=self.first).values("day").annotate(readers=Sum("times"))
        return Counter(dict(counted.values_list("day", "readers")))

    @property
    def month(self) -> int:
        return self.by_day.total()

    @property
    def week(self) -> int:
        return sum(self.by_day[day] for day in self.shown[-WEEK:])

    @property
    def shown(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(MONTH)]

    @property
    def days(self) -> list[Day]:
        most = max(self.by_day.values(), default=0) or 1
        return [
            Day(day, times, round(100 * place / MONTH, 2), round(HEIGHT_PX * times / most, 1))
            for place, day in enumerate(self.shown)
            for times in [self.by_day[day]]
        ]

    @cached_property
    def hosts(self) -> list[tuple[str, int]]:
        """The sites that most of the month's readers came from."""
        counted = self.referrals.values("host").annotate(readers=Sum("times"))
        return list(counted.order_by("-readers", "host").values_list("host", "readers")[:HOSTS])


def merged_into(firm: int) -> QuerySet:
    """Return the numbers that firms had which are this one now: what was read of them stays counted under these."""
    return Merger.objects.filter(kept=firm, undone_at=None).values_list("gone", flat=True)


def read_most(articles: QuerySet, now: datetime, most: int) -> dict[int, int]:
    """Return the numbers of those articles that were read most in the last seven days, each with its views."""
    week = Views.objects.filter(kind=Kind.ARTICLE, day__gt=localdate(now) - timedelta(days=WEEK))
    read = week.filter(key__in=articles.order_by().values("pk")).values("key").annotate(views=Sum("times"))
    return dict(read.order_by("-views", "-key").values_list("key", "views")[:most])


def violated_most(now: datetime, most: int) -> list[tuple[str, str, int]]:
    """Return rule, page and number of what browsers reported in the last seven days, the most frequent first."""
    week = Violations.objects.filter(day__gt=localdate(now) - timedelta(days=WEEK))
    found = week.values("directive", "path").annotate(reports=Sum("times"))
    return list(found.order_by("-reports", "path").values_list("directive", "path", "reports")[:most])
