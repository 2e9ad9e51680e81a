"""A constraint that both databases keep: the spans of time of one owner never overlap."""

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, F, Q
from django.utils.translation import gettext_lazy as _

# Moments are compared as SQLite keeps them, as text; an empty span overlaps nothing. Their columns have numeric
# affinity: '9999' would be taken for a number, which stands below every text.
TRIGGER = """
CREATE TRIGGER %(name)s AFTER %(verb)s ON %(table)s FOR EACH ROW WHEN EXISTS (
    SELECT 1 FROM %(table)s AS other
    WHERE other.%(owner)s = NEW.%(owner)s AND other.rowid <> NEW.rowid
    AND NEW.%(begin)s <> COALESCE(NEW.%(end)s, '') AND other.%(begin)s <> COALESCE(other.%(end)s, '')
    AND other.%(begin)s < COALESCE(NEW.%(end)s, '9999-12-31')
    AND NEW.%(begin)s < COALESCE(other.%(end)s, '9999-12-31')
) BEGIN SELECT RAISE(ABORT, '%(error)s'); END
"""


class NoOverlap(BaseConstraint):
    """Half-open spans [begin, end) of one owner do not overlap; an open end (null) lasts for ever.

    PostgreSQL gets an EXCLUDE constraint, which needs no extension. SQLite gets two triggers, emitted as deferred
    SQL each time Django makes or remakes the table: a trigger made by a migration would be gone, without a word,
    after the next AlterField.
    """

    default_violation_error_message = _("Two spans of time of the same owner overlap.")

    def __init__(self, *, name: str, owner: str, begin: str, end: str, **kwargs):
        super().__init__(name=name, **kwargs)
        self.owner, self.begin, self.end = owner, begin, end

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "owner": self.owner, "begin": self.begin, "end": self.end}

    def __eq__(self, other):
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__

    def _columns(self, model) -> tuple[str, str, str]:
        return tuple(model._meta.get_field(name).column for name in (self.owner, self.begin, self.end))

    def constraint_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.deferred_sql += self._triggers(model, schema_editor)
            return None
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._exclude(model, schema_editor)}"

    def create_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.deferred_sql += self._triggers(model, schema_editor)
            return None
        return Statement(
            f"ALTER TABLE %(table)s ADD CONSTRAINT {schema_editor.quote_name(self.name)} "
            + self._exclude(model, schema_editor).replace("%", "%%"),
            table=Table(model._meta.db_table, schema_editor.quote_name),
        )

    def remove_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            return None  # the table is remade without its triggers
        return schema_editor._delete_constraint_sql(schema_editor.sql_delete_constraint, model, self.name)

    def _exclude(self, model, schema_editor) -> str:
        owner, begin, end = map(schema_editor.quote_name, self._columns(model))
        return f"EXCLUDE USING gist (int8range({owner}, {owner}, '[]') WITH &&, tstzrange({begin}, {end}) WITH &&)"

    def _triggers(self, model, schema_editor) -> list[Statement]:
        quote = schema_editor.quote_name
        owner, begin, end = map(quote, self._columns(model))
        parts = {"owner": owner, "begin": begin, "end": end, "error": self.name}
        return [
            Statement(TRIGGER, name=quote(name), verb=verb, table=Table(model._meta.db_table, quote), **parts)
            for verb, name in (("INSERT", f"{self.name}_insert"), ("UPDATE", f"{self.name}_update"))
        ]

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        begin, end = getattr(instance, self.begin), getattr(instance, self.end)
        if begin == end or {self.owner, self.begin, self.end} & set(exclude or ()):
            return
        others = model._default_manager.using(using).filter(**{self.owner: getattr(instance, self.owner)})
        others = others.exclude(pk=instance.pk).exclude(**{self.begin: F(self.end)})
        others = others.filter(Q(**{f"{self.end}__gt": begin}) | Q(**{self.end: None}))
        if end is not None:
            others = others.filter(**{f"{self.begin}__lt": end})
        if others.exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)
