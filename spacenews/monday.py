"""The page for Mondays: what the newsroom has left out lately, and what readers looked for in vain.

It reads articles, firms and searches, so it stands above all of them. A fixed number of queries, bounded lists.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from spacenews.articles import policy
from spacenews.articles.desk.stories import EMPTY, printed_for
from spacenews.articles.models import Article, ArticleCoverage, Edition, EditionCoverage
from spacenews.articles.months import day_of
from spacenews.articles.policy import Verb
from spacenews.articles.states import State
from spacenews.firms.countries import COUNTRIES
from spacenews.firms.models import Organization
from spacenews.pagecache import clock
from spacenews.search.models import Asked

WINDOWS = (30, 90, 180, 365)  # days
SHOWN, COUNTED, COUNTRIES_SHOWN = 15, 200, 12
ANY = "any"
Kind, Sector = Organization.Kind, Organization.Sector


@dataclass(frozen=True)
class Choice:
    """What the page is asked for: how many days back, and which kind of organization, firms first."""

    days: int
    kind: str

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        days = {str(number): number for number in WINDOWS}.get(query.get("days", ""), WINDOWS[0])
        kind = query.get("kind", "")
        return cls(days, kind if kind in (*Kind.values, ANY) else Kind.FIRM.value)

    @property
    def organizations(self) -> QuerySet:
        everybody = Organization.objects.all()
        return everybody if self.kind == ANY else everybody.filter(kind=self.kind)

    def address(self, **others) -> str:
        asked = {"days": self.days, "kind": self.kind, **others}
        return f"{reverse('admin:coverage')}?{urlencode(asked)}"


@dataclass(frozen=True)
class Row:
    """One line: what it is, what to know of it, and what an idea for an article would be called."""

    title: str
    url: str = ""
    note: str = ""
    idea: str = ""
    about: int | None = None  # the organization that it would be about
    steps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Listing:
    name: str
    rows: list[Row]
    count: str
    empty: str

    @property
    def is_cut(self) -> bool:
        return self.count != str(len(self.rows))


@dataclass(frozen=True)
class Share:
    """How many of the stories, and how many of the organizations on record; bars in hundredths of all."""

    name: str
    stories: int
    firms: int
    stories_bar: str
    firms_bar: str


@dataclass(frozen=True)
class Shares:
    """A table of shares. A story on two countries counts for each, so its column may add up to more than all."""

    name: str
    lines: list[Share]
    left_out: int = 0


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    if not policy.can(request.user, Verb.VIEW):
        raise PermissionDenied
    now, choice = clock.now(), Choice.of(request.GET)
    since = now - dt.timedelta(days=choice.days)
    context = {
        **admin.site.each_context(request),
        "title": _("Coverage"),
        "choice": choice,
        "windows": windows(choice),
        "kinds": kinds(choice),
        "lists": list(lists(request.user, choice, since, now)),
        "may_begin": policy.can(request.user, Verb.ADD),
    }
    if request.user.has_perm("firms.view_organization"):
        context.update(shares(choice, since, now))
    return render(request, "admin/coverage.html", context)


def windows(choice: Choice) -> list[tuple]:
    """Return name, address and whether it is chosen, of each span of time."""
    named = ((ngettext("%(days)d day", "%(days)d days", days) % {"days": days}, days) for days in WINDOWS)
    return [(name, choice.address(days=days), days == choice.days) for name, days in named]


def kinds(choice: Choice) -> list[tuple]:
    named = [*((kind.label, kind.value) for kind in Kind), (_("All kinds"), ANY)]
    return [(name, choice.address(kind=kind), kind == choice.kind) for name, kind in named]


def lists(user, choice: Choice, since: dt.datetime, now: dt.datetime) -> Iterator[Listing]:
    if user.has_perm("firms.view_organization"):
        yield not_covered(choice, since, now)
        yield never_covered(choice, now)
    if user.has_perm("search.view_asked"):
        yield searched_in_vain(user, since)
    yield without_a_firm(user, since, now)
    yield drafts_without_a_firm(user, now)


def live_coverage(since: dt.datetime, now: dt.datetime) -> QuerySet:
    """The rows of coverage of what is live and was first published since a moment."""
    live = Edition.objects.live(now).filter(published_at__gte=since)
    return EditionCoverage.objects.filter(published_at__gte=since, edition__in=live.values("pk"))


def last_covered(now: dt.datetime) -> QuerySet:
    """When each organization was last covered by something that is live, newest first."""
    live = Edition.objects.live(now).filter(pk=OuterRef("edition"))
    rows = EditionCoverage.objects.filter(Exists(live), organization=OuterRef("pk"))
    return rows.order_by("-published_at", "-edition").values("published_at")


def not_covered(choice: Choice, since: dt.datetime, now: dt.datetime) -> Listing:
    """What was covered before, the longest ago first; what is closed is nobody's beat any more."""
    open_ones = choice.organizations.exclude(status=Organization.Status.CLOSED)
    covered = Exists(last_covered(now))
    found = open_ones.filter(covered).exclude(pk__in=live_coverage(since, now).values("organization"))
    oldest = found.annotate(covered_at=Subquery(last_covered(now)[:1])).order_by("covered_at", "pk")
    rows = [of_firm(firm, _("Last on %(day)s") % {"day": on(firm.covered_at)}) for firm in oldest[:SHOWN]]
    empty = _("All that were ever covered were covered in this time.")
    return Listing(_("Not covered lately"), rows, counted(found), empty)


def never_covered(choice: Choice, now: dt.datetime) -> Listing:
    found = choice.organizations.exclude(status=Organization.Status.CLOSED).filter(~Exists(last_covered(now)))
    rows = [of_firm(firm, firm.place) for firm in found.order_by("name_folded", "pk")[:SHOWN]]
    return Listing(_("Never covered"), rows, counted(found), _("Each was covered once at least."))


def of_firm(firm: Organization, note: str) -> Row:
    url = reverse("admin:firms_organization_change", args=[firm.pk])
    return Row(firm.label, url, note, idea=firm.label, about=firm.pk)


def searched_in_vain(user, since: dt.datetime) -> Listing:
    """What found nothing, by how often, in the months that the time touches; each query once."""
    asked = Asked.objects.filter(month__gte=day_of(since).replace(day=1), empty__gt=0).exclude(text="")
    found = asked.order_by().values("text").annotate(asked=Sum("times"), nothing=Sum("empty"))
    most = found.order_by("-nothing", "text").values_list("text", "asked", "nothing")[:SHOWN]
    rows, empty = [of_query(user, *row) for row in most], _("Whatever was searched found something.")
    return Listing(_("Searched without result"), rows, counted(found, "text"), empty)


def of_query(user, text: str, asked: int, nothing: int) -> Row:
    said = ngettext("%(nothing)d time of %(asked)d", "%(nothing)d times of %(asked)d", nothing)
    steps = [(_("Search for it"), f"{reverse('search')}?{urlencode({'q': text})}")]
    if user.has_perm("search.add_synonym"):
        address = f"{reverse('admin:search_synonym_add')}?{urlencode({'query': text})}"
        steps.append((_("Add a synonym"), address))
    return Row(text, note=said % {"nothing": nothing, "asked": asked}, idea=text, steps=tuple(steps))


def without_a_firm(user, since: dt.datetime, now: dt.datetime) -> Listing:
    covering = EditionCoverage.objects.filter(edition=OuterRef("pk"))
    found = printed_for(user).live(now).filter(~Exists(covering), published_at__gte=since)
    newest = found.newest().values_list("article", "headline", "published_at")[:SHOWN]
    rows = [Row(headline, of_article(article), on(at)) for article, headline, at in newest]
    empty = _("Each that went out in this time names a firm.")
    return Listing(_("Live without a firm"), rows, counted(found), empty)


def drafts_without_a_firm(user, now: dt.datetime) -> Listing:
    """Drafts with a text: an idea need not know its firms yet."""
    covering = ArticleCoverage.objects.filter(article=OuterRef("pk"))
    drafts = Article.objects.visible_to(user).in_state(State.DRAFT, now).exclude(body__in=EMPTY)
    found = drafts.filter(~Exists(covering))
    newest = found.order_by("-changed_at", "-pk").values_list("pk", "headline", "changed_at")[:SHOWN]
    rows = [Row(headline, of_article(pk), on(at)) for pk, headline, at in newest]
    return Listing(
        _("Drafts without a firm"), rows, counted(found), _("Each draft with a text names a firm.")
    )


def shares(choice: Choice, since: dt.datetime, now: dt.datetime) -> dict:
    """Return how stories and organizations on record are spread over countries and over sectors."""
    firms = choice.organizations.order_by()
    rows = live_coverage(since, now).filter(organization__in=firms.values("pk")).order_by()
    stories, of_sector = by_sector(rows, "organization__sectors", "story")
    on_record, firms_of_sector = by_sector(firms, "sectors", "pk")
    told = dict(rows.values_list("organization__country").annotate(Count("story", distinct=True)))
    known = dict(firms.values_list("country").annotate(Count("pk")))
    shown = [code for code, _number in (Counter(known) + Counter(told)).most_common(COUNTRIES_SHOWN)]
    countries = {code: str(COUNTRIES.get(code, code or "–")) for code in shown}
    sectors = {sector.value: str(sector.label) for sector in Sector}
    totals, left_out = (stories, on_record), len(known.keys() | told.keys()) - len(shown)
    tables = [
        Shares(_("By country"), lines(countries, told, known, totals), left_out),
        Shares(_("By sector"), lines(sectors, of_sector, firms_of_sector, totals)),
    ]
    return {"stories": stories, "on_record": on_record, "shares": tables}


def by_sector(rows: QuerySet, sectors: str, counting: str) -> tuple[int, dict[str, int]]:
    """Return how many there are in all and in each sector, in one query; lists in JSON are asked by their text."""
    of_each = {
        f"of_{place}": Count(counting, distinct=True, filter=Q(words__contains=f'"{sector}"'))
        for place, sector in enumerate(Sector.values)
    }
    in_words = rows.alias(words=Cast(sectors, TextField()))
    found = in_words.aggregate(in_all=Count(counting, distinct=True), **of_each)
    return found["in_all"], {sector: found[f"of_{place}"] for place, sector in enumerate(Sector.values)}


def lines(names: dict[str, str], told: dict, known: dict, totals: tuple[int, int]) -> list[Share]:
    """Return a line for each, the most told of first, then the most on record."""
    counts = [(name, told.get(key, 0), known.get(key, 0)) for key, name in names.items()]
    made = [Share(*line, bar(line[1], totals[0]), bar(line[2], totals[1])) for line in counts]
    return sorted(made, key=lambda line: (-line.stories, -line.firms, line.name))


def bar(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "0"


def counted(found: QuerySet, by: str = "pk") -> str:
    """Return how many there are; a long list is not counted to its end."""
    number = found.order_by().values(by)[: COUNTED + 1].count()
    return f"{COUNTED}+" if number > COUNTED else str(number)


def of_article(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])


def on(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
