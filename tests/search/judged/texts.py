"""The texts that are judged: the sample stories, and the real texts that lie beside the project, not in it."""

import calendar
import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from spacenews.search.text import fold
from tests.search.judged import launches

REAL = Path(__file__).resolve().parents[4] / "shared" / "real"
NASA, COPERNICUS, COMMONS, LAUNCHES = (
    REAL / "corpus" / "nasa-blogs-2023.js",
    REAL / "corpus" / "copernicus-image-descriptions.tsv",
    REAL / "wxr" / "cc-labs.xml",
    REAL / "corpus" / "launchdata",
)
EVERY = 3  # of the captions, which are a thousand of one kind
SECTIONS = {"nasa": "explainers", "copernicus": "satellites", "cc": "cooperation", "launch": "launch"}
NASA_POST = re.compile(
    r'"id": "(\d+)",\s*"title": "([^"]+)",\s*"url": "\S*?/(\d{4})/(\d\d)/(\d\d)/\S*",\s*"document": `([^`]*)`'
)
DAY = re.compile(r"(?<!\d)([0-3]?\d) ([A-Z][a-z]+) (20[12]\d)(?!\d)")
MONTHS = list(calendar.month_name)
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
WORDPRESS = "{http://wordpress.org/export/1.2/}"


@dataclass(frozen=True)
class Text:
    """What is published of a real text; `key` is how the judgements name it."""

    key: str
    headline: str
    body: str
    at: dt.datetime
    language: str = "en"
    deck: str = ""
    tags: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        return SECTIONS[self.key.split("-")[0]]

    @property
    def slug(self) -> str:
        return self.key[:120].rstrip("-")


def are_there() -> bool:
    return all(path.exists() for path in (NASA, COPERNICUS, COMMONS, LAUNCHES))


def real() -> list[Text]:
    """Return the real texts in order of time; without the files, none."""
    if not are_there():
        return []
    found = [*nasa(), *copernicus(), *commons(), *launched()]
    return sorted(found, key=lambda text: (text.at, text.key))


def nasa() -> Iterator[Text]:
    for number, title, year, month, day, words in NASA_POST.findall(NASA.read_text("utf-8")):
        yield Text(f"nasa-{number}", title, paragraphs(words), noon(int(year), int(month), int(day)))


def copernicus() -> Iterator[Text]:
    """Yield captions; the slug is all the title that they have, and the first full date the time."""
    for line in COPERNICUS.read_text("utf-8").splitlines()[::EVERY]:
        slug, words = (value.strip('"') for value in line.split("\t", 1))
        title = slug.replace("-", " ").capitalize()
        yield Text(f"copernicus-{slug}", title, paragraphs(words), day_in(words))


def day_in(words: str) -> dt.datetime:
    for day, month, year in DAY.findall(words):
        if month in MONTHS:
            return noon(int(year), MONTHS.index(month), int(day))
    return noon(2021, 7, 1)


def commons() -> Iterator[Text]:
    for item in ET.parse(COMMONS).getroot().iter("item"):
        if item.findtext(f"{WORDPRESS}post_type") == "post":
            at = dt.datetime.fromisoformat(item.findtext(f"{WORDPRESS}post_date")).replace(tzinfo=dt.UTC)
            body = item.findtext(ENCODED).replace("\n\n", "</p><p>")
            key = f"cc-{item.findtext(f'{WORDPRESS}post_id')}"
            yield Text(key, item.findtext("title").strip()[:200], f"<p>{body}</p>", at)


def launched() -> Iterator[Text]:
    """Yield a short article to a launch: of 2022 in English, of 2021 in Chinese and Indonesian."""
    for year in (2021, 2022):
        flights = json.loads((LAUNCHES / f"launchdata-{year}.json").read_text("utf-8"))["OrbitalFlights"]
        for flight in map(launches.flight, flights):
            if flight:
                told = launches.told(flight, launches.language_of(flight))
                key = f"launch-{flight.at:%Y-%m-%d}-{slugified(flight.payloads[0].name)}"
                yield Text(key=key, at=flight.at, tags=flight.tags, firms=flight.firms, **told)


def slugified(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")[:40].rstrip("-")


def paragraphs(words: str) -> str:
    return "".join(f"<p>{escape(part.strip())}</p>" for part in words.split("\n\n") if part.strip())


def noon(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 12, tzinfo=dt.UTC)
