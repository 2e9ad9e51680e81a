"""From a checked record of facts.json to rows: sources, figures, milestones, rounds, claims."""

from decimal import Decimal
from typing import Any

from spacenews.firms.models import Claim, Figure, FundingRound, Milestone, Organization, Source
from spacenews.sample.loaded import Loaded, store, store_sourced

Record = dict[str, Any]
Verdict, Outcome, Promise = Claim.Verdict, Milestone.Outcome, Milestone.Promise

# All the claims stand on the page that the newsroom began from.
CLAIMED_IN = "berita-2024"
# How far a claim can be trusted follows from its verdict.
VERDICTS = {
    "confirmed": (Verdict.CONFIRMED, "high"),
    "confirmed (as plans and tests)": (Verdict.CONFIRMED, "high"),
    "partly supported": (Verdict.PARTLY, "medium"),
    "plausible, partly supported": (Verdict.PARTLY, "medium"),
    "conflict, no source found": (Verdict.NO_SOURCE, "low"),
    "weak": (Verdict.WEAK, "low"),
    "opinion": (Verdict.OPINION, "low"),
}
# What happened has an outcome; what was only announced is a promise.
OUTCOMES = {
    "success": {"outcome": Outcome.SUCCESS},
    "partial success": {"outcome": Outcome.PARTIAL},
    "failure": {"outcome": Outcome.FAILURE},
    "withdrawn": {"outcome": Outcome.WITHDRAWN},
    "announced": {"promise": Promise.ANNOUNCED},
}
# Whose number a figure is, by what it counts: of most it is nobody's, but a country's or the world's.
FIRM_OF_SCOPE = {
    "GalaxySpace supply chain": "galaxyspace",
    "Honghu-3 (Hongqing Technology)": "hongqing",
    "Qianfan (SpaceSail)": "spacesail",
    "Three-Body Computing Constellation": "ada-space",
}


def source(record: Record, loaded: Loaded) -> None:
    loaded.sources[record["id"]] = store(
        Source(
            url=record["url"],
            title=record["title"],
            publisher=record["publisher"],
            published=record["date"] or "",
            kind=record["kind"],
        )
    )


def figure(record: Record, loaded: Loaded) -> None:
    loaded.figures[record["id"]] = store_sourced(
        Figure,
        record,
        loaded,
        group=loaded.groups[record["group"]],
        metric=record["metric"],
        scope=record["scope"],
        period=str(record["year"] or ""),
        value=decimal(record["value"]),
        unit=record["unit"],
        currency=record["currency"] or "",
        kind=record["kind"],
        attributed_to=record["attributed_to"],
        as_printed=record["as_printed"],
        definition=record["definition"] or "",
        published=record["published"] or "",
        organization=_firm_of(record["scope"], loaded),
    )


def _firm_of(scope: str, loaded: Loaded) -> Organization | None:
    slug = FIRM_OF_SCOPE.get(scope)
    return loaded.organizations[slug] if slug else None


def milestone(record: Record, loaded: Loaded) -> None:
    store_sourced(
        Milestone,
        record,
        loaded,
        organization=loaded.organizations[record["organisation"]],
        date=record["date"],
        title=record["title"],
        description=record["description"],
        kind=record["kind"],
        place=record["place"] or "",
        **OUTCOMES[record["outcome"]],
    )


def funding_round(record: Record, loaded: Loaded) -> None:
    store_sourced(
        FundingRound,
        record,
        loaded,
        organization=loaded.organizations[record["firm"]],
        date=record["date"],
        series=record["series"] or "",
        amount=decimal(record["amount"]),
        currency=record["currency"],
        amount_usd_as_printed=decimal(record["amount_usd_as_printed"]),
        is_cumulative=record["is_cumulative_total"],
        note=record["note"],
    )


def claim(record: Record, loaded: Loaded) -> None:
    """Claims have no id in the file: stories name them by their number in it."""
    verdict, confidence = VERDICTS[record["verdict"]]
    loaded.claims[str(len(loaded.claims) + 1)] = store_sourced(
        Claim,
        {"sources": [CLAIMED_IN, *record["evidence"]], "confidence": confidence},
        loaded,
        sentence=record["claim"],
        verdict=verdict,
        verdict_note="" if record["verdict"] == verdict else record["verdict"],
        note=record["note"],
    )


def decimal(value: int | float | None) -> Decimal | None:
    """Return a number of the file without the noise of binary fractions."""
    return None if value is None else Decimal(str(value))
