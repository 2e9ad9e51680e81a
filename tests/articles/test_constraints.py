"""What the database itself refuses, whoever writes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from spacenews.articles.constraints import NoOverlap
from spacenews.articles.models import Edition
from tests.articles.states import BEGAN, NOW, SCHEDULED, change_scheduled, live, withdrawn

RULE = "editions_of_an_article_do_not_overlap"
TRIGGERS = [f"{RULE}_insert", f"{RULE}_update"]
DAY = dt.timedelta(days=1)


def insert_copy(edition: Edition, begin: dt.datetime, end: dt.datetime | None) -> None:
    """Insert a row past every model and manager of ours."""
    columns = [field.column for field in Edition._meta.local_concrete_fields if not field.primary_key]
    of = {"live_from": "%s", "live_until": "%s"}
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(of.get(name, f'"{name}"') for name in columns)
    adapt = connection.ops.adapt_datetimefield_value
    with transaction.atomic(), connection.cursor() as cursor:
        sql = f"INSERT INTO articles_edition ({names}) SELECT {values} FROM articles_edition WHERE id = %s"
        given = {"live_from": adapt(begin), "live_until": end and adapt(end)}
        cursor.execute(sql, [*(given[name] for name in columns if name in given), edition.pk])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (BEGAN, None),
        (BEGAN - DAY, BEGAN + DAY),
        (BEGAN + DAY, BEGAN + 2 * DAY),
        (BEGAN - DAY, SCHEDULED),
    ],
)
def test_the_database_refuses_editions_that_overlap(clock, begin, end):
    edition = withdrawn(clock).editions.get()

    with pytest.raises(IntegrityError):
        insert_copy(edition, begin, end)


@pytest.mark.django_db
def test_the_database_takes_editions_that_meet_and_ones_of_no_length(clock):
    edition = withdrawn(clock).editions.get()

    insert_copy(edition, edition.live_until, None)
    insert_copy(edition, BEGAN - DAY, BEGAN)
    insert_copy(edition, BEGAN + DAY, BEGAN + DAY)

    assert edition.article.editions.count() == 4


@pytest.mark.django_db
def test_the_database_refuses_an_update_that_makes_an_overlap(clock):
    article = change_scheduled(clock)

    with pytest.raises(IntegrityError), transaction.atomic():
        article.editions.filter(live_from=BEGAN).update(live_until=SCHEDULED + DAY)


@pytest.mark.django_db
def test_another_article_has_a_time_of_its_own(clock):
    edition, other = live(clock).editions.get(), live(clock).editions.get()

    assert edition.live_from == other.live_from


@pytest.mark.django_db
def test_an_article_has_one_open_edition(clock):
    edition = live(clock).editions.get()

    with pytest.raises(IntegrityError):
        insert_copy(edition, NOW + DAY, None)


@pytest.mark.django_db
def test_an_edition_does_not_end_before_it_begins(clock):
    edition = withdrawn(clock).editions.get()

    with pytest.raises(IntegrityError):
        insert_copy(edition, NOW, NOW - DAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begin", "end", "fits"),
    [
        (BEGAN, None, False),
        (BEGAN - DAY, BEGAN + DAY, False),
        (BEGAN - DAY, BEGAN, True),
        (NOW, None, True),
        (BEGAN + DAY, BEGAN + DAY, True),
    ],
)
def test_a_form_is_told_what_the_database_would_refuse(clock, begin, end, fits):
    edition = withdrawn(clock).editions.get()
    insert_copy(edition, BEGAN - DAY / 2, BEGAN - DAY / 2)
    other = Edition(article=edition.article, live_from=begin, live_until=end)
    rule = next(rule for rule in Edition._meta.constraints if rule.name == RULE)

    if fits:
        rule.validate(Edition, other)
    else:
        with pytest.raises(ValidationError, match="overlap"):
            rule.validate(Edition, other)
        rule.validate(Edition, other, exclude={"live_until"})


@pytest.mark.django_db
def test_an_edition_does_not_overlap_itself(clock):
    edition = live(clock).editions.get()
    rule = next(rule for rule in Edition._meta.constraints if rule.name == RULE)

    assert rule.validate(Edition, edition) is None


def test_the_rule_survives_being_written_into_a_migration():
    rule = NoOverlap(name="rule", owner="article", begin="live_from", end="live_until")
    path, args, kwargs = rule.deconstruct()

    assert path == "spacenews.articles.constraints.NoOverlap"
    assert kwargs == {"name": "rule", "owner": "article", "begin": "live_from", "end": "live_until"}
    assert NoOverlap(*args, **kwargs) == rule
    assert NoOverlap(*args, **{**kwargs, "owner": "story"}) != rule


def triggers() -> list[str]:
    with connection.cursor() as cursor:
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'articles_edition' ORDER BY name"
        return [name for (name,) in cursor.execute(sql).fetchall()]


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_has_the_triggers():
    assert triggers() == TRIGGERS


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_triggers_survive_a_remake_of_the_table(clock):
    narrow = Edition._meta.get_field("path")
    wide = models.CharField(max_length=141, db_index=True)
    wide.set_attributes_from_name("path")
    wide.model = Edition

    try:
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, narrow, wide)
        assert triggers() == TRIGGERS
        with transaction.atomic():
            edition = withdrawn(clock).editions.get()
        with pytest.raises(IntegrityError):
            insert_copy(edition, BEGAN, None)
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, wide, narrow)
    assert triggers() == TRIGGERS


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_triggers_go_with_the_rule_and_come_with_it():
    rule = next(rule for rule in Edition._meta.constraints if rule.name == RULE)
    others = [other for other in Edition._meta.constraints if other != rule]

    try:
        Edition._meta.constraints = others
        with connection.schema_editor() as editor:
            editor.remove_constraint(Edition, rule)
        assert triggers() == []
    finally:
        Edition._meta.constraints = [*others, rule]
        with connection.schema_editor() as editor:
            editor.add_constraint(Edition, rule)
    assert triggers() == TRIGGERS


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_exclusion_goes_with_the_rule_and_comes_with_it():
    rule = next(rule for rule in Edition._meta.constraints if rule.name == RULE)

    def there() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = %s AND contype = 'x'", [RULE])
            return cursor.fetchone()[0] == 1

    assert there()
    with connection.schema_editor() as editor:
        editor.remove_constraint(Edition, rule)
    assert not there()
    with connection.schema_editor() as editor:
        editor.add_constraint(Edition, rule)
    assert there()
