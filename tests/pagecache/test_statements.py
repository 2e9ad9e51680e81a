import doctest

import pytest

from spacenews.pagecache import statements
from spacenews.pagecache.statements import is_rollback_to_savepoint, written_tables

WRITES = [
    ('INSERT INTO "tag" ("id") VALUES (%s)', {"tag"}),
    ('INSERT INTO"tag"("id") VALUES (%s)', {"tag"}),
    ("insert or ignore into tag (id) values (1)", {"tag"}),
    ('INSERT OR REPLACE INTO "main"."tag" VALUES (1)', {"tag"}),
    ('REPLACE INTO "tag" VALUES (1)', {"tag"}),
    ('UPDATE "tag" SET "name" = %s', {"tag"}),
    ('UPDATE OR IGNORE "tag" SET "name" = %s', {"tag"}),
    ('UPDATE ONLY "public"."tag" SET "name" = %s', {"tag"}),
    ('DELETE FROM "tag" WHERE "id" IN (%s)', {"tag"}),
    ("  \n DELETE FROM ONLY tag", {"tag"}),
    ("-- why\n/* and how */ UPDATE [tag] SET x = 1", {"tag"}),
    ("UPDATE `tag` SET x = 1", {"tag"}),
    ('UPDATE "a tag" SET x = 1', {"a tag"}),
    ("WITH x AS (SELECT 1) INSERT INTO tag SELECT * FROM x", {"tag"}),
    (
        'WITH gone AS (DELETE FROM "pin" RETURNING *) UPDATE "tag" SET x = (SELECT 1 FROM gone)',
        {"pin", "tag"},
    ),
]
READS = [
    'SELECT "tag"."id" FROM "tag"',
    "SELECT id FROM tag FOR UPDATE OF tag",
    "SELECT 'UPDATE tag SET x = 1'",
    'WITH x AS (SELECT 1) SELECT * FROM x, "tag" FOR UPDATE',
    'SAVEPOINT "s1"',
    "CREATE TRIGGER t AFTER INSERT ON tag BEGIN UPDATE tag SET x = 1; END",
    'ALTER TABLE "tag" ADD COLUMN "x" integer',
    "PRAGMA foreign_keys",
    "",
]


@pytest.mark.parametrize(("sql", "tables"), WRITES)
def test_a_write_names_its_tables(sql, tables):
    assert written_tables(sql) == tables


@pytest.mark.parametrize("sql", READS)
def test_a_statement_that_writes_no_rows_names_no_table(sql):
    assert not written_tables(sql) & {"tag", "pin"}


def test_only_a_rollback_to_a_savepoint_is_one():
    assert is_rollback_to_savepoint('ROLLBACK TO SAVEPOINT "s1"')
    assert is_rollback_to_savepoint("rollback transaction to s1")
    assert not is_rollback_to_savepoint("ROLLBACK")
    assert not is_rollback_to_savepoint("RELEASE SAVEPOINT s1")


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(statements).failed == 0
