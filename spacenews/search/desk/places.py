from django.db.models import F, Func, IntegerField


class Place(Func):
    """Where a row's number stands in a list of numbers: so what was ranked in Python is a queryset's order."""

    output_field = IntegerField()

    def __init__(self, numbers: tuple[int, ...]):
        super().__init__(F("pk"))
        self.numbers = numbers

    def as_sqlite(self, compiler, connection):
        column, params = compiler.compile(self.source_expressions[0])
        listed = f",{','.join(map(str, self.numbers))},"
        return f"instr(%s, ',' || {column} || ',')", [listed, *params]

    def as_postgresql(self, compiler, connection):
        column, params = compiler.compile(self.source_expressions[0])
        return f"array_position(%s::bigint[], {column}::bigint)", [list(self.numbers), *params]
