"""Where sources disagree: a conflict of the file becomes a dispute, its values figures where we hold them."""

import re
from decimal import Decimal
from typing import Any

from spacenews.firms.models import Answer, Dispute, Figure, Organization
from spacenews.sample.loaded import PUBLIC_FROM, Loaded, store

Record = dict[str, Any]

# Whom a topic is about, where it is not simply the name of an organization.
TOPICS = {
    "Hongqing and LandSpace": "hongqing",
    "LinkSpace hop": "linkspace",
    "Qianfan constellation": "spacesail",
    "Zhuque-3 first flight": "landspace",
}
SCALES = {"million": 10**6, "billion": 10**9, "trillion": 10**12}
AMOUNT = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?: (?P<scale>million|billion|trillion))?(?: (?P<currency>[A-Z]{3})\b)?"
    r"(?: for (?P<counted>[^()]+))?"
)


def dispute(record: Record, loaded: Loaded) -> None:
    answers = [(value, _figure(value, loaded)) for value in record["values"]]
    organization = _organization(record["topic"], loaded)
    figures = [figure for _value, figure in answers if figure]
    if not (organization or figures):
        raise ValueError(
            f"topic: {record['topic']!r} is neither about an organization nor about figures of ours"
        )
    stored = loaded.disputes[record["id"]] = store(
        Dispute(
            topic=record["topic"],
            question=record["statement"],
            editors_note=record["editorial_note"] or "",
            organization=organization,
            group=figures[0].group if figures else None,
            public_from=PUBLIC_FROM,
        )
    )
    for position, (value, figure) in enumerate(answers):
        _answer(stored, position, value, figure, loaded)


def _answer(dispute: Dispute, position: int, value: Record, figure: Figure | None, loaded: Loaded) -> None:
    """Store an answer in the order given; a figure says itself what was printed, the words only what it counts."""
    first, *further = [loaded.sources[key] for key in value["sources"]]
    words = _counted(value["value"]) if figure else value["value"]
    answer = store(Answer(dispute=dispute, position=position, words=words, figure=figure, source=first))
    answer.further_sources.set(further)


def _counted(value: str) -> str:
    """Return what a value counts, where it says so itself: "80.4 billion CNY for satellite operation (2024)"."""
    counted = (AMOUNT.search(value)["counted"] or "").strip()
    return f"{counted[:1].upper()}{counted[1:]}{'.' if counted else ''}"


def _organization(topic: str, loaded: Loaded) -> Organization | None:
    if topic in TOPICS:
        return loaded.organizations[TOPICS[topic]]
    return next((found for found in loaded.organizations.values() if found.name == topic), None)


def _figure(value: Record, loaded: Loaded) -> Figure | None:
    """Return the figure with this value and currency that rests on one of the same sources."""
    amount = AMOUNT.search(value["value"])
    if not amount:
        return None
    number = Decimal(amount["number"].replace(",", "")) * SCALES.get(amount["scale"], 1)
    sources = {loaded.sources[key] for key in value["sources"]}
    found = [
        figure
        for figure in loaded.figures.values()
        if (figure.value, figure.currency) == (number, amount["currency"] or "")
        and sources & set(figure.sources)
    ]
    if len(found) > 1:
        raise ValueError(f"values: {value['value']!r} is more than one figure: {', '.join(map(str, found))}")
    return found[0] if found else None
