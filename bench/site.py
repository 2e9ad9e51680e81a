"""A site for each size, made once, then kept: DATA_DIR/bench/<size>, on PostgreSQL the database bench_<size>."""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django


def use(size: int) -> None:
    """Set Django up in this process over the site of so many articles."""
    folder = Path(os.environ.get("DATA_DIR", "data")) / "bench" / str(size)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "bench.settings", "DEBUG": "0"}
    if url := os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = own_database(url, f"bench_{size}")
    django.setup()


def ready(size: int) -> None:
    """Do so, and make what is missing of that site."""
    use(size)
    from bench import fill

    fill.up_to(size)


def own_database(url: str, name: str) -> str:
    """Return the address of a PostgreSQL database of this name, made where it is missing."""
    import psycopg

    parts = urlsplit(url)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(parts._replace(path=f"/{name}"))
