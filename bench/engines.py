"""The engines that are compared: each finds the editions that readers may see now, and returns their ids, best first.

from bench.engines import engines
for engine in engines():
    engine.build()
    engine.search("reusable rocket")
"""

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q

from spacenews.articles.models import Edition
from spacenews.markup import plain
from spacenews.pagecache import clock
from spacenews.search import answer, reading

MOST = 10  # results, a page of them
BATCH = 500
WORD = re.compile(r"\w+")


class SpaceNews:
    """The site's own search."""

    name = "Space News"

    def build(self) -> None:
        """Its index is written when editions are; what is missing of it is written here."""
        call_command("reindex", verbosity=0)

    def search(self, text: str) -> list[int]:
        return [row.edition for row in self.rows(text, clock.now())]

    def page(self, text: str) -> list:
        """Return what a page of results prints, headlines and snippets marked."""
        now = clock.now()
        return answer.results(self.rows(text, now), now)

    def rows(self, text: str, now: dt.datetime) -> list:
        found = answer.search(reading.read(reading.tidied(text), now), now)
        return list(answer.page_of(found, "1"))


class Fts5:
    """SQLite's own full text search with its own ranking (bm25), every word asked for, in a file beside the data."""

    name = "plain FTS5"

    def __init__(self):
        self.connection = sqlite3.connect(settings.DATA_DIR / "bench_fts5.sqlite3")

    def build(self) -> None:
        with self.connection:
            self.connection.execute("DROP TABLE IF EXISTS held")
            self.connection.execute(
                "CREATE VIRTUAL TABLE held USING fts5(headline, deck, body, tokenize = 'porter unicode61')"
            )
            self.connection.executemany(
                "INSERT INTO held (rowid, headline, deck, body) VALUES (?, ?, ?, ?)", stories()
            )

    def search(self, text: str) -> list[int]:
        asked = " ".join(f'"{word}"' for word in WORD.findall(text))
        if not asked:
            return []
        found = self.connection.execute(
            "SELECT rowid FROM held WHERE held MATCH ? ORDER BY rank LIMIT ?", (asked, MOST)
        )
        return [pk for (pk,) in found]


class Contains:
    """What Django's documentation begins with: every word somewhere, by `icontains`, newest first."""

    name = "icontains"

    def build(self) -> None:
        """There is no index."""

    def search(self, text: str) -> list[int]:
        found = Edition.objects.live(clock.now()).newest()
        for word in WORD.findall(text):
            found = found.filter(
                Q(headline__icontains=word) | Q(deck__icontains=word) | Q(body__icontains=word)
            )
        return list(found.values_list("pk", flat=True)[:MOST])


class Wagtail:
    """The library behind Wagtail's search (modelsearch), as it is set up where nothing else is said."""

    name = "Wagtail's search"

    @staticmethod
    def is_installed() -> bool:
        """Say whether it can be tried: under bench.settings alone."""
        return getattr(settings, "WAGTAIL", False)

    def build(self) -> None:
        from bench.peer.models import Story

        call_command("migrate", run_syncdb=True, verbosity=0)
        with transaction.atomic():
            Story.objects.all().delete()
            columns = ("pk", "headline", "deck", "body")
            rows = (Story(**dict(zip(columns, story, strict=True))) for story in stories())
            Story.objects.bulk_create(rows, batch_size=BATCH)
        call_command("rebuild_modelsearch_index", verbosity=0)

    def search(self, text: str) -> list[int]:
        from bench.peer.models import Story

        return [story.pk for story in Story.objects.all().search(text)[:MOST]]


def engines() -> list:
    """Return the engines that can be tried here."""
    return [SpaceNews(), Fts5(), Contains(), *([Wagtail()] if Wagtail.is_installed() else [])]


def stories() -> Iterator[tuple[int, str, str, str]]:
    """Yield id, headline, deck and text of what readers may see now."""
    live = Edition.objects.live(clock.now()).order_by("pk")
    for pk, headline, deck, body in live.values_list("pk", "headline", "deck", "body").iterator(BATCH):
        yield pk, headline, deck, plain(body)
