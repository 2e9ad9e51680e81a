"""Making one of two sources: whatever named the one names the other, and its address leads there."""

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, UniqueConstraint
from django.utils.translation import gettext as _

from spacenews.firms.models import Claim, Source, SourceAddress
from spacenews.firms.models.sources import normal_url
from spacenews.firms.signals import sources_merged
from spacenews.firms.sources.relations import relations, rows
from spacenews.pagecache import stamp

# What the one has and the other may lack.
TEXTS = ("author", "published", "accessed_on", "kind", "archive_url")
APART = (Claim,)  # the further sources of a claim are evidence for it, its own is where it stands


def offered(old: Source, into: Source) -> dict[str, object]:
    """Return what the one has and the other lacks, by the columns' names."""
    return {name: getattr(old, name) for name in TEXTS if getattr(old, name) and not getattr(into, name)}


@transaction.atomic
def merge(old: Source, into: Source, *, taking: tuple[str, ...] = ()) -> Source:
    """Let `into` stand wherever `old` stood, which is gone then; return it as it is now.

    `taking` names the columns of `offered` that go with it; notes on reliability are joined. What was printed keeps its
    words. Lock order: stamp, then the two, then the rest.
    """
    stamp.take()
    old, into = _held(old, into)
    for relation in relations():
        _name_anew(relation, old, into)
    _name_once(into)
    _lead_addresses(old, into)
    _take_over(old, into, taking)
    gone = old.pk
    old.delete()
    into.save(update_fields=[*TEXTS, "reliability"])
    sources_merged.send(Source, old=gone, new=into.pk)
    return into


def _held(old: Source, into: Source) -> tuple[Source, Source]:
    """Return both as they are now, locked in one order whoever merges which."""
    if old.pk == into.pk:
        raise ValidationError(_("Choose another one: this is the same."))
    found = Source.objects.select_for_update().order_by("pk").in_bulk([old.pk, into.pk])
    if len(found) < 2:
        raise ValidationError(_("One of them is not there any more."))
    return found[old.pk], found[into.pk]


def _name_anew(relation: ForeignObjectRel, old: Source, into: Source) -> None:
    """Let every row name the other; a row beside one that does already, and may be there once, goes."""
    model, column = relation.related_model, relation.field.name
    for others in _unique_with(model, column):
        beside = rows(model).filter(**{column: into}, **{name: OuterRef(name) for name in others})
        rows(model).filter(Exists(beside), **{column: old}).delete()
    rows(model).filter(**{column: old}).update(**{column: into})


def _unique_with(model: type[Model], column: str) -> list[list[str]]:
    """Return the columns with which a row may name a source once; more than one rule may say so."""
    constraints = (
        rule.fields
        for rule in model._meta.constraints
        if isinstance(rule, UniqueConstraint) and not rule.condition
    )
    rules = [*model._meta.unique_together, *constraints]
    return [[name for name in rule if name != column] for rule in rules if column in rule]


def _name_once(into: Source) -> None:
    """A record that has it as its own source needs it among the further ones no more."""
    for relation in relations():
        through, owner = relation.related_model, relation.related_model._meta.auto_created
        if owner and owner not in APART and _has_own_source(owner):
            name = owner._meta.model_name
            rows(through).filter(source=into, **{f"{name}__source": into}).delete()


def _has_own_source(model: type[Model]) -> bool:
    try:
        return model._meta.get_field("source").related_model is Source
    except FieldDoesNotExist:
        return False


def _lead_addresses(old: Source, into: Source) -> None:
    """Let who types its address, or one that it had, find the other."""
    SourceAddress.objects.filter(source=old).update(source=into)
    for address in {old.url_normal, normal_url(old.url)} - {into.url_normal}:
        SourceAddress.objects.update_or_create(url_normal=address, defaults={"source": into})


def _take_over(old: Source, into: Source, taking: tuple[str, ...]) -> None:
    for name, value in offered(old, into).items():
        if name in taking:
            setattr(into, name, value)
    notes = dict.fromkeys(filter(None, (into.reliability, old.reliability)))
    into.reliability = "\n\n".join(notes)
