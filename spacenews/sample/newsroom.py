"""Stories become articles with their rows, printed at their own times; the front page."""

import datetime as dt
import re
from typing import Any

from spacenews.articles.models import Address, Article, CoverageRow, Pin
from spacenews.images.models import Image
from spacenews.markup import clean
from spacenews.sample.loaded import Loaded, store
from spacenews.sample.stories import Story

Record = dict[str, Any]

# The story in the lead, then those beside it.
PINNED = (
    "commercial-space-firms-upgrade-industry-together",
    "landing-on-land-zhuque-3",
    "twelve-satellites-that-think",
    "five-launch-failures-and-a-lost-booster",
    "follow-the-money-who-pays-for-chinese-rockets",
)
REFERENCE = re.compile(r'data-(figure|dispute|series|claim)="([^"]*)"')
STORY_LINK = re.compile(r'href="(?:/id|/zh-hans)?/(\d{4}/\d\d/[a-z0-9-]+)/"')


def article(story: Story, loaded: Loaded, lead: Image) -> None:
    """Save the working copy of a story with its rows, and keep it as its first revision."""
    words, source = story["source_line"] or ("", None)
    stored = store(
        Article(
            headline=story["headline"],
            deck=story["deck"],
            points=story["point"],
            body=body_of(story, loaded),
            slug=story["slug"],
            section=loaded.sections[story["section"]],
            kind=story["kind"],
            unconfirmed=story["unconfirmed"],
            language=story["language"],
            original=loaded.articles[story["translates"]] if story["translates"] else None,
            lead=lead,
            source_line=words,
            source_line_source=loaded.sources[source] if source else None,
        )
    )
    stored.take_rows(_rows(story, loaded))
    stored.keep(by=None, summary="Sample content")
    loaded.articles[story["slug"]] = stored


def _rows(story: Story, loaded: Loaded) -> dict[str, list[Record]]:
    coverage = [(slug, CoverageRow.Role.ABOUT) for slug in story["about"]]
    coverage += [(slug, CoverageRow.Role.MENTIONED) for slug in story["mentions"]]
    return {
        "bylines": _in_order("author_id", loaded.authors, story["author"]),
        "tag_rows": [{"tag_id": loaded.tags[name].pk} for name in story["tag"]],
        "source_rows": _in_order("source_id", loaded.sources, story["source"]),
        "coverage": [
            {"organization_id": loaded.organizations[slug].pk, "role": role, "position": position}
            for position, (slug, role) in enumerate(coverage)
        ],
    }


def _in_order(column: str, shelf: Record, keys: list[str]) -> list[Record]:
    return [{column: shelf[key].pk, "position": position} for position, key in enumerate(keys)]


def body_of(story: Story, loaded: Loaded) -> str:
    """Return the body with the keys of the database in place of the file's ids.

    Raises ValueError where it holds what the sanitiser would change.
    """
    shelves = {
        "figure": loaded.figures,
        "dispute": loaded.disputes,
        "series": loaded.groups,
        "claim": loaded.claims,
    }
    body = REFERENCE.sub(lambda found: f'data-{found[1]}="{shelves[found[1]][found[2]].pk}"', story["body"])
    kept = clean(body)
    if kept != body:
        at = next(i for i, (a, b) in enumerate(zip(body + " ", kept + " ", strict=False)) if a != b)
        raise ValueError(f"body: the sanitiser would change {body[max(at - 30, 0) : at + 30]!r}")
    return body


def decisions(stories: list[Story]) -> list[tuple[dt.datetime, Story, str]]:
    """Return what was decided when: first publications (no words) and corrections, in order of time."""
    published = [(story["published"], story, "") for story in stories]
    corrected = [(*story["correction"], story) for story in stories if story["correction"]]
    return sorted(published + [(at, story, words) for at, words, story in corrected], key=lambda row: row[0])


def check_links(stories: list[Story]) -> None:
    """A story may link to another one: to an address that is there."""
    for story in stories:
        for path in STORY_LINK.findall(story["body"]):
            if not Address.objects.filter(path=path).exists():
                raise ValueError(f"{story['slug']}: links to /{path}/, where there is nothing")


def front(loaded: Loaded) -> None:
    for place, slug in enumerate(PINNED):
        store(Pin(place=place, article=loaded.articles[slug]))
