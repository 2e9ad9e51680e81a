"""Making one of two organizations, so that nothing is lost and it can be undone.

All that names the one names the other: whatever table points at an organization is found by its relation, so that
no app above need be known here; what two rows mean beside each other is said by `folds`. Each step stands in the
merger's ledger. Lock order: stamp, then the two, then the rest.
"""

from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet, UniqueConstraint
from django.utils.translation import gettext as _

from spacenews.contact.models import Message
from spacenews.firms import changes
from spacenews.firms.imports.vague import agree
from spacenews.firms.ledger import Ledger
from spacenews.firms.models import (
    FactChange,
    FoundedAlternative,
    Identifier,
    Merger,
    Name,
    Organization,
    OrganizationSlug,
    Party,
)
from spacenews.firms.partial_dates import begins_on
from spacenews.firms.signals import organizations_merged, organizations_parted
from spacenews.pagecache import clock, stamp

MOST = 20_000  # rows of one kind that are pointed elsewhere in one transaction, in which nobody can publish
# What the one takes over from the other where it has nothing, and what it joins to its own.
TAKEN = (
    *("descriptor", "descriptor_id", "descriptor_zh_hans", "country", "city", "status", "status_note"),
    *("ownership", "ownership_note"),
)
JOINED = "sectors", "vehicles", "satellites"
ONE_OF_A_KIND = {Name.Kind.DISPLAY, Name.Kind.NATIVE, Name.Kind.LEGAL, Name.Kind.SHORT}

# By the label of a model: what is done to the row that stays, given it and the row beside it that goes.
Fold = Callable[[Ledger, Model, Model], None]
folds: dict[str, Fold] = {}


def relations() -> Iterator:
    """Yield each relation by which rows of some table name an organization."""
    for relation in Organization._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation


def named_by(organization: Organization) -> list[tuple[type[Model], int]]:
    """Return how many rows of each table name an organization, without tables where none does."""
    counted = (
        (relation.related_model, _of(relation, organization).count())
        for relation in relations()
        if relation.related_model is not Merger
    )
    return [(model, count) for model, count in counted if count]


def _of(relation, organization: Organization | int) -> QuerySet:
    return relation.related_model._base_manager.filter(**{relation.field.name: organization})


def likely_twins(organization: Organization, most: int = 10) -> list[Organization]:
    """Return other organizations that share a full name or an identifier with it."""
    names = [organization.name_folded, *(name.text_folded for name in organization.names.all())]
    named = Name.objects.filter(text_folded__in=names).exclude(kind=Name.Kind.SHORT).values("organization")
    pairs = [(row.scheme, row.value) for row in organization.identifiers.all()]
    same = [Identifier.objects.filter(scheme=s, value=v).values("organization") for s, v in pairs]
    others = Organization.objects.exclude(pk=organization.pk)
    found = others.filter(pk__in=named) | others.filter(name_folded__in=names)
    for of in same:
        found |= others.filter(pk__in=of)
    return list(found.distinct()[:most])


@transaction.atomic
def merge(old: Organization, into: Organization, *, by=None) -> Merger:
    """File under `into` all that names `old`, which is gone then. Raises ValidationError where that cannot be."""
    stamp.take()
    old, into = _held(old.pk, into.pk)
    ledger = Ledger()
    with changes.unrecorded():
        _take_columns(old, into, ledger)
        _take_names(old, into, ledger)
        _leave_ties_between(old, into, ledger)
        for relation in relations():
            _point(relation, old, into, ledger)
        _lead(old, into, ledger)
        ledger.drop([Organization.objects.get(pk=old.pk)])
        organizations_merged.send(Organization, old=old.pk, new=into.pk, ledger=ledger)
    told = {"kept": into, "gone": old.pk, "gone_name": old.name, "made_by": by}
    return Merger.objects.create(moved={"steps": ledger.steps, "slug": old.slug}, **told)


def _held(old: int, into: int) -> tuple[Organization, Organization]:
    """Return both as they are now, locked in one order whoever merges which."""
    if old == into:
        raise ValidationError(_("Choose another one: this is the same."))
    rows = {
        row.pk: row for row in Organization.objects.select_for_update(of=("self",)).filter(pk__in=(old, into))
    }
    if len(rows) < 2:
        raise ValidationError(_("One of them is not there any more."))
    if any(_of(relation, old)[MOST : MOST + 1].exists() for relation in relations()):
        raise ValidationError(
            _("More than %(most)d records of a kind name it: too many at once.") % {"most": MOST}
        )
    return rows[old], rows[into]


def _take_columns(old: Organization, into: Organization, ledger: Ledger) -> None:
    given = {name: getattr(old, name) for name in TAKEN if getattr(old, name) and not getattr(into, name)}
    for name in JOINED:
        joined = list(dict.fromkeys([*getattr(into, name), *getattr(old, name)]))
        given |= {name: joined} if joined != getattr(into, name) else {}
    if old.website and not into.website:
        given |= {"website": old.website, "website_source": old.website_source}
    if old.notes:
        given["notes"] = "\n\n".join(filter(None, [into.notes, f"{old.name}: {old.notes}"]))
    if old.public_from and (not into.public_from or old.public_from < into.public_from):
        given["public_from"] = old.public_from
    if old.founded and not into.founded:
        given |= {"founded": old.founded, "founded_on": begins_on(old.founded)}
    if given:
        ledger.change(into, **given)
    _take_sources(old, into, ledger)


def _take_sources(old: Organization, into: Organization, ledger: Ledger) -> None:
    """What the one rests on the other rests on too; a founding date of its own is another in print."""
    rows = Organization.further_sources.through
    if old.source_id not in {source.pk for source in into.sources}:
        ledger.make(rows(organization_id=into.pk, source_id=old.source_id))
    if old.founded and not agree(old.founded, into.founded):
        dates = FoundedAlternative.objects.filter(organization=into, date=old.founded, source=old.source_id)
        if not dates.exists():
            ledger.make(FoundedAlternative(organization=into, date=old.founded, source_id=old.source_id))


def _take_names(old: Organization, into: Organization, ledger: Ledger) -> None:
    """Each name once; what only one name can be, as the display name, is a further name of the other."""
    held = list(into.names.all())
    known, kinds = {row.text_folded for row in held} | {into.name_folded}, {row.kind for row in held}
    for row in old.names.all():
        if row.text_folded in known and not (row.since or row.until):
            ledger.drop([row])
        elif row.kind in ONE_OF_A_KIND & (kinds | {Name.Kind.DISPLAY}):
            ledger.change(row, kind=Name.Kind.ALIAS.value)
        known.add(row.text_folded)
    if old.name_folded not in known:
        columns = {"text": old.name, "kind": Name.Kind.ALIAS, "match": Name.Match.EXACT}
        ledger.make(Name(organization=into, **columns))


def _leave_ties_between(old: Organization, into: Organization, ledger: Ledger) -> None:
    """Where both are parties, a tie goes on to name the one, by its plain name: it was true of two."""
    both = Party.objects.filter(organization=old, cooperation__parties__organization=into)
    for party in list(both):
        ledger.change(party, organization=None, name=old.name)


def _point(relation, old: Organization, into: Organization, ledger: Ledger) -> None:
    """Let rows name the other; one beside a row that says the same of the other already goes."""
    model, column = relation.related_model, relation.field.name
    for doubled in _doubled(model, column, old, into):
        if beside := _beside(model, column, doubled, into):
            if fold := folds.get(model._meta.label):
                fold(ledger, beside, doubled)
            ledger.drop([doubled])
    ledger.point(_of(relation, old), relation.field.attname, into.pk, old.pk)


def _keys(model: type[Model], column: str) -> list[list[str]]:
    """Return the columns beside which an organization stands once, for each rule that says so."""
    rules = [list(rule.fields) for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)]
    rules += [list(rule) for rule in model._meta.unique_together]
    return [[name for name in rule if name != column] for rule in rules if column in rule]


def _doubled(model: type[Model], column: str, old: Organization, into: Organization) -> list[Model]:
    rows = model._base_manager.filter(**{column: old})
    found = {}
    for key in _keys(model, column):
        beside = model._base_manager.filter(**{column: into}, **{name: OuterRef(name) for name in key})
        found |= {row.pk: row for row in rows.filter(Exists(beside))}
    return list(found.values())


def _beside(model: type[Model], column: str, row: Model, into: Organization) -> Model | None:
    for key in _keys(model, column):
        same = {name: getattr(row, name) for name in key}
        if beside := model._base_manager.filter(**{column: into}, **same).first():
            return beside
    return None


def _lead(old: Organization, into: Organization, ledger: Ledger) -> None:
    """Lead its address, letters about it, and changes of its names to the other; those before it are led already."""
    ledger.make(OrganizationSlug(slug=old.slug, owner=into))
    ledger.point(Message.objects.filter(about_type="firm", about_id=old.pk), "about_id", into.pk, old.pk)
    names = FactChange.objects.filter(kind=FactChange.Kind.NAME, record=old.pk)
    ledger.point(names, "record", into.pk, old.pk)


@transaction.atomic
def part(merger: Merger) -> int:
    """Make two of them again; return how many rows stay as they were changed since.

    Raises ValidationError, with what stands in the way.
    """
    stamp.take()
    merger = Merger.objects.select_for_update(of=("self",)).get(pk=merger.pk)
    _refuse_to_part(merger)
    with changes.unrecorded():
        left = Ledger(merger.moved["steps"]).undo()
        merger.undone_at = clock.now()
        merger.save(update_fields=["undone_at"])
        organizations_parted.send(Organization, old=merger.gone, new=merger.kept_id)
    return left


def _refuse_to_part(merger: Merger) -> None:
    if merger.undone_at:
        raise ValidationError(_("They are parted already."))
    later = Merger.objects.filter(kept=merger.kept_id, undone_at=None, pk__gt=merger.pk).first()
    if later:
        raise ValidationError(
            _("“%(name)s” was merged into it later: part that first.") % {"name": later.gone_name}
        )
    words = _("Another organization has the name or the address of “%(name)s” by now.")
    slug = merger.moved["slug"]
    named = Organization.objects.filter(name=merger.gone_name) | Organization.objects.filter(slug=slug)
    taken = OrganizationSlug.objects.filter(slug=slug).exclude(owner=merger.kept_id)
    if named.exists() or taken.exists():
        raise ValidationError(words % {"name": merger.gone_name})
