"""The desk's verbs as pages: each says what will happen, asks what it needs, and calls one verb of the model."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spacenews.articles import policy
from spacenews.articles.checklist import Kind
from spacenews.articles.desk import review, telling
from spacenews.articles.desk.aside import set_aside
from spacenews.articles.desk.asking import (
    AssignForm,
    CorrectForm,
    NoteForm,
    SendBackForm,
    StepForm,
    SubmitForm,
    WithdrawForm,
)
from spacenews.articles.desk.checks import before_it_goes_out
from spacenews.articles.desk.moments import ScheduleForm
from spacenews.articles.marks import marks
from spacenews.articles.models import Article
from spacenews.articles.policy import Verb
from spacenews.articles.publishing import AsksFirst, Refused
from spacenews.articles.states import State
from spacenews.pagecache import clock, stamp

EVER = tuple(State)
LIVE = tuple(state for state in State if state.is_live)
NOT_LIVE = tuple(state for state in State if not state.is_live)
WITHDRAWN = tuple(state for state in State if state.is_withdrawn)
TO_COME = tuple(state for state in State if state.is_scheduled)
DECIDED = tuple(state for state in State if state is not State.DRAFT)


def always(article: Article, user, state: State) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One verb: when it makes sense, what its page says, what it does: `run` takes article, by, and the answers.

    What `prints` may be seen by readers, and is told whether to replace what is scheduled.
    """

    title: Promise
    button: Promise
    says: Promise
    done: Promise
    run: Callable[..., object]
    states: tuple[State, ...] = EVER
    right: Verb = Verb.PUBLISH
    form: type[StepForm] = StepForm
    checks: bool = False  # whether the checklist must be clean first
    prints: bool = True
    when: Callable[..., bool] = always  # beyond the state: takes article, user, state
    offered: bool = True  # whether the form has a button for it

    def makes_sense(self, article: Article, user, state: State) -> bool:
        return state in self.states and self.when(article, user, state)


def publish(article: Article, by, replacing: bool = False, at=None, correction: str = "") -> None:
    article.publish(by=by, at=at, correction=correction, replacing=replacing)


def withdraw(article: Article, by, replacing=False, translations=(), **reasons) -> None:
    """Withdraw an article, and those of its translations that were chosen, in one order for all who do."""
    article.withdraw(by=by, **reasons)
    for translation in translations:
        translation.withdraw(by=by, **reasons)
        log(by, translation, "withdraw")


def restore(article: Article, by, replacing=False) -> None:
    article.restore(by=by)


def unschedule(article: Article, by, replacing=False) -> None:
    article.unschedule(by=by)


def load_live(article: Article, by) -> None:
    article.load_live(by=by)


def log(by, article: Article, name: str) -> None:
    LogEntry.objects.log_actions(by.pk, [article], CHANGE, name, single_object=True)


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
        withdraw,
        LIVE,
        form=WithdrawForm,
    ),
    "restore": Step(
        _("Restore"),
        _("Restore what was withdrawn"),
        _("Readers see again what was withdrawn, not the text that is in the form."),
        _("Restored as it was."),
        restore,
        WITHDRAWN,
    ),
    "unschedule": Step(
        _("Unschedule"),
        _("Unschedule"),
        _("What is scheduled does not go out. What is live stays live."),
        _("Nothing is scheduled any more."),
        unschedule,
        TO_COME,
    ),
    "load-live": Step(
        _("Correct the live text alone"),
        _("Load the live text"),
        _("The form then holds what readers see. Your work is set aside, and offered back afterwards."),
        _("The live text is in the form. Put it right, then choose “Correct with a note”."),
        load_live,
        LIVE,
        prints=False,
        offered=False,
    ),
    "submit": Step(
        _("Submit for review"),
        _("Submit for review"),
        _("An editor is asked to read it. You may go on writing."),
        _("Submitted for review."),
        review.submit,
        right=Verb.SUBMIT,
        form=SubmitForm,
        prints=False,
        when=review.may_be_submitted,
    ),
    "assign": Step(
        _("Assign"),
        _("Assign"),
        _("It then stands first among what a colleague has to read."),
        _("Assigned."),
        review.assign,
        form=AssignForm,
        prints=False,
        when=review.may_be_assigned,
    ),
    "approve": Step(
        _("Approve"),
        _("Approve this version"),
        _("Your name stands beside its state until it is published. It publishes nothing."),
        _("Approved."),
        review.approve,
        form=NoteForm,
        prints=False,
        when=review.may_be_approved,
    ),
    "send-back": Step(
        _("Send back to its author"),
        _("Send back"),
        _("It leaves the review, and its author may write in it again."),
        _("Sent back to its author."),
        review.send_back,
        form=SendBackForm,
        prints=False,
        when=review.may_be_sent_back,
    ),
    "hand-back": Step(
        _("Hand back to its author"),
        _("Hand back"),
        _("Its author may write in it again, until it is next published."),
        _("Handed back to its author."),
        review.hand_back,
        DECIDED,
        form=NoteForm,
        prints=False,
        when=review.may_be_handed_back,
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
    names = [name for name, step in STEPS.items() if step.offered and _may(step, user, article, state)]
    first, *beside = NEXT[state] if NEXT[state][0] in names else ["submit"]
    if "send-back" in names and article.submitted_by_id != user.pk:
        beside = ["send-back", "approve"]
    rest = [name for name in names if name not in (first, *beside)]
    chosen = ([name for name in group if name in names] for group in ([first], beside, rest))
    return Offer(*({name: STEPS[name] for name in group} for group in chosen))


def _may(step: Step, user, article: Article | None, state: State) -> bool:
    if not policy.can(user, step.right, article):
        return False
    if article is None:
        return state in step.states and (step.when is always or step.right is Verb.SUBMIT)
    return step.makes_sense(article, user, state)


def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show a step, or take it: 404 where the person may not see the article, 403 where he may not act."""
    article = _asked(request, pk, name)
    posted = request.POST if request.method == "POST" else None
    form = STEPS[name].form(posted, article=article, user=request.user)
    if form.is_valid() and _taken(request, pk, name, form):
        messages.success(request, STEPS[name].done)
        return redirect(after(article, name))
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


def _taken(request: HttpRequest, pk: int, name: str, form: StepForm) -> bool:
    """Ask again and act in one transaction; what refuses is said beside the field, and what was typed is kept."""
    try:
        with transaction.atomic():
            if STEPS[name].prints:
                stamp.take()  # the first lock of whatever readers may see
            article = _asked(request, pk, name, lock=True)
            if not (form.has_moved(article) and _was_just_taken(request.user, article, name)):
                _take(request, article, name, form)
    except AsksFirst as question:
        form.asks_first = question.messages[0]
        return False
    except ValidationError as error:
        tell(form, error)
        return False
    return True


def _take(request: HttpRequest, article: Article, name: str, form: StepForm) -> None:
    if form.has_moved(article):
        words = _("This has moved on since the page was opened: read again what would happen now.")
        form.see(article)
        raise Refused(words)
    if not STEPS[name].makes_sense(article, request.user, article.state(clock.now())):
        raise Refused(_("This makes no sense in the article’s present state."))
    replacing = {"replacing": "replacing" in request.POST} if STEPS[name].prints else {}
    STEPS[name].run(article, request.user, **replacing, **form.answers)
    log(request.user, article, name)


def _was_just_taken(user, article: Article, name: str) -> bool:
    """Whether the last that was done with the article is this step, by this person: the button was pressed twice."""
    kind = ContentType.objects.get_for_model(Article)
    last = LogEntry.objects.filter(content_type=kind, object_id=str(article.pk)).order_by("-pk").first()
    return last is not None and (last.user_id, last.change_message) == (user.pk, name)


def after(article: Article, name: str, otherwise: str = "") -> str:
    """Return where to go on: after a correction, to work that was set aside for it; else `otherwise`, or the form."""
    if name == "correct" and (waiting := set_aside(article).first()):
        return reverse("admin:articles_article_take_back", args=[article.pk, waiting.revision.number])
    return otherwise or reverse("admin:articles_article_change", args=[article.pk])


def tell(form: forms.Form, error: ValidationError) -> None:
    fields = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, sentences in fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _context(request: HttpRequest, article: Article, name: str, form: StepForm) -> dict:
    chosen, now = STEPS[name], clock.now()
    state = article.state(now)
    makes_sense = chosen.makes_sense(article, request.user, state)
    checks = before_it_goes_out(article, request.user) if chosen.checks else []
    problems = [check for check in checks if check.kind == Kind.WRONG]
    goes_on = makes_sense and not problems
    return {
        **admin.site.each_context(request),
        "title": chosen.title,
        "zone": settings.TIME_ZONE,
        "article": article,
        "opts": Article._meta,
        "name": name,
        "step": chosen,
        "makes_sense": makes_sense,
        "form": form,
        "state_marks": marks(article, state, by_name=True),
        "problems": problems,
        "doubts": [check for check in checks if check.kind == Kind.DOUBTFUL],
        "told": telling.told(name, article, request.user, now) if goes_on else [],
        "alone": STEPS["load-live"] if name == "correct" and may_be_corrected_alone(article) else None,
    }


def may_be_corrected_alone(article: Article) -> bool:
    """Whether the working copy holds more than a correction, which has not been set aside for one yet."""
    return article.has_changes and not set_aside(article).exists()
