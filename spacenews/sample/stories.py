"""The stories of the sample content, one file each: a head of `key: value` lines, an empty line, the body."""

import datetime as dt
from pathlib import Path
from typing import Any

from spacenews.articles.models import Kind, Language
from spacenews.images.drawings import GROUNDS, KINDS
from spacenews.sample.shapes import Misfit, Shape, fit, moment, one_of, record, several, slug, text

DIRECTORY = Path(__file__).with_name("articles")
REPEATED = ("author", "tag", "about", "mentions", "picture_data", "source", "point")

Story = dict[str, Any]


def yes_or_no(value: str) -> bool:
    return one_of("yes", "no")(value) == "yes"


def pair(value: str) -> tuple[str, str]:
    name, sign, content = text(value).partition("=")
    if not sign:
        raise ValueError(f"{value!r} is not name=value")
    return name, content


def halves(value: str) -> tuple[str, str]:
    """Return what stands before and after the bar."""
    first, sign, second = text(value).partition(" | ")
    if not sign:
        raise ValueError(f"{value!r} is not one part | another")
    return first, second


def correction(value: str) -> tuple[dt.datetime, str]:
    at, words = halves(value)
    return moment(at), text(words)


HEAD: Shape = {
    "headline": text,
    "deck": text,
    "slug": slug,
    "language": one_of(*Language.values),
    "translates?": slug,
    "section": slug,
    "kind": one_of(*Kind.values),
    "unconfirmed": yes_or_no,
    "published": moment,
    "author": several(text, least=1),
    "tag": several(text, least=2),
    "about": several(slug, least=1),
    "mentions": several(slug),
    "picture": one_of(*KINDS),
    "picture_data": several(pair),
    "ground": one_of(*GROUNDS),
    "alt": text,
    "caption": text,
    "source_line?": halves,
    "source": several(text, least=1),
    "point": several(text, least=3),
    "correction?": correction,
}


def read(directory: Path = DIRECTORY) -> list[Story]:
    """Return the stories in the order in which they were first published, their heads checked.

    Raises Misfit, naming file and field, at the first that does not fit.
    """
    stories = [_read(path) for path in sorted(directory.glob("*.html"))]
    return sorted(stories, key=lambda story: story["published"])


def _read(path: Path) -> Story:
    head, sign, body = path.read_text("utf-8").partition("\n\n")
    if not (sign and body.strip()):
        raise Misfit(f"{path.name}: no empty line between head and body, or no body")
    with record(path.name):
        story = {**fit(_head(head), HEAD), "body": body.strip()}
        if path.name != f"{story['translates'] or story['slug']}.{story['language']}.html":
            raise ValueError("the file is not named by slug and language")
    return story


def _head(lines: str) -> Story:
    head: Story = {key: [] for key in REPEATED}
    for line in lines.splitlines():
        key, sign, value = line.partition(": ")
        if not sign or (key in head and key not in REPEATED):
            raise ValueError(f"{line!r} is not a line of a head, or there twice")
        if key in REPEATED:
            head[key].append(value)
        else:
            head[key] = value
    return head
