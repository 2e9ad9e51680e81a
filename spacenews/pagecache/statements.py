"""Which tables a statement of SQL writes, by its first words."""

import re

NAME = r'(?:"[^"]+"|`[^`]+`|\[[^\]]+\]|\w+)'
TARGET = rf"""
    (?: INSERT (?:\s+OR\s+\w+)? \s+INTO | REPLACE\s+INTO | UPDATE (?:\s+OR\s+\w+)? | DELETE\s+FROM )
    (?: \s+ONLY\b )? \s* (?: {NAME} \s*\.\s* )? (?P<table>{NAME})
"""
BEFORE = r"(?: \s | \( | --[^\n]*\n | /\*.*?\*/ )*"
FLAGS = re.IGNORECASE | re.VERBOSE | re.DOTALL
WRITE = re.compile(BEFORE + TARGET, FLAGS)
WITH = re.compile(BEFORE + r"WITH\b", FLAGS)
WRITE_INSIDE = re.compile(r"\b" + TARGET, FLAGS)
ROLLBACK_TO = re.compile(r"\s* ROLLBACK \s+ (?: TRANSACTION \s+ | WORK \s+ )? TO\b", FLAGS)


def written_tables(sql: str) -> frozenset[str]:
    """Return the tables named by an INSERT, UPDATE, DELETE or REPLACE, also those behind a WITH.

    Of a script of several statements the first one counts.

    >>> sorted(written_tables('INSERT OR IGNORE INTO "main"."articles_edition" ("id") VALUES (%s)'))
    ['articles_edition']
    >>> sorted(written_tables("WITH old AS (DELETE FROM pin RETURNING id) UPDATE ONLY tag SET uses = 0"))
    ['pin', 'tag']
    >>> sorted(written_tables("SELECT id FROM tag FOR UPDATE"))
    []
    """
    if write := WRITE.match(sql):
        return frozenset([_bare(write["table"])])
    if WITH.match(sql):
        return frozenset(_bare(write["table"]) for write in WRITE_INSIDE.finditer(sql))
    return frozenset()


def is_rollback_to_savepoint(sql: str) -> bool:
    return bool(ROLLBACK_TO.match(sql))


def _bare(name: str) -> str:
    return name.strip('"`[]')
