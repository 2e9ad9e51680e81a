"""The names of an organization and the parties of a tie, which are rows of their own."""

from spacenews.firms.changes import notes
from spacenews.firms.changes.before import began_with, is_public, stored
from spacenews.firms.changes.notes import Columns, Kind, note
from spacenews.firms.folding import fold
from spacenews.firms.models import Cooperation, Name, Organization


def name_remembered(sender, instance, raw=False, **kwargs) -> None:
    instance._before = stored(Name.objects.all(), instance, raw)


def name_saved(sender, instance, created, raw=False, **kwargs) -> None:
    """Another text, or a name that is a former one by now; a further name takes nothing from what was printed."""
    before = instance._before
    if before is None or not is_public(instance.organization):
        return
    columns = {f"name-{instance.pk}": [before.text, instance.text]}
    if instance.kind == Name.Kind.FORMER != before.kind:
        columns = {f"name-{instance.pk}": [before.text, f"{instance.text} ({Name.Kind.FORMER.label})"]}
    _note_names(instance.organization, columns)


def name_deleted(sender, instance, origin=None, **kwargs) -> None:
    """A name that went with its organization, or that stands in another row, is not gone."""
    if began_with(origin, Organization):
        return
    firm = Organization.objects.filter(pk=instance.organization_id).first()
    others = Name.objects.filter(organization=firm, text_folded=fold(instance.text)).exclude(pk=instance.pk)
    if is_public(firm) and not others.exists():
        _note_names(firm, {f"name-{instance.pk}": [instance.text, ""]})


def _note_names(firm: Organization, columns: Columns) -> None:
    note(Kind.NAME, firm.pk, firm.name, columns)


def parties_remembered(sender, instance, raw=False, **kwargs) -> None:
    """Keep who the parties were; those of a tie that is being made are no change of it."""
    instance._before = None
    if raw or notes.is_quiet() or getattr(instance.cooperation, "is_just_made", False):
        return
    tie = Cooperation.objects.filter(pk=instance.cooperation_id).first()
    instance._before = _parties(tie) if is_public(tie) else None


def parties_changed(sender, instance, origin=None, **kwargs) -> None:
    before = instance._before
    if before is None or began_with(origin, Cooperation):
        return
    tie = Cooperation.objects.get(pk=instance.cooperation_id)
    note(Kind.COOPERATION, tie.pk, tie.title, {"parties": [before, _parties(tie)]})


def _parties(tie: Cooperation) -> str:
    """Return who they are, in their order, and who owns whom."""
    parties = tie.parties.select_related("organization")
    return "; ".join(f"{party} ({party.role})" if party.role else str(party) for party in parties)


def tie_deleted(sender, instance, **kwargs) -> None:
    """Its parties are gone with it: who covers them is told before."""
    if is_public(instance):
        columns = {"title": [instance.title, ""], "parties": [_parties(instance), ""]}
        note(Kind.COOPERATION, instance.pk, instance.title, columns)
