"""What a step asks before it is taken."""

import datetime as dt

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from spacenews.articles import policy
from spacenews.articles.models import Article, Edition
from spacenews.articles.models.desk import NOTE_LENGTH
from spacenews.articles.policy import Verb
from spacenews.pagecache import clock

TEXT = {"widget": forms.Textarea(attrs={"rows": 4})}
NOTE = {"label": _("Note for the desk"), "max_length": NOTE_LENGTH, **TEXT}


def mark_of(article: Article) -> str:
    """Return what tells whether an article has moved on since a page showed it."""
    moments = (article.decided_at, article.submitted_at, article.approved_at)
    told = [article.version, article.assigned_to_id, int(article.handed_back), *map(_micros, moments)]
    return "-".join(str(value or 0) for value in told)


def _micros(moment: dt.datetime | None) -> int:
    return int(moment.timestamp() * 1_000_000) if moment else 0


class StepForm(forms.Form):
    """Asks nothing, and knows what its page showed: see `has_moved`."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, article: Article, user):
        super().__init__(data, label_suffix="", initial={"seen": mark_of(article)})
        self.article, self.user = article, user
        self.ask()

    def ask(self) -> None:
        """Fit the fields to the article and the person."""

    def has_moved(self, article: Article) -> bool:
        """Whether somebody has saved or decided since; what is posted without a mark has seen nothing."""
        return self.cleaned_data["seen"] not in ("", mark_of(article))

    def see(self, article: Article) -> None:
        """Show the article as it is by now, with what was typed."""
        self.data = self.data.copy()
        self.data["seen"] = mark_of(article)

    @property
    def answers(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class CorrectForm(StepForm):
    correction = forms.CharField(
        label=_("What was put right"), help_text=_("Readers see it on the article."), **TEXT
    )


def live_translations(article: Article, user) -> QuerySet:
    live = Edition.objects.live(clock.now()).filter(article=OuterRef("pk"))
    return Article.objects.visible_to(user).filter(Exists(live), original=article).order_by("pk")


class TranslationChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, article):
        return f"{article.get_language_display()}: {article.headline}"


class WithdrawForm(StepForm):
    """Its translations are asked about: each is an article of its own, and stays live unless it is chosen."""

    public_reason = forms.CharField(
        label=_("Reason for readers"), help_text=_("Printed instead of the article."), **TEXT
    )
    desk_note = forms.CharField(required=False, **NOTE)
    translations = TranslationChoice(
        queryset=Article.objects.none(),
        required=False,
        label=_("Withdraw these translations too, for the same reason"),
        help_text=_("What you do not choose stays live in its own language."),
        widget=forms.CheckboxSelectMultiple,
    )

    def ask(self) -> None:
        live = live_translations(self.article, self.user)
        if live.exists() and policy.can(self.user, Verb.PUBLISH):
            self.fields["translations"].queryset = live
        else:
            del self.fields["translations"]


class NoteForm(StepForm):
    note = forms.CharField(required=False, **NOTE)


class SendBackForm(StepForm):
    note = forms.CharField(help_text=_("What is to be done. Its author reads it under Notes."), **NOTE)


class SubmitForm(StepForm):
    to = forms.ModelChoiceField(
        queryset=None, required=False, empty_label=_("whoever comes first"), label=_("Who should read it")
    )
    note = forms.CharField(required=False, **NOTE)

    def ask(self) -> None:
        self.fields["to"].queryset = policy.who_may_publish(self.article).exclude(pk=self.user.pk)


class AssignForm(StepForm):
    to = forms.ModelChoiceField(
        queryset=None, required=False, empty_label=_("nobody"), label=_("Who should read it")
    )
    note = forms.CharField(required=False, **NOTE)

    def ask(self) -> None:
        self.fields["to"].queryset = policy.who_may_publish(self.article)
        self.initial["to"] = self.article.assigned_to_id
