"""When a fact changed: what it was and is, each article that printed it, and what is done about each.

Whoever may see an article sees its flags; an editor corrects what readers see in one step, or says why nothing needs
to be changed.
"""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from spacenews.articles import policy
from spacenews.articles.comparison.differences import of_documents
from spacenews.articles.desk import steps
from spacenews.articles.desk.asking import StepForm
from spacenews.articles.facts import correcting
from spacenews.articles.models import Article, Edition, FactFlag
from spacenews.articles.policy import Verb
from spacenews.articles.publishing import AsksFirst, Refused
from spacenews.desk import is_number
from spacenews.firms.models import Claim, Cooperation, Dispute, FactChange, Figure, Organization
from spacenews.pagecache import clock, stamp

ROWS_A_PAGE = 30
ARTICLES_A_PAGE = 200
State, Where, Kind = FactFlag.State, FactFlag.Where, FactChange.Kind
RECORDS = {
    Kind.FIGURE: Figure,
    Kind.COOPERATION: Cooperation,
    Kind.NAME: Organization,
    Kind.FIRM: Organization,
    Kind.DISPUTE: Dispute,
    Kind.CLAIM: Claim,
}


@dataclass(frozen=True)
class Affected:
    """An article that printed what changed: the flag, what readers see, and whether this person decides."""

    flag: FactFlag
    edition: Edition | None
    may_decide: bool

    @property
    def prints(self) -> bool:
        """Whether the words stand there still."""
        return self.flag.state == State.KEPT or self.flag.settled_by_id is None


def flags_of(user) -> QuerySet:
    if not policy.can(user, Verb.VIEW):
        raise PermissionDenied
    return FactFlag.objects.visible_to(user)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """List the changes that wait in an article of this person's, the newest first; `all` lists every change."""
    flags = flags_of(request.user).filter(change=OuterRef("pk"))
    waiting = flags.open(clock.now())
    everything = "all" in request.GET
    found = FactChange.objects.all() if everything else FactChange.objects.filter(Exists(waiting))
    if is_number(before := request.GET.get("before", "")):
        found = found.filter(pk__lt=int(before))
    number = waiting.order_by().values("change").annotate(number=Count("pk")).values("number")
    rows = list(
        found.order_by("-pk").annotate(articles=number).select_related("changed_by")[: ROWS_A_PAGE + 1]
    )
    context = {
        **_page(request, _("Facts that moved")),
        "changes": rows[:ROWS_A_PAGE],
        "everything": everything,
        "before": rows[ROWS_A_PAGE - 1].pk if len(rows) > ROWS_A_PAGE else None,
    }
    return render(request, "admin/articles/facts/changes.html", context)


@require_safe
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one change and every article that printed it: what is to be looked at, then what has been."""
    flags = flags_of(request.user)
    found = get_object_or_404(FactChange.objects.select_related("changed_by"), pk=pk)
    now = clock.now()
    after = request.GET.get("after", "")
    rows = flags.filter(change=found, pk__gt=int(after) if is_number(after) else 0)
    waiting = rows.open(now).order_by("pk")
    affected = list(_affected(waiting[: ARTICLES_A_PAGE + 1], request.user))
    closed = rows.exclude(pk__in=rows.open(now).values("pk")).order_by("-decided_at", "-pk")
    context = {
        **_page(request, found.title),
        "change": found,
        "record_url": _record_url(request.user, found),
        "affected": affected[:ARTICLES_A_PAGE],
        "after": affected[ARTICLES_A_PAGE - 1].flag.pk if len(affected) > ARTICLES_A_PAGE else None,
        "closed": list(_affected(closed[:ARTICLES_A_PAGE], request.user, is_open=False)),
    }
    return render(request, "admin/articles/facts/change.html", context)


def _affected(flags: QuerySet, user, is_open: bool = True):
    live = Prefetch(
        "article__editions",
        Edition.objects.live(clock.now()).only("article_id", "headline", "path", "language", "live_from"),
        to_attr="now_live",
    )
    joined = flags.select_related("article", "decided_by", "settled_by__made_by").defer("article__body")
    for flag in joined.prefetch_related(live):
        edition = next(iter(flag.article.now_live), None)
        yield Affected(flag, edition, is_open and policy.can(user, Verb.PUBLISH, flag.article))


def _record_url(user, change: FactChange) -> str:
    model = RECORDS[Kind(change.kind)]
    if not user.has_perm(f"firms.view_{model._meta.model_name}"):
        return ""
    there = model.objects.filter(pk=change.record).exists()
    return reverse(f"admin:firms_{model._meta.model_name}_change", args=[change.record]) if there else ""


def _page(request: HttpRequest, title: str) -> dict:
    return {
        **admin.site.each_context(request),
        "title": title,
        "zone": settings.TIME_ZONE,
        "opts": FactFlag._meta,
    }


class KeepForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why nothing needs to be changed"),
        help_text=gettext_lazy("For the desk. It stands in the history of this change."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )


class CorrectFactForm(StepForm):
    """Asks for the words that stand in the place of the old ones, and for the note that readers see."""

    def __init__(self, data=None, *, flag: FactFlag, document: dict, **kwargs):
        self.flag, self.document = flag, document
        self.old = correcting.wordings(flag, document)
        super().__init__(data, **kwargs)

    def ask(self) -> None:
        change = self.flag.change
        for number, words in enumerate(self.old):
            self.fields[f"new_{number}"] = forms.CharField(
                label=_("“%(words)s” becomes") % {"words": words},
                initial=correcting.proposed(change, words),
                max_length=300,
            )
        if self.flag.where == Where.COVERS:
            self.fields["find"] = forms.CharField(label=_("Words in the text"), max_length=300)
            self.fields["become"] = forms.CharField(label=_("What they become"), max_length=300)
        if change.kind == Kind.FIGURE and correcting.stands_above(self.document, self.old):
            self.fields["everywhere"] = forms.BooleanField(
                required=False, label=_("Also in the headline, the deck and the main points")
            )
        self.fields["correction"] = forms.CharField(
            label=_("What was put right"),
            help_text=_("Readers see it on the article."),
            widget=forms.Textarea(attrs={"rows": 3}),
            initial=self._note(),
        )

    def _note(self) -> str:
        """Propose the note in the language of the article: of words that stand in it, or of what is drawn anew."""
        with translation.override(self.document["language"]):
            before, after = self._told()
            if not (before and after):
                return ""
            said = _("An earlier version of this article said “%(before)s”; it is “%(after)s”.")
            return said % {"before": before, "after": after}

    def _told(self) -> tuple[str, str]:
        if self.old:
            return self.old[0], correcting.proposed(self.flag.change, self.old[0])
        if self.flag.is_drawn and (moved := self.flag.change.moved):
            return moved[0].before, moved[0].after
        return "", ""

    def words(self) -> dict[str, str]:
        """Return the new words by the old ones, as they are filled in so far."""
        if self.flag.where == Where.COVERS:
            return {self._typed("find"): self._typed("become")}
        return {old: self._typed(f"new_{number}") for number, old in enumerate(self.old)}

    def _typed(self, name: str) -> str:
        return (self[name].value() or "").strip()

    def corrected(self) -> dict:
        everywhere = "everywhere" in self.fields and bool(self["everywhere"].value())
        return correcting.corrected(self.flag, self.document, self.words(), everywhere)

    def clean(self):
        """What is drawn is drawn anew as it is; all else has to say something else afterwards."""
        super().clean()
        if not (self.errors or self.flag.is_drawn) and self.corrected() == self.document:
            raise ValidationError(_("Nothing in the live text would change: these words do not stand in it."))


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the live text with other words in it, beside what it says; then print that, with a dated note."""
    flag, live = _asked(request, pk)
    if live is None:
        return _gone(request, flag)
    posted = request.POST if request.method == "POST" else None
    given = {"flag": flag, "document": live.document(), "article": flag.article, "user": request.user}
    form = CorrectFactForm(posted, **given)
    if form.is_valid() and "show" not in request.POST and _corrected(request, pk, form):
        messages.success(request, _("The correction is published."))
        others = reverse("admin:articles_fact_change", args=[flag.change_id])
        return redirect(steps.after(flag.article, "correct", otherwise=others))
    context = {
        **_page(request, _("Correct with a note")),
        "flag": flag,
        "form": form,
        "old_work": flag.article.document() != given["document"],
        "differences": of_documents(given["document"], form.corrected(), request.user),
    }
    return render(request, "admin/articles/facts/correct.html", context)


def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that an article stays as it is, and why."""
    flag, live = _asked(request, pk)
    if live is None:
        return _gone(request, flag)
    form = KeepForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_valid():
        if _closed(request, pk, State.KEPT, reason=form.cleaned_data["reason"]):
            messages.success(request, _("Recorded: no change needed."))
            return redirect("admin:articles_fact_change", flag.change_id)
        return _gone(request, flag)
    context = {**_page(request, _("No change needed")), "flag": flag, "form": form, "edition": live}
    return render(request, "admin/articles/facts/keep.html", context)


def _asked(request: HttpRequest, pk: int, lock: bool = False) -> tuple[FactFlag, Edition | None]:
    """Return a flag, and the live edition while the flag is open, if this person may decide about it.

    With `lock`, the article is held before the flag is read: so of two who decide at once, the second sees it closed.
    """
    flags = flags_of(request.user).select_related("change")
    flag = get_object_or_404(flags, pk=pk)
    articles = Article.objects.visible_to(request.user)
    flag.article = get_object_or_404(
        articles.select_for_update(of=("self",)) if lock else articles, pk=flag.article_id
    )
    if not policy.can(request.user, Verb.PUBLISH, flag.article):
        raise PermissionDenied
    now = clock.now()
    if not FactFlag.objects.open(now).filter(pk=pk).exists():
        return flag, None
    return flag, flag.article.editions.live(now).first()


def _gone(request: HttpRequest, flag: FactFlag) -> HttpResponse:
    messages.warning(request, _("This has been decided meanwhile: see below by whom."))
    return redirect("admin:articles_fact_change", flag.change_id)


def _corrected(request: HttpRequest, pk: int, form: CorrectFactForm) -> bool:
    """Print the corrected edition and close the flag in one transaction; what refuses is said in the form."""
    try:
        with transaction.atomic():
            stamp.take()
            flag, live = _asked(request, pk, lock=True)
            if live is None or form.has_moved(flag.article):
                form.see(flag.article)
                raise Refused(
                    _("This has moved on since the page was opened: read again what would happen now.")
                )
            form.document = live.document()
            edition = flag.article.correct_live(
                by=request.user,
                document=form.corrected(),
                correction=form.cleaned_data["correction"],
                replacing="replacing" in request.POST,
            )
            steps.log(request.user, flag.article, "correct")
            _close(flag, request.user, State.CORRECTED, settled_by=edition)
    except AsksFirst as question:
        form.asks_first = question.messages[0]
        return False
    except ValidationError as error:
        steps.tell(form, error)
        return False
    return True


@transaction.atomic
def _closed(request: HttpRequest, pk: int, state: str, **columns) -> bool:
    """Close a flag, unless somebody was faster."""
    flag, live = _asked(request, pk, lock=True)
    if live is None:
        return False
    _close(flag, request.user, state, **columns)
    return True


def _close(flag: FactFlag, by, state: str, **columns) -> None:
    columns = {"state": state, "decided_by": by, "decided_at": clock.now(), **columns}
    FactFlag.objects.filter(pk=flag.pk).update(**columns)


def open_flags(article: Article) -> QuerySet:
    """Return what has moved since the live text of an article was printed, for its form."""
    return article.fact_flags.open(clock.now()).select_related("change").order_by("pk")
