"""The desk's verbs as pages: each says what will happen, asks what it needs, and calls one verb of the model."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spacenews.articles import checklist, policy
from spacenews.articles.desk.moments import ScheduleForm
from spacenews.articles.marks import marks
from spacenews.articles.models import Article
from spacenews.articles.policy import Verb
from spacenews.articles.publishing import AsksFirst, Refused
from spacenews.articles.states import State
from spacenews.pagecache import clock, stamp

TEXT = {"widget": forms.Textarea(attrs={"rows": 4})}
EVER = tuple(State)
LIVE = tuple(state for state in State if state.is_live)
NOT_LIVE = tuple(state for state in State if not state.is_live)
WITHDRAWN = tuple(state for state in State if state.is_withdrawn)
TO_COME = tuple(state for state in State if state.is_scheduled)


class ConfirmForm(forms.Form):
    """Asks nothing."""


class CorrectForm(forms.Form):
    correction = forms.CharField(
        label=_("What was put right"), help_text=_("Readers see it on the article."), **TEXT
    )


class WithdrawForm(forms.Form):
    public_reason = forms.CharField(
        label=_("Reason for readers"), help_text=_("Printed instead of the article."), **TEXT
    )
    desk_note = forms.CharField(label=_("Note for the desk"), required=False, **TEXT)


@dataclass(frozen=True)
class Step:
    """One verb: from which states, what its page says, what it does; `run` takes article, by, replacing, answers."""

    title: Promise
    button: Promise
    says: Promise
    done: Promise
    run: Callable[..., object]
    states: tuple[State, ...] = EVER
    right: Verb = Verb.PUBLISH
    form: type[forms.Form] = ConfirmForm
    checks: bool = False  # whether the checklist must be clean first
    prints: bool = True  # whether readers may see what it does


def publish(article: Article, by, replacing: bool, at=None, correction: str = "", **_answers) -> None:
    article.publish(by=by, at=at, correction=correction, replacing=replacing)


STEPS = {
    "publish": Step(
        _("Publish now"),
        _("Publish now"),
        _("Readers see this version at once."),
        _("Published."),
        publish,
        NOT_LIVE,
        checks=True,
    ),
    "change": Step(
        _("Publish change"),
        _("Publish change"),
        _("Readers see this version at once, in place of the one that is live. Its date and address stay."),
        _("The change is published."),
        publish,
        LIVE,
        checks=True,
    ),
    "schedule": Step(
        _("Schedule"),
        _("Schedule this version"),
        _("Readers see this version from then on. What is changed afterwards is not in it."),
        _("Scheduled."),
        publish,
        form=ScheduleForm,
        checks=True,
    ),
    "correct": Step(
        _("Correct with a note"),
        _("Publish the correction"),
        _("Readers see this version at once, and on it, dated, what was put right."),
        _("The correction is published."),
        publish,
        LIVE,
        form=CorrectForm,
        checks=True,
    ),
    "withdraw": Step(
        _("Withdraw"),
        _("Withdraw the article"),
        _("All its addresses then answer with the reason alone."),
        _("Withdrawn: its addresses answer with the reason."),
        lambda article, by, replacing, **words: article.withdraw(by=by, **words),
        LIVE,
        form=WithdrawForm,
    ),
    "restore": Step(
        _("Restore"),
        _("Restore what was withdrawn"),
        _("Readers see again what was withdrawn, not the text that is in the form."),
        _("Restored as it was."),
        lambda article, by, replacing: article.restore(by=by),
        WITHDRAWN,
    ),
    "unschedule": Step(
        _("Unschedule"),
        _("Unschedule"),
        _("What is scheduled does not go out. What is live stays live."),
        _("Nothing is scheduled any more."),
        lambda article, by, replacing: article.unschedule(by=by),
        TO_COME,
    ),
    "load-live": Step(
        _("Load the live text"),
        _("Load the live text"),
        _("The form then holds what readers see, so that this can be corrected alone. Your work is kept."),
        _("The live text is in the form; the work that was there is in the history."),
        lambda article, by, replacing: article.load_live(by=by),
        LIVE,
        prints=False,
    ),
    "submit": Step(
        _("Submit for review"),
        _("Submit for review"),
        _("An editor is asked to read it. You may go on writing."),
        _("Submitted for review."),
        lambda article, by, replacing: policy.submit(article, by=by),
        right=Verb.SUBMIT,
        prints=False,
    ),
    "send-back": Step(
        _("Send back to its author"),
        _("Send back"),
        _("It leaves the review, and its author may write in it again."),
        _("Sent back to its author."),
        lambda article, by, replacing: policy.send_back(article),
        prints=False,
    ),
}

# The one step that comes next from a state, and the one offered beside it; else what the person may do at all.
NEXT = {
    State.DRAFT: ("publish", "schedule"),
    State.SCHEDULED: ("schedule", "publish"),
    State.LIVE: ("change", "correct"),
    State.CHANGE_SCHEDULED: ("schedule", "correct"),
    State.WITHDRAWN: ("publish", "restore"),
    State.WITHDRAWN_SCHEDULED: ("schedule", "restore"),
}


@dataclass(frozen=True)
class Offer:
    """The steps that a form offers, by name: the dark button, those beside it, and the rest."""

    first: dict[str, Step] = field(default_factory=dict)
    beside: dict[str, Step] = field(default_factory=dict)
    more: dict[str, Step] = field(default_factory=dict)


def offered(user, article: Article | None, state: State) -> Offer:
    """Return what a person may do from this state; without an article, with one that he begins."""
    names = [
        name for name, step in STEPS.items() if state in step.states and policy.can(user, step.right, article)
    ]
    first, second = NEXT[state] if NEXT[state][0] in names else ("submit", "")
    rest = [name for name in names if name not in (first, second)]
    chosen = ([name for name in group if name in names] for group in ([first], [second], rest))
    return Offer(*({name: STEPS[name] for name in group} for group in chosen))


def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show a step, or take it: 404 where the person may not see the article, 403 where he may not act."""
    article = _asked(request, pk, name)
    posted = request.POST if request.method == "POST" else None
    form = STEPS[name].form(posted, label_suffix="")
    if form.is_valid() and _taken(request, pk, name, form):
        return redirect("admin:articles_article_change", pk)
    return render(request, "admin/articles/article/step.html", _context(request, article, name, form))


def _asked(request: HttpRequest, pk: int, name: str, lock: bool = False) -> Article:
    """Return the article, if this person may do this with it."""
    articles = Article.objects.visible_to(request.user).filter(pk=pk)
    article = (articles.select_for_update(of=("self",)) if lock else articles).first()
    if article is None or name not in STEPS:
        raise Http404
    if not policy.can(request.user, STEPS[name].right, article):
        raise PermissionDenied
    return article


def _taken(request: HttpRequest, pk: int, name: str, form: forms.Form) -> bool:
    """Ask again and act in one transaction; what refuses is said beside the field, and what was typed is kept."""
    try:
        with transaction.atomic():
            if STEPS[name].prints:
                stamp.take()  # the first lock of whatever readers may see
            article = _asked(request, pk, name, lock=True)
            if article.state(clock.now()) not in STEPS[name].states:
                raise Refused(_("This makes no sense in the article’s present state."))
            STEPS[name].run(article, request.user, "replacing" in request.POST, **_answers(form))
            LogEntry.objects.log_actions(request.user.pk, [article], CHANGE, name, single_object=True)
    except AsksFirst as question:
        form.asks_first = question.messages[0]
        return False
    except ValidationError as error:
        _tell(form, error)
        return False
    messages.success(request, STEPS[name].done)
    return True


def _answers(form: forms.Form) -> dict:
    return form.cleaned_data if form.fields else {}


def _tell(form: forms.Form, error: ValidationError) -> None:
    fields = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, sentences in fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _context(request: HttpRequest, article: Article, name: str, form: forms.Form) -> dict:
    chosen, state = STEPS[name], article.state(clock.now())
    return {
        **admin.site.each_context(request),
        "title": chosen.title,
        "article": article,
        "opts": Article._meta,
        "step": chosen,
        "makes_sense": state in chosen.states,
        "form": form,
        "state_marks": marks(article, state),
        "problems": checklist.problems(article) if chosen.checks else {},
    }
