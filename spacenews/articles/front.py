"""What stands on the front page: lead, pins, the newest by section; no story twice."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from spacenews.articles import json_ld, references
from spacenews.articles.models import Edition, EditionFigure, Pin, Section
from spacenews.firms.models import Dispute

STACK, BLOCK, OTHERS, RECORDED = 4, 3, 5, 4
SHAPES = ("a", "flip", "b")


def front_page(language: str, now: dt.datetime, pins: dict[int, int] | None = None) -> dict:
    """Return the context of the front page; the number of its queries follows the sections alone.

    `pins`, the places by story, stand instead of the stored ones: so the desk looks at it before it changes.
    """
    lead, stack = _top(language, now, standing(now) if pins is None else pins)
    used = {edition.story_id for edition in [lead, *stack] if edition}
    blocks = [_block(section, language, now, used) for section in Section.objects.all()]
    *whole, half = [block for block in blocks if block] or [None]
    return {
        "json_ld": json_ld.web_site(),
        "canonical_url": settings.SITE_URL + reverse("front"),
        "lead": lead,
        "pinned": [edition.card(language) for edition in stack],
        "dispute": _dispute(lead, now),
        "blocks": [{**block, "shape": SHAPES[place % len(SHAPES)]} for place, block in enumerate(whole)],
        "money": half,
        "others": _others(language, now),
    }


def standing(now: dt.datetime) -> dict[int, int]:
    """Return the places of the stored pins that have not ended, by story."""
    pins = Pin.objects.standing(now).values_list("place", "article_id", "article__original_id")
    return {original or article: place for place, article, original in pins}


def _top(language: str, now: dt.datetime, places: dict[int, int]) -> tuple[Edition | None, list[Edition]]:
    """Return the lead and the stack beside it: pins by their places, else the newest."""
    listed = Edition.objects.listed(language, now)
    pinned = sorted(listed.filter(story__in=places).for_leads(), key=lambda e: places[e.story_id])
    newest = list(listed.exclude(story__in=places).newest().for_leads()[: STACK + 1])
    has_lead = pinned and places[pinned[0].story_id] == 0
    lead = pinned.pop(0) if has_lead else newest.pop(0) if newest else pinned.pop(0) if pinned else None
    return lead, (pinned + newest)[: max(STACK, len(pinned))]


def _block(section: Section, language: str, now: dt.datetime, used: set[int]) -> dict | None:
    """Return a section's newest stories that stand nowhere else on the page, and mark them as used."""
    found = list(
        Edition.objects.listed(language, now, section=section)
        .exclude(story__in=used)
        .newest()
        .for_cards(language)[:BLOCK]
    )
    if not found:
        return None
    used.update(card.story_id for card in found)
    return {
        "section": section,
        "title": section.name_here,
        "url": section.url,
        "more": _("All stories in %(section)s") % {"section": section.name_here},
        "cards": [card.html for card in found],
        "recorded": _recorded([card.pk for card in found], now),
    }


def _recorded(editions: list[int], now: dt.datetime) -> dict | None:
    """Return the figures that a block's stories print, as recorded; nothing where there are none."""
    rows = EditionFigure.objects.filter(edition__in=editions, figure__public_from__lte=now)
    rows = rows.select_related("figure__group").order_by("-published_at", "pk")[:RECORDED]
    listed = [{"label": row.figure.scope, "value": row.words, "url": row.figure.group.url} for row in rows]
    return {"title": _("As recorded"), "rows": listed} if listed else None


def _dispute(lead: Edition | None, now: dt.datetime) -> Dispute | None:
    """Return the first dispute that the lead prints, else none."""
    disputes = references.ids(lead.body)["dispute"] if lead else []
    return Dispute.objects.public(now).filter(pk__in=disputes).with_answers(now).first()


def _others(language: str, now: dt.datetime) -> dict | None:
    """Return the newest in other languages that the reader's own lists leave out: the one list by edition."""
    found = list(Edition.objects.elsewhere(language, now).newest().for_cards(language)[:OTHERS])
    if not found:
        return None
    return {
        "title": _("In other languages"),
        "url": reverse("archive"),
        "more": _("Whole archive"),
        "cards": [card.html for card in found],
    }
