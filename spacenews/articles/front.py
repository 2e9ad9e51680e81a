"""What stands on the front page: lead, pins, the newest by section; no story twice."""

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from spacenews.articles import json_ld, lists, references
from spacenews.articles.models import Edition, EditionFigure, Pin, Section
from spacenews.articles.models.edition import Card
from spacenews.firms.models import Dispute
from spacenews.prepared import numbered, prepared

STACK, BLOCK, OTHERS, RECORDED = 4, 3, 5, 4
SHAPES = ("a", "flip", "b")


def front_page(language: str, now: dt.datetime, pins: dict[int, int] | None = None) -> dict:
    """Return the context of the front page; the number of its queries follows the sections alone.

    `pins`, the places by story, stand instead of the stored ones: so the desk looks at it before it changes.
    """
    lead, stack = _top(language, now, standing(now) if pins is None else pins)
    used = {card.story_id for card in [lead, *stack] if card}
    blocks = [_block(section, language, now, used) for section in _sections()]
    *whole, half = [block for block in blocks if block] or [None]
    lead = _lead(pk=lead.pk)[0] if lead else None
    return {
        "json_ld": json_ld.web_site(),
        "canonical_url": settings.SITE_URL + reverse("front"),
        "lead": lead,
        "pinned": [card.html for card in stack],
        "dispute": _dispute(lead, now),
        "blocks": [_shaped(block, SHAPES[place % len(SHAPES)], now) for place, block in enumerate(whole)],
        "money": half,
        "others": _others(language, now),
    }


def standing(now: dt.datetime) -> dict[int, int]:
    """Return the places of the stored pins that have not ended, by story."""
    return {original or article: place for place, article, original in _pins(now=now)}


@prepared
def _pins(*, now: dt.datetime) -> QuerySet:
    return Pin.objects.standing(now).values_list("place", "article_id", "article__original_id")


@prepared
def _sections() -> QuerySet:
    return Section.objects.all()


@prepared
def _printed(*, now: dt.datetime, **editions: int) -> QuerySet:
    rows = EditionFigure.objects.filter(edition__in=editions.values(), figure__public_from__lte=now)
    return rows.select_related("figure__group").order_by("-published_at", "pk")[:RECORDED]


@prepared
def _lead(*, pk: int) -> QuerySet:
    return Edition.objects.filter(pk=pk).for_leads()


@prepared
def _newest(language: str, most: int, *, now: dt.datetime, **section: int) -> QuerySet:
    return Edition.objects.listed(language, now, **section).newest().for_cards(language)[:most]


@prepared
def _elsewhere(language: str, *, now: dt.datetime) -> QuerySet:
    return Edition.objects.elsewhere(language, now).newest().for_cards(language)[:OTHERS]


def _top(language: str, now: dt.datetime, places: dict[int, int]) -> tuple[Card | None, list[Card]]:
    """Return the lead and the stack beside it: pins by their places, else the newest."""
    pinned = sorted(lists.cards_of(places, language, now), key=lambda card: places[card.story_id])
    newest = [
        card for card in _newest(language, STACK + 1 + len(places), now=now) if card.story_id not in places
    ]
    has_lead = pinned and places[pinned[0].story_id] == 0
    lead = pinned.pop(0) if has_lead else newest.pop(0) if newest else pinned.pop(0) if pinned else None
    return lead, (pinned + newest)[: max(STACK, len(pinned))]


def _block(section: Section, language: str, now: dt.datetime, used: set[int]) -> dict | None:
    """Return a section's newest stories that stand nowhere else on the page, and mark them as used."""
    newest = _newest(language, BLOCK + len(used), now=now, section=section.pk)
    found = [card for card in newest if card.story_id not in used][:BLOCK]
    if not found:
        return None
    used.update(card.story_id for card in found)
    return {
        "section": section,
        "title": section.name_here,
        "url": section.url,
        "more": _("All stories in %(section)s") % {"section": section.name_here},
        "editions": [card.pk for card in found],
        "cards": [card.html for card in found],
    }


def _shaped(block: dict, shape: str, now: dt.datetime) -> dict:
    recorded = _recorded(block["editions"], now) if shape == "b" and block["cards"][1:] else None
    return {**block, "shape": shape, "recorded": recorded}


def _recorded(editions: list[int], now: dt.datetime) -> dict | None:
    """Return the figures that a block's stories print, as recorded; nothing where there are none."""
    rows = _printed(now=now, **numbered(editions))
    listed = [{"label": row.figure.scope, "value": row.words, "url": row.figure.group.url} for row in rows]
    return {"title": _("As recorded"), "rows": listed} if listed else None


def _dispute(lead: Edition | None, now: dt.datetime) -> Dispute | None:
    """Return the first dispute that the lead prints, else none."""
    printed = references.ids(lead.body)["dispute"] if lead else []
    disputes = _disputes(now=now, **numbered(printed)) if printed else []
    return disputes[0] if disputes else None


@prepared
def _disputes(*, now: dt.datetime, **disputes: int) -> QuerySet:
    return Dispute.objects.public(now).filter(pk__in=disputes.values()).with_answers(now)[:1]


def _others(language: str, now: dt.datetime) -> dict | None:
    """Return the newest in other languages that the reader's own lists leave out: the one list by edition."""
    found = _elsewhere(language, now=now)
    if not found:
        return None
    return {
        "title": _("In other languages"),
        "url": reverse("archive"),
        "more": _("Whole archive"),
        "cards": [card.html for card in found],
    }
