"""What is stale or in conflict, as lists; each is cut from an index and counted up to a bound."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.articles.models import Article, Edition, EditionFigure, FactFlag
from spacenews.articles.months import day_of
from spacenews.firms import watching
from spacenews.firms.admin import successors
from spacenews.firms.models import FactChange, Figure, FundingRound, Milestone
from spacenews.firms.partial_dates import label

SHOWN, A_PAGE, COUNTED = 10, 50, 100
UNCHECKED = gettext_lazy("Unchecked for a year: {kind}")
NEWEST = 1_000  # live stories among which those of one source are looked for


@dataclass(frozen=True)
class Act:
    words: str
    url: str


@dataclass(frozen=True)
class Row:
    pk: int
    title: str
    url: str
    note: str = ""
    lang: str = ""
    acts: list[Act] = field(default_factory=list)


@dataclass(frozen=True)
class Listing:
    """One list: what it holds, its rows, how many there are, where it goes on; `model` where rows can be ticked."""

    key: str
    title: str
    rows: list[Row]
    count: str
    more: int | None = None
    model: str = ""


@dataclass(frozen=True)
class Kind:
    """How a list is found and told; the newest records first where it runs down the numbers."""

    title: Promise
    find: Callable[..., QuerySet]
    tell: Callable[..., Iterable[Row]]
    downwards: bool = False
    checked: bool = False


def lists(user, now: dt.datetime, only: str = "", after: int | None = None) -> list[Listing]:
    """Return all lists with their first rows, or a page of one."""
    kinds = {only: KINDS[only]} if only in KINDS else KINDS
    return [listing(key, kind, user, now, A_PAGE if only else SHOWN, after) for key, kind in kinds.items()]


def listing(key: str, kind: Kind, user, now: dt.datetime, size: int, after: int | None) -> Listing:
    found = kind.find(user, now)
    number = found.order_by().values("pk")[:COUNTED].count()
    if after is not None:
        found = found.filter(**{"pk__lt" if kind.downwards else "pk__gt": after})
    records = list(found.order_by("-pk" if kind.downwards else "pk")[: size + 1])
    rows = list(kind.tell(records[:size], user, now))
    return Listing(
        key,
        str(kind.title),
        rows,
        f"{number - 1}+" if number == COUNTED else str(number),
        records[size - 1].pk if len(records) > size else None,
        found.model._meta.model_name if kind.checked and may_change(user, found.model) else "",
    )


def clear(lists: list[Listing]) -> list[str]:
    """Return what those are called that hold nothing; the kinds that nobody need check together."""
    empty = [one for one in lists if not one.rows]
    checked = [one.key for one in empty if KINDS[one.key].checked]
    kinds = [str(model._meta.verbose_name_plural) for model in watching.CHECKED if key_of(model) in checked]
    together = [UNCHECKED.format(kind=", ".join(kinds))] if kinds else []
    return [*(one.title for one in empty if one.key not in checked), *together]


def may_change(user, model) -> bool:
    return user.has_perm(f"firms.change_{model._meta.model_name}")


def of_record(record) -> str:
    return reverse(f"admin:firms_{record._meta.model_name}_change", args=[record.pk])


def promises(user, now: dt.datetime) -> QuerySet:
    return watching.promises_due(now, day_of(now)).select_related("organization")


def tell_promises(records: list[Milestone], user, now) -> Iterable[Row]:
    for record in records:
        acts = [Act(_("What came of it?"), reverse("admin:articles_stale_promise", args=[record.pk]))]
        acts = acts if may_change(user, Milestone) else []
        yield Row(record.pk, record.title, of_record(record), due(record), acts=acts)


def due(promise: Milestone) -> str:
    """Say whose promise it is, and for when."""
    named = {"firm": promise.organization, "date": label(promise.now_expected or promise.date)}
    return _("%(firm)s, due %(date)s") % named


def conflicts(user, now: dt.datetime) -> QuerySet:
    return watching.in_conflict(now).select_related("source")


def tell_conflicts(records: list[Figure], user, now: dt.datetime) -> Iterable[Row]:
    others = watching.others_in_conflict(records, now)
    for record in records:
        told = "; ".join(said(figure) for figure in (record, *others[record.pk]))
        act = Act(_("Make a dispute of them"), reverse("admin:articles_stale_dispute", args=[record.pk]))
        title = f"{record.scope}, {record.metric}, {label(record.period)}"
        acts = [act] if user.has_perm("firms.add_dispute") else []
        yield Row(record.pk, title, of_record(record), told, acts=acts + acts_of(record, user))


def said(figure: Figure) -> str:
    return f"“{figure.as_printed}” ({figure.source.publisher})"


def projections(user, now: dt.datetime) -> QuerySet:
    return watching.past_projections(now, day_of(now)).select_related("source")


def tell_projections(records: list[Figure], user, now) -> Iterable[Row]:
    for record in records:
        note = f"{capfirst(record.get_kind_display())}, {label(record.period)}: {said(record)}"
        yield Row(
            record.pk, f"{record.scope}, {record.metric}", of_record(record), note, acts=acts_of(record, user)
        )


def acts_of(figure: Figure, user) -> list[Act]:
    """Another figure stands for it by now: one that is to be added, or one that is there."""
    if not may_change(user, Figure):
        return []
    there = Act(_("Superseded by …"), reverse("admin:articles_stale_supersede", args=[figure.pk]))
    may_add = user.has_perm("firms.add_figure")
    return [*([Act(_("Add its successor"), successors.address(figure))] if may_add else []), there]


def superseded(user, now: dt.datetime) -> QuerySet:
    """Figures that another stands for by now, and that a live article prints which nobody has decided to keep."""
    live = Edition.objects.live(now).filter(pk=OuterRef("edition"))
    of_figure = {"change__kind": FactChange.Kind.FIGURE, "change__record": OuterRef("figure")}
    kept = FactFlag.objects.filter(
        article=OuterRef("edition__article"), state=FactFlag.State.KEPT, **of_figure
    )
    printed = EditionFigure.objects.filter(Exists(live), ~Exists(kept), figure=OuterRef("pk"))
    found = Figure.objects.public(now).filter(Exists(printed), superseded_by__isnull=False)
    return found.select_related("superseded_by", "source")


def tell_superseded(records: list[Figure], user, now) -> Iterable[Row]:
    found = FactChange.objects.filter(kind=FactChange.Kind.FIGURE, record__in=[one.pk for one in records])
    newest = dict(found.order_by("pk").values_list("record", "pk"))
    for record in records:
        note = _("%(old)s, superseded by “%(new)s”, is printed still.")
        told = note % {"old": said(record), "new": record.superseded_by.as_printed}
        change = newest.get(record.pk)
        acts = (
            [Act(_("Look at each"), reverse("admin:articles_fact_change", args=[change]))] if change else []
        )
        yield Row(record.pk, f"{record.scope}, {record.metric}", of_record(record), told, acts=acts)


def single_source(user, now: dt.datetime) -> QuerySet:
    """Of the newest live stories, those whose sources all have one publisher; translations share their original's."""
    visible = Article.objects.visible_to(user).filter(pk=OuterRef("article"))
    live = Edition.objects.live(now).filter(article=F("story"))
    newest = Edition.objects.filter(pk__in=live.newest().values("pk")[:NEWEST])
    named = newest.filter(Exists(visible)).annotate(publishers=Count("sources__publisher", distinct=True))
    return named.filter(publishers__lt=2).only("headline", "article_id", "language", "published_at")


def tell_stories(records: list[Edition], user, now) -> Iterable[Row]:
    rows = Edition.sources.through.objects.filter(edition__in=records).select_related("source")
    publishers = {row.edition_id: row.source.publisher for row in rows}
    for record in records:
        url = reverse("admin:articles_article_change", args=[record.article_id])
        named = publishers.get(record.pk, "–")
        note = _("All its sources are from %(publisher)s.") % {"publisher": named}
        yield Row(record.pk, record.headline, url, note, lang=record.html_lang)


def unchecked(model) -> Kind:
    """The list of one kind of record; what each is called stands in its own name."""

    def find(user, now: dt.datetime) -> QuerySet:
        return watching.unchecked(model, now, day_of(now)).select_related(*named_with(model))

    def tell(records: list, user, now) -> Iterable[Row]:
        for record in records:
            checked = record.checked_on and _("Last checked %(day)s") % {"day": label(f"{record.checked_on}")}
            acts = acts_of(record, user) if model is Figure else []
            note = checked or _("Never checked")
            yield Row(record.pk, record.title_here, of_record(record), note, acts=acts)

    title = format_lazy(UNCHECKED, kind=model._meta.verbose_name_plural)
    return Kind(title, find, tell, checked=True)


def key_of(model) -> str:
    """Return by what the list of a kind that nobody checked is asked for."""
    return f"unchecked-{model._meta.model_name}"


def named_with(model) -> tuple[str, ...]:
    """Return what is joined, so that a record can say what it is called."""
    return ("organization",) if model is FundingRound else ()


KINDS: dict[str, Kind] = {
    "promises": Kind(gettext_lazy("Promises due"), promises, tell_promises),
    "conflicts": Kind(gettext_lazy("Values that differ"), conflicts, tell_conflicts),
    "projections": Kind(gettext_lazy("Projections whose time has passed"), projections, tell_projections),
    "superseded": Kind(gettext_lazy("Superseded, and printed still"), superseded, tell_superseded),
    "single-source": Kind(
        gettext_lazy("Stories that rest on one publisher"), single_source, tell_stories, downwards=True
    ),
    **{key_of(model): unchecked(model) for model in watching.CHECKED},
}
