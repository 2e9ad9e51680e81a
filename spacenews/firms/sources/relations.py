"""Where the database names a source: read from Django's registry, so that this app knows no app above it."""

from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, Q, QuerySet

from spacenews.firms.models import Source, SourceAddress, SourceCheck

OWN = (SourceAddress, SourceCheck)  # what is told of a source itself, and rests on nothing


def relations() -> list[ForeignObjectRel]:
    """Return every foreign key to a source, those of the tables behind many-to-many fields too."""
    found = Source._meta.get_fields(include_hidden=True)
    keys = (relation for relation in found if relation.one_to_many or relation.one_to_one)
    return [relation for relation in keys if relation.related_model not in OWN]


def rows(model: type[Model]) -> QuerySet:
    """Return all rows, through the manager that tells of an UPDATE where there is one that does."""
    return model._default_manager.all()


def used() -> Q:
    """The sources that anything names."""
    named = Q()
    for relation in relations():
        naming = rows(relation.related_model).filter(**{relation.field.name: OuterRef("pk")})
        named |= Q(Exists(naming))
    return named
