"""What stories are filed under: sections, authors, tags, groups of figures; the pages beside them; and what rockets and
constellations are called in other scripts, for the search."""

import json
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from spacenews.articles.models import Author, Section, Tag
from spacenews.firms.models import FigureGroup
from spacenews.pages.models import Page, PageText
from spacenews.sample.loaded import Loaded, store
from spacenews.sample.shapes import Shape, fit_all, number, part, several, slug, text
from spacenews.search.models import Synonym

Record = dict[str, Any]

HERE = Path(__file__).parent
WORDS = part({"en": text, "id": text, "zh-hans": text})
PAGE_TEXT = part({"title": text, "body": text})

SHAPES: dict[str, Shape] = {
    "groups": {"slug": slug, "title": WORDS},
    "sections": {"slug": slug, "order": number, "name": WORDS, "deck": WORDS},
    "authors": {"slug": slug, "name": text, "bio": text},
    "tags": {"name": WORDS},
    "synonyms": {"words": several(text, least=2)},
    "pages": {"key": slug, "texts": part({"en": PAGE_TEXT, "id": PAGE_TEXT, "zh-hans": PAGE_TEXT})},
}


def read() -> dict[str, list[Record]]:
    """Return the sections of groups.json, taxonomy.json and pages.json, every record checked."""
    pages = [{"key": key, "texts": texts} for key, texts in _json("pages.json").items()]
    given = {"groups": _json("groups.json"), **_json("taxonomy.json"), "pages": pages}
    return {section: fit_all(section, given[section], shape) for section, shape in SHAPES.items()}


def _json(name: str) -> Any:
    return json.loads((HERE / name).read_text("utf-8"))


def group(record: Record, loaded: Loaded) -> None:
    titles = _in_languages("title", record["title"])
    loaded.groups[record["slug"]] = store(FigureGroup(slug=record["slug"], **titles))


def section(record: Record, loaded: Loaded) -> None:
    columns = {**_in_languages("name", record["name"]), **_in_languages("deck", record["deck"])}
    stored = store(Section(slug=record["slug"], position=record["order"], **columns))
    loaded.sections[record["slug"]] = stored


def author(record: Record, loaded: Loaded) -> None:
    loaded.authors[record["name"]] = store(
        Author(slug=record["slug"], name=record["name"], bio=record["bio"])
    )


def tag(record: Record, loaded: Loaded) -> None:
    name = record["name"]["en"]
    loaded.tags[name] = store(Tag(slug=slugify(name), **_in_languages("name", record["name"])))


def synonym(record: Record, loaded: Loaded) -> None:
    store(Synonym(words=record["words"]))


def _in_languages(column: str, words: dict[str, str]) -> dict[str, str]:
    return {column: words["en"], f"{column}_id": words["id"], f"{column}_zh_hans": words["zh-hans"]}


def page(record: Record, loaded: Loaded) -> None:
    stored = store(Page(key=record["key"]))
    for language, content in record["texts"].items():
        store(PageText(page=stored, language=language, title=content["title"], body=content["body"]))
