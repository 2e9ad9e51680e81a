"""Two addresses for machines: is the process alive, and can it do its work?"""

import logging
import tempfile
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return plain("ok", 200)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 503 and the first thing that is missing: the database, its tables, or room on the disk."""
    for name, check in (("database", ask_database), ("migrations", require_migrations), ("disk", write_file)):
        try:
            check()
        except (Error, OSError, LookupError) as error:
            logger.warning("Not ready, %s: %s", name, error)
            return plain(f"not ready: {name}", 503)
    return plain("ready", 200)


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@cache
def require_migrations() -> None:
    """Raise LookupError while a migration is missing. A process that has once seen them all asks no more."""
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError(f"{len(plan)} migrations are to be applied")


def write_file() -> None:
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(bytes(4096))


def plain(text: str, status: int) -> HttpResponse:
    headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    return HttpResponse(f"{text}\n", status=status, headers=headers)
