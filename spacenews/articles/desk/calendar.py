"""The calendar of the desk with its story budget: what is planned, scheduled and live, by day and by section."""

import datetime as dt
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from spacenews.articles import beginnings, policy
from spacenews.articles.desk import budget, stories
from spacenews.articles.desk.days import DayField, Month
from spacenews.articles.models import Article, Section
from spacenews.articles.months import day_of
from spacenews.articles.policy import Verb
from spacenews.firms.models import Organization
from spacenews.pagecache import clock


@dataclass(frozen=True)
class Shown:
    """What of the calendar is asked for: a month, and one section or all of `sections`."""

    month: Month
    sections: list[Section]
    section: Section | None

    @classmethod
    def of(cls, asked) -> "Shown":
        sections = list(Section.objects.all())
        chosen = next((section for section in sections if str(section.pk) == asked.get("only", "")), None)
        return cls(Month.written(asked.get("month", ""), day_of(clock.now())), sections, chosen)

    def address(self, **others) -> str:
        """Return where this is shown; `others` say what is to be otherwise."""
        asked = {"month": self.month, "only": self.section and self.section.pk, **others}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('admin:articles_article_calendar')}?{query}"


class IdeaForm(forms.ModelForm):
    """A draft without a text: a headline, where it belongs, and for when; it may be about an organization."""

    planned_for = DayField(label=gettext_lazy("Day"))
    about = forms.ModelChoiceField(Organization.objects.all(), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = ("headline", "section", "planned_for")

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["section"].choices = [("", "–"), *((section.pk, str(section)) for section in sections)]


class PlanForm(forms.Form):
    day = DayField()


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    if not policy.can(request.user, Verb.VIEW):
        raise PermissionDenied
    return page(request, Shown.of(request.GET))


@require_POST
def idea(request: HttpRequest) -> HttpResponse:
    """Begin a draft, and lead back to where it was thought of; what cannot be begun stays in the calendar's fields."""
    if not policy.can(request.user, Verb.ADD):
        raise PermissionDenied
    shown = Shown.of(request.POST)
    form = IdeaForm({**request.POST.dict(), **request.GET.dict()}, sections=shown.sections)
    if not form.is_valid():
        return page(request, shown, form)
    begin(form.instance, request.user, form.cleaned_data["about"])
    messages.success(request, _("The idea is in the calendar and among the drafts."))
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else shown.address())


@transaction.atomic
def begin(article: Article, user, about: Organization | None = None) -> None:
    article.created_by = user
    article.slug = beginnings.slug_for(article.headline, article.language)
    article.save()
    if about:
        article.take_rows({**article.document(), "coverage": [{"organization_id": about.pk, "position": 0}]})
    article.keep(by=user)
    LogEntry.objects.log_actions(user.pk, [article], ADDITION, single_object=True)


@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an article to another day, or off the calendar: no new version, and no revision."""
    form, shown = PlanForm(request.POST), Shown.of(request.POST)
    with transaction.atomic():
        found = Article.objects.visible_to(request.user).select_for_update(of=("self",))
        article = get_object_or_404(found, pk=pk)
        if not policy.can(request.user, Verb.CHANGE, article):
            raise PermissionDenied
        if form.is_valid():
            move(article, form.cleaned_data["day"], request.user)
    say_what_moved(request, article, form)
    return redirect(shown.address())


def move(article: Article, day: dt.date | None, user) -> None:
    Article.objects.filter(pk=article.pk).update(planned_for=day)
    said = f"planned for {day or '-'}"
    LogEntry.objects.log_actions(user.pk, [article], CHANGE, said, single_object=True)


def say_what_moved(request: HttpRequest, article: Article, form: PlanForm) -> None:
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["day"]))
    elif day := form.cleaned_data["day"]:
        said = {"headline": article.headline, "day": date_format(day, "DATE_FORMAT")}
        messages.success(request, _("“%(headline)s” is planned for %(day)s.") % said)
    else:
        messages.success(request, _("“%(headline)s” has no day any more.") % {"headline": article.headline})


def page(request: HttpRequest, shown: Shown, form: IdeaForm | None = None) -> HttpResponse:
    now, user = clock.now(), request.user
    by_day = stories.by_day(user, shown.month.days(), now, shown.section)
    in_month = chain.from_iterable(of_it for day, of_it in by_day.items() if day in shown.month)
    by_stage = budget.by_stage(user, now, in_month, shown.section)
    context = {
        **admin.site.each_context(request),
        "title": _("Calendar"),
        "opts": Article._meta,
        "shown": shown,
        "here": shown.address(),
        "neighbours": neighbours(shown),
        "choices": choices(shown),
        "days": stories.shown_days(by_day, now, shown.month),
        "stages": [(stage, len(by_stage[stage.mark])) for stage in budget.STAGES],
        "budget": budget.lines([shown.section] if shown.section else shown.sections, by_stage),
        "form": (form or IdeaForm(sections=shown.sections)) if policy.can(user, Verb.ADD) else None,
    }
    return render(request, "admin/articles/article/calendar.html", context, status=422 if form else 200)


def neighbours(shown: Shown) -> dict[str, tuple]:
    """Return the first day and the address of the months before and after, and where today is."""
    near = {"before": shown.month.before, "after": shown.month.after}
    found = {name: (day, shown.address(month=Month(day))) for name, day in near.items() if day}
    return {**found, "today": (None, shown.address(month=None))}


def choices(shown: Shown) -> list[tuple]:
    """Return name, address and whether it is chosen, of all sections together and of each."""
    of_each = [
        (str(section), shown.address(only=section.pk), section == shown.section) for section in shown.sections
    ]
    return [(_("All sections"), shown.address(only=None), shown.section is None), *of_each]
