"""Loads the sample content, once: the facts first, then the newsroom that prints them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from spacenews.articles.models import Article, Section
from spacenews.firms import changes
from spacenews.firms.models import Organization, Source
from spacenews.images.models import Image
from spacenews.pagecache import stamp
from spacenews.sample import disputes, facts, newsroom, organizations, pictures, records, stories, taxonomy
from spacenews.sample.loaded import Loaded
from spacenews.sample.shapes import name_of, record

Report = Callable[[str], None]
Illustrate = Callable[[stories.Story], Image]


@transaction.atomic
def load(report: Report, illustrate: Illustrate = pictures.lead) -> bool:
    """Load everything in one transaction; return whether there was anything to do.

    `report` is told each step; `illustrate` gives a story its picture.

    Raises Misfit for the first record that does not fit; then, as after an interruption, nothing is kept.
    """
    stamp.take()
    if any(model.objects.exists() for model in (Source, Organization, Section, Article)):
        return False
    loaded = Loaded()
    given = {**facts.read(), **taxonomy.read()}
    with changes.unrecorded():
        for what, section, store in STEPS:
            report(what)
            each(section, given[section], store, loaded)
    _print(stories.read(), loaded, report, illustrate)
    return True


STEPS: tuple[tuple[str, str, Callable[[Any, Loaded], None]], ...] = (
    ("Sources", "sources", records.source),
    ("Groups of figures", "groups", taxonomy.group),
    ("Firms", "firms", organizations.organization),
    ("Institutions", "institutions", organizations.organization),
    ("Cooperations", "cooperations", organizations.cooperation),
    ("Owners of firms", "firms", organizations.owners),
    ("Owners of institutions", "institutions", organizations.owners),
    ("Milestones", "milestones", records.milestone),
    ("Funding rounds", "funding_rounds", records.funding_round),
    ("Figures", "figures", records.figure),
    ("Disputes", "conflicts", disputes.dispute),
    ("Claims", "checked_claims", records.claim),
    ("Sections", "sections", taxonomy.section),
    ("Authors", "authors", taxonomy.author),
    ("Tags", "tags", taxonomy.tag),
    ("Pages", "pages", taxonomy.page),
    ("Synonyms", "synonyms", taxonomy.synonym),
)


def each(section: str, given: Iterable[Any], store: Callable[[Any, Loaded], None], loaded: Loaded) -> None:
    for number, item in enumerate(given, start=1):
        with record(name_of(section, number, item)):
            store(item, loaded)


def _print(told: list[stories.Story], loaded: Loaded, report: Report, illustrate: Illustrate) -> None:
    """Publish the stories and their corrections in the order in which that happened."""
    for at, story, correction in newsroom.decisions(told):
        with record(story["slug"]):
            if not correction:
                report(f"Story: {story['headline']}")
                newsroom.article(story, loaded, illustrate(story))
            loaded.articles[story["slug"]].publish(by=None, at=at, correction=correction, back_dated=True)
    with record("stories"):
        newsroom.check_links(told)
        newsroom.front(loaded)
