"""How well organizations named in texts are found: the labelled set of mentions_labelled.json, and what it is about.

The set names our own texts by what they are called: headlines of the sources in the sample (by id), its articles (by
file), sentences written for it. Of the real headlines beside the project it holds hashes alone. Labelled was who is
named in words that are read, so not in links, headings and quotations; what a satellite is called names nobody.

The texts of mentions_blind.json were labelled before it was known what is found in them: the first part by somebody who
had seen neither the rules nor this set, the second after the rules were bettered by the first, the third after they
were bettered by both.
"""

import csv
import hashlib
import html
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from spacenews.articles.mentions.matcher import Matcher
from spacenews.articles.mentions.offers import offers
from spacenews.articles.mentions.reading import mentions
from spacenews.articles.mentions.texts import pieces
from spacenews.firms.folding import fold
from spacenews.firms.imports import mapping, reading
from spacenews.firms.imports.matching import match_of
from spacenews.firms.imports.saying import LeftOut, Refused, Said, said
from spacenews.firms.models import Name
from spacenews.sample import facts, stories
from spacenews.sample.names import names_of

LABELLED = Path(__file__).with_name("mentions_labelled.json")
BLIND = Path(__file__).with_name("mentions_blind.json")
PRINTED_AS_HEADLINE = "caps"  # the kind of blind text that is a line of capitals, or of capitalised words
REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
TITLES = {
    "nasa-breaking-news-2018.rss": re.compile(r"<title>(.*?)</title>"),
    "nasa-2021-feedo.js": re.compile(r'title:\s*"([^"]*)"'),
}
GCAT = REAL / "firms" / "gcat-orgs-2025-04-14.tsv"
BESIDE = "gcat:"  # begins what stands for an organization that no text is labelled with
LEAST_PRECISION, LEAST_RECALL = 0.93, 0.85


@dataclass(frozen=True)
class Case:
    """A text as an article has it, and the slugs of whom it names; `either` may be offered or not."""

    headline: str
    expected: frozenset[str]
    deck: str = ""
    points: tuple[str, ...] = ()
    body: str = ""
    either: frozenset[str] = frozenset()
    language: str = ""
    kind: str = ""


@dataclass
class Score:
    """Counts of one part: offers that are sure and right or wrong, and who was missed, or only asked about."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    asked: int = 0  # of those that were not sure, and are meant
    asked_in_vain: int = 0
    beside: int = 0  # offers and questions about organizations that no text is labelled with

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def precision_with_questions(self) -> float:
        meant = self.right + self.asked
        return meant / max(1, meant + self.wrong + self.asked_in_vain)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.asked + self.missed)

    @property
    def recall_with_questions(self) -> float:
        return (self.right + self.asked) / max(1, self.right + self.asked + self.missed)

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def shipped() -> Matcher:
    """Return the matcher of the sample's names; its organizations are their slugs."""
    return Matcher(shipped_names(), things())


def shipped_names() -> Iterator[tuple[str, str, str]]:
    given = facts.read()
    for record in [*given["firms"], *given["institutions"]]:
        for name in names_of(record):
            yield name["text"], name["match"], record["slug"]


def with_catalogue() -> Matcher:
    """Return the matcher of a desk that took GCAT's table in and has not shown its records to readers yet."""
    return Matcher([*shipped_names(), *catalogue_names()], things())


def catalogue_names() -> Iterator[tuple[str, str, str, bool]]:
    """Yield the names that an import would add: of lines whose codes no record has, and without those of places."""
    table = reading.table(GCAT.read_text("utf-8"))
    fields, codes = mapping.guessed(table.header), {code for code, _slug in sample_codes()}
    lines = [line for row in table.rows if (line := _said(row, fields)) and line.code not in codes]
    cities = {fold(str(line.columns.get("city", ""))) for line in lines}
    for line in lines:
        for folded, (text, kind) in line.names.items():
            match = match_of(text, kind)
            if match != Name.Match.ASK or folded not in cities:
                yield text, match, f"{BESIDE}{line.code}", False


def _said(row: reading.Row, fields: list[str]) -> Said | None:
    with suppress(LeftOut, Refused):
        return said(row, fields)


def sample_codes() -> Iterator[tuple[str, str]]:
    given = facts.read()
    for one in [*given["firms"], *given["institutions"]]:
        if one["gcat_code"]:
            yield one["gcat_code"], one["slug"]


def things() -> Iterator[tuple[str, list[str]]]:
    for record in facts.read()["firms"]:
        yield record["slug"], [*record["vehicles"], *record["satellites"]]


def own_parts() -> dict[str, list[Case]]:
    labelled = json.loads(LABELLED.read_text("utf-8"))
    titles = {source["id"]: source["title"] for source in facts.read()["sources"]}
    told = {f"{story['translates'] or story['slug']}.{story['language']}": story for story in stories.read()}
    return {
        "headlines of sources": [
            Case(titles[name], frozenset(slugs)) for name, slugs in labelled["headlines"].items()
        ],
        "sample articles": [_article(told[name], slugs) for name, slugs in labelled["articles"].items()],
        "sentences": [
            Case("", frozenset(one["expected"]), body=f"<p>{one['text']}</p>")
            for one in labelled["sentences"]
        ],
        **blind_parts(),
    }


def blind_parts() -> dict[str, list[Case]]:
    given = json.loads(BLIND.read_text("utf-8"))
    return {f"written blind, {part}": [_blind(one) for one in texts] for part, texts in given.items()}


def _blind(one: dict) -> Case:
    is_headline = one["kind"] == PRINTED_AS_HEADLINE
    return Case(
        one["text"] if is_headline else "",
        frozenset(one["expected"]),
        body="" if is_headline else f"<p>{html.escape(one['text'], quote=False)}</p>",
        either=frozenset(one.get("either", ())),
        language=one["language"],
        kind=one["kind"],
    )


def _article(story: dict, slugs: list[str]) -> Case:
    points = tuple(story["point"])
    return Case(story["headline"], frozenset(slugs), story["deck"], points, story["body"])


def real_parts() -> dict[str, list[Case]]:
    """Return the real texts that lie beside the project, none where it lies alone."""
    labels = json.loads(LABELLED.read_text("utf-8"))["real"]
    feeds = [
        Case(title, frozenset(labels[name][fingerprint(title)]))
        for name, pattern in TITLES.items()
        if (REAL / "feeds" / name).exists()
        for title in pattern.findall((REAL / "feeds" / name).read_text("utf-8"))
        if fingerprint(title) in labels[name]
    ]
    return {"real headlines": feeds, "names in GCAT": list(catalogue())}


def fingerprint(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def catalogue() -> Iterator[Case]:
    """Yield the names that GCAT prints for organizations of the sample, known by their codes there."""
    slugs = dict(sample_codes())
    if not GCAT.exists():
        return
    with GCAT.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if slug := slugs.get(row["#Code"].strip()):
                name = next(row[column].strip() for column in ("EName", "Name") if row[column].strip() != "-")
                yield Case("", frozenset({slug}), body=f"<p>It was {name} that flew it.</p>")


def scores(matcher: Matcher, parts: dict[str, list[Case]]) -> dict[str, Score]:
    return {name: sum((score(matcher, case) for case in cases), Score()) for name, cases in parts.items()}


def score(matcher: Matcher, case: Case) -> Score:
    every, questions = found(matcher, case)
    sure = frozenset(slug for slug in every if not slug.startswith(BESIDE)) - case.either
    asked = [one for one in questions if not all(slug.startswith(BESIDE) for slug in one)]
    meant = case.expected - sure
    met = {slug for one in asked for slug in one}
    return Score(
        right=len(sure & case.expected),
        wrong=len(sure - case.expected),
        missed=len(meant - met),
        asked=len(meant & met),
        asked_in_vain=sum((case.expected | case.either).isdisjoint(one) for one in asked),
        beside=len(questions) - len(asked) + sum(slug.startswith(BESIDE) for slug in every),
    )


def found(matcher: Matcher, case: Case) -> tuple[frozenset[str], list[tuple[str, ...]]]:
    """Return who is offered for sure, and each question as those who may be meant."""
    made = offers(mentions(matcher, pieces(case.headline, case.deck, case.points, case.body)))
    sure = frozenset(one.organizations[0] for one in made if one.is_sure)
    return sure, [one.organizations for one in made if not one.is_sure]
