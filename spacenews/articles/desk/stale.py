"""The stale-and-conflict desk: what should be looked at again, and what is done about it, each in one step."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from spacenews.articles.desk import watched
from spacenews.articles.months import day_of
from spacenews.desk import Chooser, is_number
from spacenews.firms import changes, watching
from spacenews.firms.admin import successors
from spacenews.firms.models import Answer, Dispute, Figure, Milestone, Source
from spacenews.firms.partial_dates import has_ended, validate
from spacenews.pagecache import clock, stamp

MOST = 200  # figures of a group offered as a successor; records ticked at once
CHECKED = {model._meta.model_name: model for model in watching.CHECKED}
Promise = Milestone.Promise


@require_safe
def stale(request: HttpRequest) -> HttpResponse:
    """Show each list that holds something with its first rows, or with `list` one of them, page by page."""
    asked(request, "firms.view_figure")
    only, after = request.GET.get("list", ""), request.GET.get("after", "")
    lists = watched.lists(request.user, clock.now(), only, int(after) if is_number(after) else None)
    only = only in watched.KINDS
    context = {
        **page(request, _("To be checked")),
        "lists": [listing for listing in lists if only or listing.rows],
        "clear": [] if only else watched.clear(lists),
        "only": only,
    }
    return render(request, "admin/articles/facts/stale.html", context)


def asked(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def page(request: HttpRequest, title: str) -> dict:
    return {**admin.site.each_context(request), "title": title, "opts": Figure._meta}


@require_POST
def checked(request: HttpRequest) -> HttpResponse:
    """Record that the ticked facts were held against their sources today."""
    model = CHECKED.get(request.POST.get("model", ""))
    if model is None:
        raise Http404
    asked(request, f"firms.change_{model._meta.model_name}")
    ticked = [int(pk) for pk in request.POST.getlist("ticked") if is_number(pk)][:MOST]
    with transaction.atomic():
        stamp.take()
        records = model.objects.filter(pk__in=ticked)
        number = records.update(checked_on=day_of(clock.now()))
        LogEntry.objects.log_actions(
            request.user.pk, records, CHANGE, [{"changed": {"fields": ["checked_on"]}}]
        )
    said = ngettext("%(count)d record: checked today.", "%(count)d records: checked today.", number)
    messages.success(request, said % {"count": number})
    key = watched.key_of(model)
    return redirect(
        reverse("admin:articles_stale") + (f"?list={key}" if "only" in request.POST else f"#{key}")
    )


class PromiseForm(forms.Form):
    """What came of a promise. That it was met, or has another date, somebody has said: where?"""

    came = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=[
            (Promise.MET, gettext_lazy("Met")),
            (Promise.SLIPPED, gettext_lazy("Slipped: there is a new date")),
            (Promise.MISSED, gettext_lazy("Missed: the date has passed, and nobody has given another")),
        ],
        widget=forms.RadioSelect,
    )
    now_expected = forms.CharField(
        label=gettext_lazy("New date"),
        required=False,
        max_length=11,
        validators=[validate],
        help_text=gettext_lazy("As its source gives it: 2027, 2027-H1, 2027-Q2, 2027-04."),
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=gettext_lazy("Source"),
        required=False,
        help_text=gettext_lazy("Needed where it was met or slipped."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["source"].widget = Chooser(Milestone._meta.get_field("source"), admin.site)
        self.fields["source"].widget.choices = self.fields["source"].choices

    def clean(self):
        given = super().clean()
        came, expected = given.get("came"), given.get("now_expected")
        if came == Promise.SLIPPED and not expected and "now_expected" not in self.errors:
            self.add_error("now_expected", _("Write the date that is given now."))
        if came == Promise.SLIPPED and expected and has_ended(expected, day_of(clock.now())):
            self.add_error("now_expected", _("This date has passed."))
        if came in (Promise.MET, Promise.SLIPPED) and not given.get("source"):
            self.add_error("source", _("Name the source that says so."))
        return given


def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what came of a promise that is due, and record it."""
    asked(request, "firms.change_milestone")
    found = due(pk)
    form = PromiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        keep_promise(request, pk, form.cleaned_data)
        messages.success(request, _("Recorded what came of it."))
        return redirect("admin:articles_stale")
    context = {**page(request, _("What came of it?")), "subject": found.title, "form": form}
    context["values"] = [watched.due(found)]
    return render(request, "admin/articles/facts/ask.html", context)


def due(pk: int, lock: bool = False) -> Milestone:
    promises = Milestone.objects.select_for_update(of=("self",)) if lock else Milestone.objects
    return get_object_or_404(promises.filter(promise__in=(Promise.ANNOUNCED, Promise.SLIPPED)), pk=pk)


@transaction.atomic
def keep_promise(request: HttpRequest, pk: int, given: dict) -> None:
    stamp.take()
    found = due(pk, lock=True)
    found.promise, found.checked_on = given["came"], day_of(clock.now())
    found.now_expected = given["now_expected"] if given["came"] == Promise.SLIPPED else found.now_expected
    found.save()
    if given["source"] and given["source"].pk != found.source_id:
        found.further_sources.add(given["source"])
    log(request, found, CHANGE, [{"changed": {"fields": ["promise"]}}])


def log(request: HttpRequest, record, flag: int, message) -> None:
    LogEntry.objects.log_actions(request.user.pk, [record], flag, message, single_object=True)


class FigureChoice(forms.ModelChoiceField):
    def label_from_instance(self, figure):
        return figure.title_here


class SupersedeForm(forms.Form):
    by = FigureChoice(None, label=gettext_lazy("Superseded by"))

    def __init__(self, figure: Figure, *args):
        super().__init__(*args, label_suffix="")
        others = Figure.objects.filter(group=figure.group_id, superseded_by=None).exclude(pk=figure.pk)
        newest = list(others.order_by("-pk").values_list("pk", flat=True)[:MOST])
        self.fields["by"].queryset = others.filter(pk__in=newest)


def supersede(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which figure of the same group stands for one that is out of date."""
    asked(request, "firms.change_figure")
    figure = get_object_or_404(Figure, pk=pk, superseded_by=None)
    form = SupersedeForm(figure, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic(), changes.made_by(request.user):
            stamp.take()
            if not successors.supersede(pk, form.cleaned_data["by"], request.user):
                raise Http404
        messages.success(
            request, _("Superseded. Articles that printed it are listed under “Facts that moved”.")
        )
        return redirect("admin:articles_stale")
    context = {**page(request, _("Superseded by …")), "subject": figure.title_here, "form": form}
    if request.user.has_perm("firms.add_figure"):
        context["instead"] = watched.Act(_("Add its successor"), successors.address(figure))
    return render(request, "admin/articles/facts/ask.html", context)


class DisputeForm(forms.ModelForm):
    class Meta:
        model = Dispute
        fields = ("topic", "question", "editors_note")
        widgets = {"editors_note": forms.Textarea(attrs={"rows": 3})}


def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a dispute of values that differ: the desk alone sees it until it is shown to readers."""
    asked(request, "firms.add_dispute")
    now = clock.now()
    figure = get_object_or_404(watching.in_conflict(now).select_related("group", "source"), pk=pk)
    figures = [figure, *watching.others_in_conflict([figure], now)[figure.pk]]
    words = _("%(metric)s, %(scope)s, %(period)s: which value?")
    told = {"metric": figure.metric.capitalize(), "scope": figure.scope, "period": figure.period}
    begun = {"topic": figure.group.title, "question": words % told}
    form = DisputeForm(request.POST if request.method == "POST" else None, initial=begun, label_suffix="")
    if form.is_valid():
        made = make_dispute(request, form, figures)
        messages.success(request, _("Made. Readers see it when you show it to them."))
        return redirect("admin:firms_dispute_change", made.pk)
    values = [watched.said(one) for one in figures]
    context = {**page(request, _("Make a dispute of them")), "subject": str(figure.group), "form": form}
    return render(request, "admin/articles/facts/ask.html", {**context, "values": values})


@transaction.atomic
def make_dispute(request: HttpRequest, form: DisputeForm, figures: list[Figure]) -> Dispute:
    stamp.take()
    form.instance.group = figures[0].group
    with changes.made_by(request.user):
        made = form.save()
        for position, figure in enumerate(figures):
            Answer.objects.create(dispute=made, position=position, figure=figure, source=figure.source)
    log(request, made, ADDITION, [{"added": {}}])
    return made
