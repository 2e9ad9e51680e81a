"""Adding the figure that supersedes another: what both count is filled in, and the other names it once it is saved."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.forms import model_to_dict
from django.http import HttpRequest
from django.urls import reverse

from spacenews.desk import is_number
from spacenews.firms.models import Figure
from spacenews.firms.watching import SAID_OF_THE_FUTURE
from spacenews.pagecache import clock

SHARED = ("group", "metric", "scope", "period", "unit", "currency", "definition", "organization")


def address(figure: Figure) -> str:
    return f"{reverse('admin:firms_figure_add')}?supersedes={figure.pk}"


def to_supersede(request: HttpRequest) -> Figure | None:
    """Return the figure that is named in the address, if nothing has superseded it and the person may change it."""
    pk = request.GET.get("supersedes", "")
    if not (is_number(pk) and request.user.has_perm("firms.change_figure")):
        return None
    return Figure.objects.filter(pk=pk, superseded_by=None).first()


def begun(old: Figure) -> dict:
    """Return what a form begins with: what was expected has happened by now, and who saw the one sees the other."""
    kind = Figure.Kind.ACTUAL if old.kind in SAID_OF_THE_FUTURE else old.kind
    shown = clock.now().replace(microsecond=0) if old.public_from else None
    return {**model_to_dict(old, SHARED), "kind": kind, "public_from": shown}


def supersede(pk: int, new: Figure, by) -> Figure | None:
    """Let a figure be superseded, in the transaction of whoever calls; return it, unless another was faster.

    Another may have let it supersede the new one meanwhile, directly or through others.
    """
    old = Figure.objects.select_for_update(of=("self",)).filter(pk=pk, superseded_by=None).first()
    if old and old.pk in Figure.objects.get(pk=new.pk).successors:
        return None
    if old:
        old.superseded_by = new
        old.save(update_fields=["superseded_by"])
        changed = [{"changed": {"fields": ["superseded_by"]}}]
        LogEntry.objects.log_actions(by.pk, [old], CHANGE, changed, single_object=True)
    return old
