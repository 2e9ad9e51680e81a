"""What the load has put into the database so far, by the ids of its files; and how a record gets there."""

import datetime as dt
from typing import Any

from django.db.models import Model

from spacenews.firms.models import Cooperation, Sourced

PUBLIC_FROM = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
CHECKED_ON = dt.date(2026, 8, 1)  # "as_of" in facts.json


class Shelf(dict):
    """Records of one kind by id; to ask for one that is not there is an error of the record that asks."""

    def __init__(self, kind: str):
        super().__init__()
        self.kind = kind

    def __missing__(self, key: Any) -> Any:
        raise ValueError(f"{key!r} is none of the {self.kind}")


class Loaded:
    """Shelves for everything that a later record, or a story, may name."""

    def __init__(self):
        self.sources = Shelf("sources")
        self.organizations = Shelf("organizations")
        self.ownerships: dict[frozenset[int | None], Cooperation] = {}  # by the keys of its parties
        self.groups = Shelf("groups of figures")
        self.figures = Shelf("figures")
        self.disputes = Shelf("conflicts")
        self.claims = Shelf("claims")
        self.sections = Shelf("sections")
        self.authors = Shelf("authors")
        self.tags = Shelf("tags")
        self.articles = Shelf("stories")


def store(instance: Model) -> Any:
    """Check an instance against its model, then save it."""
    derived = [column.name for column in instance._meta.fields if not column.editable]
    instance.full_clean(exclude=derived)
    instance.save()
    return instance


def store_sourced(model: type[Sourced], record: dict[str, Any], loaded: Loaded, **columns: Any) -> Any:
    """Save a record that rests on sources, public from a fixed day; the first of them is its source."""
    first, *further = [loaded.sources[key] for key in record["sources"]]
    known = {"confidence": record["confidence"], "checked_on": CHECKED_ON, "public_from": PUBLIC_FROM}
    columns = {**known, **columns}
    stored = store(model(source=first, **columns))
    stored.further_sources.set(further)
    return stored
