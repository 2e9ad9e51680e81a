"""The directory of organizations: filters, letters and rows, bounded however many there are."""

import datetime as dt
from collections import Counter
from itertools import groupby
from string import ascii_uppercase

from django.conf import settings
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.firms import json_ld
from spacenews.firms.countries import COUNTRIES
from spacenews.firms.coverage import covered_at
from spacenews.firms.directory.choice import Choice, Order
from spacenews.firms.directory.roll import Roll
from spacenews.firms.models import Organization

PAGE, OFFERED = 100, 8  # rows; countries that are seen before the rest of them is unfolded
PRINTED = (
    *("slug", "name", "short_name", "letter", "kind", "city", "country", "founded"),
    *("descriptor", "descriptor_id", "descriptor_zh_hans"),
)
Kind, Sector, Status = Organization.Kind, Organization.Sector, Organization.Status


def page(query: QueryDict, now: dt.datetime) -> dict:
    """Return the rows from the place that `from` gives on, with filters, orders and letters to go to."""
    roll = Roll(Choice.of(query), now)
    choice, start = roll.choice, roll.at(roll.choice.start)
    shown = rows(roll.found[start : start + PAGE], now)
    title, url = _("Firms"), settings.SITE_URL + choice.url()
    words = _(
        "Find an organization by any of its names, in any script; each fact on its page opens to its source."
    )
    return {
        "page_title": title,
        "description": words,
        "noindex": bool(choice.name or choice.firms or choice.order is not Order.NAME),
        "json_ld": json_ld.directory(title, url, [(firm.name, firm.url) for firm in shown], words),
        "total": len(roll.found),
        "firm_count": roll.kinds[Kind.FIRM],
        "institution_count": roll.kinds.total() - roll.kinds[Kind.FIRM],
        "name_field": {"name": "name", "label": _("Name, in any script"), "value": choice.name},
        "hidden": choice.hidden,
        "clear_url": choice.without_filters().url() if choice.is_narrowed else "",
        "alphabet": _alphabet(roll.letters, {firm.letter for firm in shown}, choice),
        "sorts": _sorts(choice),
        "csv_url": choice.table().url("firms-csv"),
        "json_url": choice.table().url("firms-json"),
        "groups": _groups(shown, choice.order),
        "facets": _facets(roll),
        "compared": _compared(choice, now),
        "next_url": choice.at(roll.place(start + PAGE)).url() if start + PAGE < len(roll.found) else "",
        "previous_url": _previous(roll, start),
        "canonical_url": url,
    }


def rows(lines: list, now: dt.datetime) -> list[Organization]:
    """Return the organizations of some lines, in their order, with what a row prints."""
    found = Organization.objects.only(*PRINTED).annotate(covered_at=covered_at(get_language(), now))
    by_key = found.prefetch_related("names").in_bulk([line.pk for line in lines])
    return [by_key[line.pk] for line in lines if line.pk in by_key]


def _previous(roll: Roll, start: int) -> str:
    """Return the address of the page before, which begins a page of rows earlier."""
    if not start:
        return ""
    return roll.choice.at(roll.place(start - PAGE) if start > PAGE else "").url()


def _alphabet(counts: dict[str, int], shown: set[str], choice: Choice) -> list[dict]:
    """Return the letters, linked to their heading on this page, or to the page by name that begins with them.

    What begins with no letter stands first, under "#".
    """
    here = shown if choice.order is Order.NAME else ()
    urls = {
        key: f"#letter-{key}" if key in here else choice.at(key.lower().strip("#"), Order.NAME).url()
        for key in counts
    }
    return [
        {"letter": key, "url": urls.get(key, "")}
        for key in ["#", *ascii_uppercase]
        if key != "#" or key in urls
    ]


def _sorts(choice: Choice) -> list[dict]:
    return [
        {"label": order.label, "url": choice.at("", order).url(), "current": order is choice.order}
        for order in Order
    ]


def _groups(shown: list[Organization], order: Order) -> list[dict]:
    """Return the rows under their letters, or under the months or years that they are ordered by."""
    titles = {
        Order.NAME: lambda firm: firm.letter,
        Order.COVERED: lambda firm: _month(firm.covered_at),
        Order.FOUNDED: lambda firm: firm.founded_year or _("Year not known"),
    }
    return [{"title": key, "firms": list(firms)} for key, firms in groupby(shown, titles[order])]


def _month(covered: dt.datetime | None) -> str:
    if covered is None:
        return _("Not yet covered")
    return formats.date_format(timezone.localtime(covered), "YEAR_MONTH_FORMAT")


def _facets(roll: Roll) -> list[dict]:
    """Return what can be chosen, each with how many it would show: the most first, decades in the order of time."""
    countries = [(code, str(COUNTRIES.get(code, code))) for code in roll.countries]
    decades = [(key, _("%(year)ss") % {"year": key}) for key in sorted(roll.decades, reverse=True)]
    facets = {
        "kind": (_("Kind"), _most_first(Kind.choices, roll.counts["kind"])),
        "country": (_("Country"), _most_first(countries, roll.counts["country"])),
        "sector": (_("Sector"), _most_first(Sector.choices, roll.counts["sector"])),
        "status": (_("Status"), _most_first(Status.choices, roll.counts["status"])),
        "founded": (_("Founded"), decades),
    }
    return [_facet(name, *facet, roll) for name, facet in facets.items()]


def _most_first(choices: list[tuple[str, str]], counts: Counter) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: (-counts[choice[0]], str(choice[1])))


def _facet(name: str, legend: str, choices: list[tuple[str, str]], roll: Roll) -> dict:
    """Return a filter; of a long one what is rarely chosen stands folded, but for what is chosen."""
    counts, chosen = roll.counts[name], roll.choice.filters.get(name, ())
    options = [
        {"value": value, "label": capfirst(str(label)), "count": counts[value], "chosen": value in chosen}
        for value, label in choices
        if counts[value] or value in chosen
    ]
    limit = OFFERED if name == "country" else len(options)
    seen = [option for place, option in enumerate(options) if place < limit or option["chosen"]]
    more = [option for option in options if option not in seen]
    return {"name": name, "legend": legend, "options": seen, "more": more}


def _compared(choice: Choice, now: dt.datetime) -> list[dict]:
    """Return whom the reader has chosen to compare so far, each with the way to leave it out."""
    if not choice.firms:
        return []
    found = Organization.objects.public(now).filter(slug__in=choice.firms)
    names = dict(found.values_list("slug", "name"))
    return [
        {"slug": slug, "name": names[slug], "url": choice.without_firm(slug).url()}
        for slug in choice.firms
        if slug in names
    ]
