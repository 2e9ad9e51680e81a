"""A list of what was done to rows, one step after the other, by which it can be taken back."""

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet

PLAIN = (bool, int, str, list, dict, type(None))


class Ledger:
    """Changes rows and notes each change; `steps` is plain JSON. To be used inside `atomic()`, with the stamp taken.

    Rows are written without `save()`: nobody is told, and columns that others decide are to be given too.
    """

    def __init__(self, steps: list | None = None):
        self.steps = steps or []

    def point(self, rows: QuerySet, column: str, to: int, was: int) -> None:
        """Let a column of these rows, a number, be another number."""
        pks = list(rows.order_by("pk").values_list("pk", flat=True))
        if pks:
            _rows(rows.model).filter(pk__in=pks).update(**{column: to})
            self.steps.append(["pointed", rows.model._meta.label, column, was, to, pks])

    def change(self, row: Model, **columns) -> None:
        before = {name: told(row, name) for name in columns}
        for name, value in columns.items():
            setattr(row, name, value)
        _rows(type(row)).filter(pk=row.pk).update(**columns)
        after = {name: told(row, name) for name in columns}
        self.steps.append(["changed", row._meta.label, row.pk, before, after])

    def drop(self, rows: list[Model]) -> None:
        for row in rows:
            held = {field.attname: told(row, field.attname) for field in row._meta.concrete_fields}
            self.steps.append(["dropped", row._meta.label, held])
            row.delete()

    def make(self, row: Model) -> None:
        _rows(type(row)).bulk_create([row])
        self.steps.append(["made", row._meta.label, row.pk])

    def undo(self) -> int:
        """Take back all steps, the last first; return how many rows could not be, for they were changed since."""
        return sum(UNDO[step[0]](*step[1:]) for step in reversed(self.steps))


def _rows(model: type[Model]) -> QuerySet:
    return model._base_manager.all()


def told(row: Model, name: str) -> object:
    """Return what a column holds, in JSON, to the last digit."""
    field = row._meta.get_field(name)
    value = getattr(row, field.attname)
    return value if isinstance(value, PLAIN) else field.value_to_string(row)


def _read(model: type[Model], held: dict) -> dict:
    return {name: model._meta.get_field(name).to_python(value) for name, value in held.items()}


def _point_back(label: str, column: str, was: int, to: int, pks: list[int]) -> int:
    still = _rows(apps.get_model(label)).filter(pk__in=pks, **{column: to})
    return len(pks) - still.update(**{column: was})


def _change_back(label: str, pk: int, before: dict, after: dict) -> int:
    """What somebody changed since stays as he left it."""
    model = apps.get_model(label)
    row = _rows(model).filter(pk=pk).first()
    back = [name for name in before if row and told(row, name) == after[name]]
    if back:
        _rows(model).filter(pk=pk).update(**_read(model, {name: before[name] for name in back}))
    return int(len(back) < len(before))


def _put_back(label: str, held: dict) -> int:
    """A row that belonged to something that is gone by now stays gone with it."""
    model = apps.get_model(label)
    row = model(**_read(model, held))
    is_whole = all(_leads_somewhere(row, field) for field in model._meta.concrete_fields)
    if is_whole:
        _rows(model).bulk_create([row])
    return int(not is_whole)


def _leads_somewhere(row: Model, field) -> bool:
    number = getattr(row, field.attname)
    if not isinstance(field, ForeignKey) or number is None:
        return True
    return _rows(field.related_model).filter(pk=number).exists()


def _unmake(label: str, pk: int) -> int:
    row = _rows(apps.get_model(label)).filter(pk=pk).first()
    if row:
        row.delete()
    return int(row is None)


UNDO = {"pointed": _point_back, "changed": _change_back, "dropped": _put_back, "made": _unmake}
