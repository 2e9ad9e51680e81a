"""What became of an article: its saves and its publications in one list; any revision read again, and restored."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from spacenews.articles import policy, references
from spacenews.articles.comparison.labels import WORDS
from spacenews.articles.models import Article, Edition, Revision
from spacenews.articles.policy import Verb
from spacenews.markup import shown
from spacenews.pagecache import clock

ROWS_A_PAGE = 50
AT_ONCE = dt.timedelta(seconds=10)  # so near to each other a step and what it left are one
STEPS = {"unschedule": gettext_lazy("Unscheduled"), "schedule": gettext_lazy("Scheduled, and dropped since")}


@dataclass(frozen=True)
class Row:
    """One line: a save, which has a number, or a step of publication, which has a tone of the stylesheet."""

    at: dt.datetime
    by: object
    words: str
    number: int | None = None
    tone: str = ""
    note: str = ""


def rows(article: Article, page: int) -> tuple[list[Row], bool]:
    """Return a page of what happened, newest first, and whether there is more; four queries, and no text is read."""
    now, start = clock.now(), (page - 1) * ROWS_A_PAGE
    places = list(_places(article, now)[start : start + ROWS_A_PAGE + 1])
    wanted = {reader: {pk for kind, pk, _at in places if KINDS[kind][0] is reader} for reader in READERS}
    read = {reader: {row.pk: row for row in reader(article, wanted[reader])} for reader in READERS}
    shown_here = ((*KINDS[kind], pk) for kind, pk, _at in places[:ROWS_A_PAGE])
    return [told(read[reader][pk], now) for reader, told, pk in shown_here], len(places) > ROWS_A_PAGE


def _places(article: Article, now: dt.datetime) -> QuerySet:
    """Return kind, id and time of all that happened; of equal times the later kind comes first."""
    foreseen = article.editions.filter(live_from__gt=F("decided_at"), live_from__lte=now)
    happened = [
        (article.revisions.all(), "made_at"),
        (article.editions.all(), "decided_at"),
        (foreseen, "live_from"),
        (article.editions.withdrawn(), "live_until"),
        (_steps(article), "action_time"),
    ]
    first, *others = (
        found.order_by()
        .annotate(sort=Value(kind, IntegerField()), at=F(moment))
        .values_list("sort", "pk", "at")
        for kind, (found, moment) in enumerate(happened)
    )
    return first.union(*others, all=True).order_by("-at", "-sort", "-pk")


def _steps(article: Article) -> QuerySet:
    """Return the steps of the log that left no edition."""
    at = OuterRef("action_time")
    left = Edition.objects.filter(article=article, decided_at__range=(at - AT_ONCE, at + AT_ONCE))
    kind = ContentType.objects.get_for_model(Article)
    log = LogEntry.objects.filter(content_type=kind, object_id=str(article.pk), change_message__in=STEPS)
    return log.exclude(Exists(left), change_message="schedule")


def _revisions(article: Article, pks: set[int]) -> QuerySet:
    return Revision.objects.filter(pk__in=pks).select_related("made_by").defer("document")


def _editions(article: Article, pks: set[int]) -> QuerySet:
    """With them whether the same text had been withdrawn before."""
    before = Edition.objects.withdrawn().filter(
        article=OuterRef("article"), version=OuterRef("version"), live_until__lte=OuterRef("live_from")
    )
    columns = ("version", "published_at", "live_from", "live_until", "decided_at", "correction")
    reasons = ("public_reason", "desk_note", "made_by", "withdrawn_by")
    found = Edition.objects.filter(pk__in=pks).select_related("made_by", "withdrawn_by")
    return found.only(*columns, *reasons).annotate(was_withdrawn=Exists(before.exclude(pk=OuterRef("pk"))))


def _log(article: Article, pks: set[int]) -> QuerySet:
    return LogEntry.objects.filter(pk__in=pks).select_related("user")


def _saved(revision: Revision, now: dt.datetime) -> Row:
    begun = _("Begun") if revision.number == 1 else ""
    return Row(revision.made_at, revision.made_by, revision.summary or begun, revision.number)


def _decided(edition: Edition, now: dt.datetime) -> Row:
    words, tone = _("Change published"), "live"
    if edition.live_from > edition.decided_at:
        at = date_format(localtime(edition.live_from), "DATETIME_FORMAT")
        words, tone = _("Scheduled for %(time)s") % {"time": at}, "scheduled"
    elif edition.correction:
        words = _("Correction published")
    elif edition.was_withdrawn:
        words = _("Restored as it was")
    elif edition.live_from == edition.published_at:
        words = _("Published")
    version = _("version %(number)s") % {"number": edition.version}
    return Row(edition.decided_at, edition.made_by, f"{words} ({version})", None, tone, edition.correction)


def _went_live(edition: Edition, now: dt.datetime) -> Row:
    words = _("Went live as scheduled (version %(number)s)") % {"number": edition.version}
    return Row(edition.live_from, None, words, None, "live")


def _withdrawn(edition: Edition, now: dt.datetime) -> Row:
    note = "\n".join(filter(None, (edition.public_reason, edition.desk_note)))
    return Row(edition.live_until, edition.withdrawn_by, _("Withdrawn"), None, "withdrawn", note)


def _stepped(entry: LogEntry, now: dt.datetime) -> Row:
    return Row(entry.action_time, entry.user, str(STEPS[entry.change_message]), None, "draft")


READERS = (_revisions, _editions, _log)
# How what stands at a place is read, and how it is told.
KINDS = (
    (_revisions, _saved),
    (_editions, _decided),
    (_editions, _went_live),
    (_editions, _withdrawn),
    (_log, _stepped),
)


def asked(request: HttpRequest, pk: int, verb: Verb = Verb.VIEW, lock: bool = False) -> Article:
    """Return the article, if this person may do this with it: else 404 or 403."""
    articles = Article.objects.visible_to(request.user).filter(pk=pk)
    article = (articles.select_for_update(of=("self",)) if lock else articles).first()
    if article is None:
        raise Http404
    if not policy.can(request.user, verb, article):
        raise PermissionDenied
    return article


def context(request: HttpRequest, article: Article) -> dict:
    """Return what the page of the history shows."""
    page = request.GET.get("p", "")
    page = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1
    found, has_more = rows(article, max(page, 1))
    numbers = [row.number for row in found if row.number]
    return {
        **of_the_page(request, article, _("History")),
        "rows": found,
        "newer": page - 1 if page > 1 else None,
        "older": page + 1 if has_more else None,
        "newest": article.version,
        "chosen": {"new": numbers[0], "old": numbers[1]} if len(numbers) > 1 else {},
        "is_live": article.editions.live(clock.now()).exists(),
    }


def of_the_page(request: HttpRequest, article: Article, title: str) -> dict:
    return {
        **admin.site.each_context(request),
        "title": title,
        "article": article,
        "opts": Article._meta,
        "may_change": policy.can(request.user, Verb.CHANGE, article),
    }


@require_GET
def revision(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show what an article was at one save."""
    article = asked(request, pk)
    found = get_object_or_404(article.revisions.select_related("made_by"), number=number)
    then = Article()
    then.take_columns(found.document)
    title = _("Version %(number)s") % {"number": number}
    page = {**of_the_page(request, article, title), "revision": found, "then": then, "body": shown(then.body)}
    return render(request, "admin/articles/article/revision.html", page)


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Put a revision into the working copy, as a new one; nothing is lost, for what was there is a revision too."""
    with transaction.atomic():
        article = asked(request, pk, Verb.CHANGE, lock=True)
        document = get_object_or_404(article.revisions, number=number).document
        if policy.has_fixed_address(request.user, article):
            document["slug"] = article.slug
        lost = [*article.what_is_there(document)[1], *references.missing(document["body"])]
        words = {"number": number, "before": article.version}
        article.load(document, by=request.user, summary=_("Restored version %(number)s") % words)
    said = _("Version %(number)s is in the form again. What was there is version %(before)s of the history.")
    messages.success(request, said % words)
    if lost:
        _say_what_is_lost(request, lost)
    return redirect("admin:articles_article_change", pk)


def _say_what_is_lost(request: HttpRequest, lost: list[tuple[str, int]]) -> None:
    names = ", ".join(dict.fromkeys(f"{WORDS[kind]} {pk}" for kind, pk in lost))
    messages.warning(request, _("No longer there, and so left out: %(names)s.") % {"names": names})
