"""What docs/operators.md tells an operator to type takes a site from SQLite to PostgreSQL."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

TOLD = Path("docs/operators.md")
TABLES = (
    "articles_edition",
    "articles_revision",
    "firms_figure",
    "firms_source",
    "images_image",
    "editors_user",
)


@pytest.fixture
def old_site(tmp_path) -> dict[str, str]:
    """Return the environment of a site on SQLite that holds the sample content."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
    del environment["DATABASE_URL"]
    for command in (["migrate"], ["load_sample"], ["createeditor"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], env=environment, check=True, capture_output=True
        )
    return environment


@pytest.fixture
def new_database(db):
    """Return the name of an empty database on the server that the tests use."""
    name = f"{connection.settings_dict['NAME']}_moved"
    with server("postgres") as postgres:
        postgres.execute(f'CREATE DATABASE "{name}"')
        yield name
        postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def url_of(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def server(name: str) -> psycopg.Connection:
    return psycopg.connect(url_of(name), autocommit=True)


def told_commands(database_url: str, folder: Path) -> str:
    """Return the commands of the document, up to the start of the site, for this database and folder."""
    block = re.search(r"take your content along.*?```sh\n(.*?)make run", TOLD.read_text(), re.DOTALL)[1]
    return (
        block.replace("postgres://news:secret@localhost/news", database_url)
        .replace("content.json", str(folder / "content.json"))
        .replace(".venv/bin/python", sys.executable)
    )


@pytest.mark.postgresql
def test_a_site_moves_to_postgresql_with_all_it_holds(old_site, new_database, tmp_path):
    url = url_of(new_database)

    subprocess.run(["sh", "-ec", told_commands(url, tmp_path)], env=old_site, check=True, capture_output=True)

    with sqlite3.connect(tmp_path / "spacenews.sqlite3") as old, server(new_database) as new:
        for table in TABLES:
            (moved,), (held,) = (
                site.execute(f"SELECT count(*) FROM {table}").fetchone() for site in (new, old)
            )
            assert moved == held > 0, table
    check = [sys.executable, "manage.py", "reindex", "--check"]
    subprocess.run(check, env={**old_site, "DATABASE_URL": url}, check=True)
