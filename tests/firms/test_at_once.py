"""Several who take in one table, or make one of the same two organizations, in the same moment."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from spacenews.firms import merging
from spacenews.firms.imports import others, writing
from spacenews.firms.models import Cooperation, Identifier, ImportLine, Merger, Organization
from tests import make

TABLE = "gcat,name,parent\n" + "".join(f"A{n},Alpha {n},A{n + 1}\n" for n in range(6))


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def brief_moments(monkeypatch):
    monkeypatch.setattr(others, "A_MOMENT_S", 0.01)


def at_once(*acts: Callable) -> Counter:
    """Do each in a thread of its own, all from one moment on; return what came of them, by the first word of it."""
    begin, came = threading.Barrier(len(acts)), Counter()

    def run(act: Callable) -> None:
        begin.wait(10)
        try:
            act()
            came["done"] += 1
        except ValidationError as refused:
            came[refused.messages[0]] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came


def test_two_who_take_in_one_table_write_each_record_and_each_tie_once(monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 2)
    with transaction.atomic():
        tables = [make.tried_import(TABLE) for _ in range(2)]

    came = at_once(*(lambda table=table: list(writing.write(table)) for table in [*tables, tables[0]]))

    assert came == {"done": 3}
    assert Organization.objects.count() == Identifier.objects.count() == 6
    assert ImportLine.objects.exclude(written_at=None).count() == 6
    assert Cooperation.objects.count() == 5


def test_of_several_who_make_one_of_the_same_two_one_does_and_one_parts_them():
    with transaction.atomic():
        one, two = make.organization("One"), make.organization("Two")

    came = at_once(*(lambda pair=pair: merging.merge(*pair) for pair in [(one, two), (two, one), (one, two)]))
    assert came == {"done": 1, "One of them is not there any more.": 2}
    merger = Merger.objects.get()
    parted = at_once(*[lambda: merging.part(merger)] * 3)

    assert parted == {"done": 1, "They are parted already.": 2}
    assert set(Organization.objects.values_list("name", flat=True)) == {"One", "Two"}
