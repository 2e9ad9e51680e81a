"""Tables of organizations at the desk: given, mapped, tried, looked at line by line, written."""

import time
from collections.abc import Iterator
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from spacenews.desk import is_number
from spacenews.firms.imports import mapping, origins, reading, report, trying, writing
from spacenews.firms.models import Import, ImportLine, Organization
from spacenews.pagecache import stamp
from spacenews.tables import csv_answer

SHOWN, LISTED = 50, 50  # lines on a page, tables in the list
A_REQUEST_S = 2.0  # of trying or writing, before it answers and is asked to go on
RIGHTS = ("firms.add_organization", "firms.change_organization")
Verdict, State = ImportLine.Verdict, Import.State


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV, TSV or JSON, up to 5 MB"), allow_empty_file=True)

    def clean_file(self):
        """Return the name and the text of the file, once it is known to be a table."""
        file = self.cleaned_data["file"]
        if file.size > reading.MOST_BYTES:
            raise ValidationError(_("The file has more than 5 MB."))
        text = reading.decoded(file.read())
        reading.table(text)
        return file.name[-200:], text


class MapForm(forms.Form):
    """What each column holds, where the table comes from, and who shall see its records."""

    url = forms.URLField(label=gettext_lazy("Address of the table"), max_length=800, assume_scheme="https")
    title = forms.CharField(label=gettext_lazy("Its title"), max_length=400, required=False)
    publisher = forms.CharField(label=gettext_lazy("Its publisher"), max_length=200, required=False)
    show = forms.BooleanField(label=gettext_lazy("Show new records to readers at once"), required=False)

    def __init__(self, header: list[str], *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.header = header
        choices = [("", _("not used")), *mapping.FIELDS.items()]
        for number, name in enumerate(header):
            self.fields[f"column-{number}"] = forms.ChoiceField(label=name, choices=choices, required=False)

    def clean(self) -> dict:
        fields = [self.cleaned_data.get(f"column-{number}", "") for number in range(len(self.header))]
        return {**self.cleaned_data, "fields": mapping.checked(fields, self.header)}

    @property
    def columns(self):
        return [self[f"column-{number}"] for number in range(len(self.header))]


def may_import(user) -> bool:
    return user.has_perms(RIGHTS)


def _ask(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied


def _frame(title: str) -> dict:
    return {"title": title, "opts": Organization._meta}


def imports(request: HttpRequest) -> HttpResponse:
    """The tables that were given, the newest first, and a form for another."""
    _ask(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        name, text = form.cleaned_data["file"]
        made = Import.objects.create(file_name=name, text=text, made_by=request.user)
        return redirect("admin:firms_organization_import", made.pk)
    given = Import.objects.defer("text").select_related("made_by")[:LISTED]
    context = {**admin.site.each_context(request), **_frame(_("Imports")), "form": form, "given": given}
    return render(request, "admin/firms/imports/list.html", context)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One table: its mapping until it is tried, then what became of each line."""
    _ask(request)
    imported = get_object_or_404(Import.objects.defer("text"), pk=pk)
    asked = "decide" if "line" in request.POST else request.POST.get("act")
    if act := ACTS.get(asked):
        return act(request, imported)
    if imported.state == State.TO_MAP or "map" in request.GET:
        last = _last_alike(imported)
        return _mapping_page(request, imported, last, _map_form(imported, last))
    return _report_page(request, imported)


def _map_form(imported: Import, last: Import | None, data=None) -> MapForm:
    """`last` is a table of the same columns: what was chosen then is offered."""
    header = imported.table.header
    known = imported if "fields" in imported.mapping else last
    fields = known.mapping["fields"] if known else mapping.guessed(header)
    initial = {f"column-{number}": field for number, field in enumerate(fields)}
    source = imported.source or (last and last.source)
    told = {"url": source.url, "title": source.title, "publisher": source.publisher} if source else {}
    initial |= told or origins.suggested(header)
    return MapForm(header, data, initial={**initial, "show": imported.mapping.get("show", False)})


def _last_alike(imported: Import) -> Import | None:
    """Return the newest other table with the same columns that somebody has mapped."""
    key = mapping.key_of(imported.table.header)
    alike = Import.objects.filter(mapping__header=key).exclude(pk=imported.pk)
    return alike.defer("text").select_related("source").order_by("-pk").first()


def _mapping_page(request: HttpRequest, imported: Import, last: Import | None, form: MapForm) -> HttpResponse:
    first = [row for row in imported.table.rows[:20] if not row.fault][:3]
    columns = [
        {"field": field, "values": [cell for row in first for cell in row.cells[number : number + 1] if cell]}
        for number, field in enumerate(form.columns)
    ]
    context = {"form": form, "columns": columns, "imported": imported, **_frame(imported.file_name)}
    context["last"] = None if "fields" in imported.mapping else last
    return render(request, "admin/firms/imports/map.html", {**admin.site.each_context(request), **context})


def _try(request: HttpRequest, imported: Import) -> HttpResponse:
    last = _last_alike(imported)
    form = _map_form(imported, last, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            imported.source = _source(told)
            imported.mapping = {"fields": told["fields"], "show": told["show"]}
            trying.begin(imported)
        except ValidationError as error:
            _tell(form, error)
        else:
            return _for_a_moment(imported, trying.go_on(imported))
    return _mapping_page(request, imported, last, form)


def _try_on(request: HttpRequest, imported: Import) -> HttpResponse:
    trying.resume(imported)
    return _for_a_moment(imported, trying.go_on(imported))


def _for_a_moment(imported: Import, batches: Iterator[int]) -> HttpResponse:
    """Do some batches and answer; the page asks to go on, by itself where there is script."""
    next(batches, None)  # before which the table is read, and what was tried of it
    until = time.monotonic() + A_REQUEST_S
    while time.monotonic() < until and next(batches, None) is not None:
        pass
    return redirect("admin:firms_organization_import", imported.pk)


def _tell(form: MapForm, error: ValidationError) -> None:
    """Say what is wrong with the source beside its field, and all else above the form."""
    fields = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, sentences in fields.items():
        form.add_error(name if name in form.fields else None, sentences)


@transaction.atomic
def _source(told: dict):
    stamp.take()
    return origins.source_of(told["url"], told["title"], told["publisher"])


def _report_page(request: HttpRequest, imported: Import) -> HttpResponse:
    verdict = request.GET.get("verdict", "")
    after = int(request.GET["after"]) if is_number(request.GET.get("after", "")) else 0
    found = imported.lines.filter(number__gt=after).select_related("organization")
    if verdict in Verdict.values:
        found = found.filter(verdict=verdict)
    lines = list(found.order_by("number")[: SHOWN + 1])
    counts = writing.totals(imported)
    context = {
        **_frame(imported.file_name),
        **{"imported": imported, "verdict": verdict, "progress": _progress(imported)},
        "counts": [{"verdict": key, "label": Verdict(key).label, "count": n} for key, n in counts.items()],
        "lines": [{"line": line, "changes": report.changes(line)} for line in lines[:SHOWN]],
        "has_ticks": any(line.verdict == Verdict.CHANGED and not line.written_at for line in lines[:SHOWN]),
        "next_query": urlencode({"verdict": verdict, "after": lines[SHOWN - 1].number})
        if len(lines) > SHOWN
        else "",
    }
    return render(request, "admin/firms/imports/report.html", {**admin.site.each_context(request), **context})


def _progress(imported: Import) -> dict:
    """Return how far the trial is, and once it is at its end the writing."""
    goes_on = imported.state in (State.TRYING, State.RUNNING)
    if (untried := trying.untried(imported)) > 0:
        total = imported.mapping["lines"]
        return {"goes_on": goes_on, "untried": untried, "tried": total - untried, "total": total}
    pending, written = writing.pending(imported).count(), imported.lines.exclude(written_at=None).count()
    return {
        **{"goes_on": goes_on, "pending": pending, "written": written, "total": pending + written},
        "ties": imported.mapping.get("ties", 0),
        "changed": imported.lines.filter(verdict=Verdict.CHANGED, written_at=None).count(),
    }


def _write(request: HttpRequest, imported: Import) -> HttpResponse:
    was_running = imported.state == State.RUNNING
    try:
        answer = _for_a_moment(imported, writing.write(imported, request.user))
    except ValidationError as error:  # somebody has begun to try it anew
        messages.warning(request, " ".join(error.messages))
        return _back(request, imported)
    if not was_running:
        LogEntry.objects.log_actions(request.user.pk, [imported], CHANGE, "write", single_object=True)
    return answer


def _stop(request: HttpRequest, imported: Import) -> HttpResponse:
    going = Import.objects.filter(pk=imported.pk, state__in=(State.TRYING, State.RUNNING))
    going.update(state=State.STOPPED)
    return redirect("admin:firms_organization_import", imported.pk)


def _choose(request: HttpRequest, imported: Import) -> HttpResponse:
    """Keep which of the changed lines on this page are to be written."""
    shown, taken = (list(map(int, filter(is_number, request.POST.getlist(key)))) for key in ("shown", "take"))
    writing.choose(imported, taken, shown)
    return _back(request, imported)


def _choose_all(request: HttpRequest, imported: Import) -> HttpResponse:
    writing.choose_all(imported)
    return _back(request, imported)


def _decide(request: HttpRequest, imported: Import) -> HttpResponse:
    """Say whom a line means: `12:34` is line 12 and record 34, `12:0` a new record."""
    number, _colon, record = request.POST.get("line", "").partition(":")
    if is_number(number) and is_number(record):
        found = imported.lines.filter(number=int(number), verdict=Verdict.REFUSED, difference__has_key="like")
        if found.exists() and (record == "0" or Organization.objects.filter(pk=int(record)).exists()):
            writing.decide(imported, int(number), int(record))
    return _back(request, imported)


def _back(request: HttpRequest, imported: Import) -> HttpResponse:
    shown = {key: request.GET[key] for key in ("verdict", "after") if key in request.GET}
    answer = redirect("admin:firms_organization_import", imported.pk)
    answer.headers["Location"] += f"?{urlencode(shown)}" if shown else ""
    return answer


def _remove(request: HttpRequest, imported: Import) -> HttpResponse:
    """The table goes with its report; the records that it gave stay."""
    written = imported.lines.exclude(written_at=None).count()
    imported.delete()
    said = ngettext(
        "The table is removed; %(count)d record that was written stays.",
        "The table is removed; %(count)d records that were written stay.",
        written,
    )
    messages.success(request, said % {"count": written})
    return redirect("admin:firms_organization_imports")


ACTS = {
    **{"try": _try, "try-on": _try_on, "write": _write, "stop": _stop, "choose": _choose},
    **{"choose-all": _choose_all, "decide": _decide, "remove": _remove},
}


@require_safe
def lines_csv(request: HttpRequest, pk: int) -> HttpResponse:
    _ask(request)
    imported = get_object_or_404(Import.objects.defer("text"), pk=pk)
    return csv_answer(f"import-{imported.pk}.csv", report.HEADER, report.rows(imported))
