"""The desk's verbs as pages: each says what will happen, asks what it needs, and calls one verb of the model."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spacenews.articles import checklist, policy
from spacenews.articles.models import Article
from spacenews.articles.moments import ScheduleForm
from spacenews.articles.policy import Verb
from spacenews.articles.publishing import AsksFirst
from spacenews.articles.states import State
from spacenews.pagecache import clock

TEXT = {"widget": forms.Textarea(attrs={"rows": 4})}


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
    """One verb: who may, from which states, what it asks, what it says, what it does."""

    right: Verb
    states: tuple[State, ...]
    form: type[forms.Form]
    title: Promise
    button: Promise
    done: Promise
    run: Callable[..., None]
    checks: bool = False  # whether the checklist must be clean first


S = State
STEPS = {
    "publish": Step(
        Verb.PUBLISH,
        tuple(State),
        ConfirmForm,
        _("Publish now"),
        _("Publish now"),
        _("Published."),
        lambda article, by, replacing: article.publish(by=by, replacing=replacing),
        checks=True,
    ),
    "schedule": Step(
        Verb.PUBLISH,
        tuple(State),
        ScheduleForm,
        _("Schedule"),
        _("Schedule this version"),
        _("Scheduled."),
        lambda article, by, replacing, at, **_: article.publish(by=by, at=at, replacing=replacing),
        checks=True,
    ),
    "correct": Step(
        Verb.PUBLISH,
        (S.LIVE, S.CHANGE_SCHEDULED),
        CorrectForm,
        _("Correct with a note"),
        _("Publish the correction"),
        _("The correction is published."),
        lambda article, by, replacing, correction: article.publish(
            by=by, correction=correction, replacing=replacing
        ),
        checks=True,
    ),
    "withdraw": Step(
        Verb.PUBLISH,
        (S.LIVE, S.CHANGE_SCHEDULED),
        WithdrawForm,
        _("Withdraw"),
        _("Withdraw the article"),
        _("Withdrawn: its addresses answer with the reason."),
        lambda article, by, replacing, **words: article.withdraw(by=by, **words),
    ),
    "restore": Step(
        Verb.PUBLISH,
        (S.WITHDRAWN, S.WITHDRAWN_SCHEDULED),
        ConfirmForm,
        _("Restore"),
        _("Restore what was withdrawn"),
        _("Restored as it was."),
        lambda article, by, replacing: article.restore(by=by),
    ),
    "unschedule": Step(
        Verb.PUBLISH,
        (S.SCHEDULED, S.CHANGE_SCHEDULED, S.WITHDRAWN_SCHEDULED),
        ConfirmForm,
        _("Unschedule"),
        _("Unschedule"),
        _("Nothing is scheduled any more."),
        lambda article, by, replacing: article.unschedule(by=by),
    ),
    "load-live": Step(
        Verb.PUBLISH,
        (S.LIVE, S.CHANGE_SCHEDULED),
        ConfirmForm,
        _("Load the live text"),
        _("Load the live text"),
        _("The live text is in the form; the work that was there is in the history."),
        lambda article, by, replacing: article.load_live(by=by),
    ),
    "submit": Step(
        Verb.SUBMIT,
        tuple(State),
        ConfirmForm,
        _("Submit for review"),
        _("Submit for review"),
        _("Submitted for review."),
        lambda article, by, replacing: policy.submit(article, by=by),
    ),
    "send-back": Step(
        Verb.PUBLISH,
        tuple(State),
        ConfirmForm,
        _("Send back to its author"),
        _("Send back"),
        _("Sent back to its author."),
        lambda article, by, replacing: policy.send_back(article),
    ),
}


def steps_for(user, article: Article, state: State) -> list[str]:
    """Return the names of the steps that this person may take from this state."""
    return [
        name for name, step in STEPS.items() if state in step.states and policy.can(user, step.right, article)
    ]


def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show a step, or take it: 404 where the person may not see the article, 403 where he may not act."""
    article = Article.objects.visible_to(request.user).filter(pk=pk).first()
    if article is None or name not in STEPS:
        raise Http404
    if not policy.can(request.user, STEPS[name].right, article):
        raise PermissionDenied
    form = STEPS[name].form(request.POST or None)
    if request.method == "POST" and form.is_valid() and _taken(request, article, name, form):
        return redirect("admin:articles_article_change", article.pk)
    return render(request, "admin/articles/article/step.html", _context(request, article, name, form))


def _taken(request: HttpRequest, article: Article, name: str, form: forms.Form) -> bool:
    """Call the verb and log it; what refuses it is said beside the field, and what was typed is kept."""
    replacing = "replacing" in request.POST
    given = form.cleaned_data if form.fields else {}
    try:
        STEPS[name].run(article, request.user, replacing, **given)
    except AsksFirst as question:
        form.asks_first = question.messages[0]
        return False
    except ValidationError as error:
        _tell(form, error)
        return False
    LogEntry.objects.log_actions(request.user.pk, [article], CHANGE, change_message=name, single_object=True)
    messages.success(request, STEPS[name].done)
    return True


def _tell(form: forms.Form, error: ValidationError) -> None:
    fields = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for field, sentences in fields.items():
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)


def _context(request: HttpRequest, article: Article, name: str, form: forms.Form) -> dict:
    chosen = STEPS[name]
    return {
        **admin.site.each_context(request),
        "title": chosen.title,
        "article": article,
        "opts": Article._meta,
        "step": chosen,
        "name": name,
        "form": form,
        "state": article.state(clock.now()),
        "problems": checklist.problems(article) if chosen.checks else {},
    }
