"""The directory of organizations: filters, letters and rows, bounded however many there are."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_
from string import ascii_uppercase
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews.firms import json_ld
from spacenews.firms.countries import COUNTRIES
from spacenews.firms.coverage import covered_at
from spacenews.firms.folding import fold, letter
from spacenews.firms.models import Name, Organization
from spacenews.markup import tidy

PAGE, COUNTRIES_OFFERED, NAME_LENGTH = 100, 8, 200
Kind, Sector = Organization.Kind, Organization.Sector


@dataclass(frozen=True)
class Choice:
    """What a reader asked the directory for; values that it does not know are left out."""

    name: str
    kinds: list[str]
    sectors: list[str]
    countries: list[str]

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        return cls(
            name=tidy(query.get("name", ""))[:NAME_LENGTH].strip(),
            kinds=_known(query.getlist("kind"), Kind.values),
            sectors=_known(query.getlist("sector"), Sector.values),
            countries=_known(query.getlist("country"), COUNTRIES),
        )

    def filter(self, organizations: QuerySet) -> QuerySet:
        if self.name:
            names = Name.objects.filter(organization=OuterRef("pk"), text_folded__contains=fold(self.name))
            organizations = organizations.filter(Q(name_folded__contains=fold(self.name)) | Exists(names))
        if self.kinds:
            organizations = organizations.filter(kind__in=self.kinds)
        if self.countries:
            organizations = organizations.filter(country__in=self.countries)
        return self._in_sectors(organizations) if self.sectors else organizations

    def _in_sectors(self, organizations: QuerySet) -> QuerySet:
        """SQLite cannot ask what a list in JSON contains; its text can be asked on both databases."""
        words = (Q(sectors_text__contains=f'"{sector}"') for sector in self.sectors)
        return organizations.alias(sectors_text=Cast("sectors", TextField())).filter(reduce(or_, words))

    def url(self, start: str = "") -> str:
        """Return the address of the page with the same filters that begins at a folded name."""
        asked = {"name": self.name, "kind": self.kinds, "sector": self.sectors, "country": self.countries}
        query = urlencode(
            {key: value for key, value in {**asked, "from": start}.items() if value}, doseq=True
        )
        return reverse("firms") + (f"?{query}" if query else "")


def page(query: QueryDict, now: dt.datetime) -> dict:
    """Return the rows from the name that `from` gives on, under their letters, with filters and letters to go to."""
    choice, start = Choice.of(query), tidy(query.get("from", ""))[:NAME_LENGTH]
    everybody = Organization.objects.public(now)
    found = choice.filter(everybody)
    rows = list(
        _from(found, start)
        .annotate(covered_at=covered_at(get_language(), now))
        .prefetch_related("names")[: PAGE + 1]
    )
    shown, counts = rows[:PAGE], dict(found.order_by("letter").values_list("letter").annotate(Count("pk")))
    facets, kinds = _facets(everybody, choice)
    title, url = _("Firms"), settings.SITE_URL + choice.url(start)
    words = _(
        "Find an organization by any of its names, in any script; each fact on its page opens to its source."
    )
    return {
        "page_title": title,
        "description": words,
        "noindex": bool(choice.name),
        "json_ld": json_ld.directory(title, url, [(firm.name, firm.url) for firm in shown], words),
        "total": sum(counts.values()),
        "firm_count": kinds[Kind.FIRM],
        "institution_count": kinds.total() - kinds[Kind.FIRM],
        "name_field": {"name": "name", "label": _("Name, in any script"), "value": choice.name},
        "clear_url": reverse("firms") if choice.url() != reverse("firms") else "",
        "alphabet": _alphabet(counts, {firm.letter for firm in shown}, choice),
        "groups": [
            {"letter": key, "firms": list(firms)} for key, firms in groupby(shown, lambda firm: firm.letter)
        ],
        "facets": facets,
        "next_url": choice.url(rows[PAGE].name_folded) if len(rows) > PAGE else "",
        "previous_url": _previous(found, start, choice) if start else "",
        "canonical_url": url,
    }


def _known(asked: list[str], known) -> list[str]:
    return sorted(set(asked) & set(known))


def _from(organizations: QuerySet, start: str) -> QuerySet:
    if not start:
        return organizations
    return organizations.filter(Q(letter__gt=letter(start)) | Q(letter=letter(start), name_folded__gte=start))


def _previous(found: QuerySet, start: str, choice: Choice) -> str:
    """Return the address of the page before, which begins a page of names earlier."""
    earlier = found.filter(Q(letter__lt=letter(start)) | Q(letter=letter(start), name_folded__lt=start))
    names = list(earlier.reverse().values_list("name_folded", flat=True)[:PAGE])
    return choice.url(names[-1] if len(names) == PAGE else "") if names else ""


def _alphabet(counts: dict[str, int], shown: set[str], choice: Choice) -> list[dict]:
    """Return the letters, linked to their heading on this page, or to the page that begins with them.

    What begins with no letter stands first, under "#".
    """
    urls = {key: f"#letter-{key}" if key in shown else choice.url(key.lower().strip("#")) for key in counts}
    return [
        {"letter": key, "url": urls.get(key, "")}
        for key in ["#", *ascii_uppercase]
        if key != "#" or key in urls
    ]


def _facets(organizations: QuerySet, choice: Choice) -> tuple[list[dict], Counter]:
    """Return what can be chosen with its counts, from one query over all organizations; and the counts by kind."""
    kinds, countries, sectors = Counter(), Counter(), Counter()
    combined = organizations.order_by().values_list("kind", "country", "sectors").annotate(Count("pk"))
    for kind, country, of_row, count in combined:
        kinds[kind] += count
        countries[country] += count
        sectors.update(dict.fromkeys(of_row, count))
    offered = [code for code, _n in countries.most_common(COUNTRIES_OFFERED) if code in COUNTRIES]
    offered += [code for code in choice.countries if code not in offered]
    facets = [
        _facet("kind", _("Kind"), Kind.choices, kinds, choice.kinds),
        _facet(
            "country",
            _("Country"),
            [(code, COUNTRIES[code]) for code in offered],
            countries,
            choice.countries,
        ),
        _facet("sector", _("Sector"), Sector.choices, sectors, choice.sectors),
    ]
    return facets, kinds


def _facet(name: str, legend: str, choices: list, counts: Counter, chosen: list[str]) -> dict:
    options = [
        {"value": value, "label": capfirst(str(label)), "count": counts[value], "chosen": value in chosen}
        for value, label in choices
        if counts[value] or value in chosen
    ]
    return {"name": name, "legend": legend, "options": sorted(options, key=lambda option: -option["count"])}
