"""Suggestions while typing: firms, tags, headlines and words that readers may see, and nothing else."""

import datetime as dt
from dataclasses import asdict, dataclass
from itertools import groupby

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from spacenews.articles.models import Edition
from spacenews.firms.models import Organization
from spacenews.languages import HTML_LANG
from spacenews.limits import pace
from spacenews.pagecache import clock, marks
from spacenews.search import beginnings, database
from spacenews.search.choice import Choice
from spacenews.search.headlines import Remembered
from spacenews.search.names import Meaning
from spacenews.search.unfinished import Line

GROUPS = {"firm": _("Firms"), "tag": _("Tags"), "article": _("Articles"), "word": _("Words")}
RECORDS, ARTICLES, WORDS = 3, 5, 4


@dataclass(frozen=True)
class Suggestion:
    """A row of the list; `also` is the name that it was found by, or a firm's in its own script."""

    group: str
    label: str
    url: str
    lang: str = ""
    also: str = ""
    also_lang: str = ""


@marks.public_by("q")
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer with groups that have names, and a sentence to be spoken, in the language of the page."""
    now, typed = clock.now(), request.GET.get("q", "")
    if Line(typed, now).is_too_short:
        return answer([])
    if seconds := pace.wait_s(request, now, "suggest_minute"):
        return answer([], status=429, headers={"Retry-After": str(seconds)})
    try:
        found = suggestions(typed, translation.get_language(), now)
    except database.TooLong:
        return answer([], headers={"Cache-Control": "no-store"})
    return answer(found, said=said(len(found)))


def answer(found: list[Suggestion], *, said: str = "", **how) -> JsonResponse:
    groups = [
        {"name": GROUPS[key], "suggestions": [asdict(row) for row in rows]}
        for key, rows in groupby(found, key=lambda row: row.group)
    ]
    response = JsonResponse({"said": said, "groups": groups}, **how)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def said(number: int) -> str:
    several = ngettext("%(number)s suggestion", "%(number)s suggestions", number)
    return several % {"number": number} if number else gettext("No suggestions")


def suggestions(typed: str, language: str, now: dt.datetime) -> list[Suggestion]:
    """Return what may be meant, group by group, of each a few. Raises database.TooLong."""
    line = Line(typed, now)
    with database.in_time():
        remembered = Remembered(line, now)
        return [
            *map(record, beginnings.meant(line.text, now, RECORDS)),
            *(article(edition, language) for edition in remembered.editions(language, ARTICLES)),
            *map(word, remembered.completed(WORDS)),
        ]


def record(meaning: Meaning) -> Suggestion:
    return (firm if isinstance(meaning.record, Organization) else tag)(meaning)


def firm(meaning: Meaning) -> Suggestion:
    """Show a firm with the name that was meant, where that is another one, else with its native name."""
    record, spelled = meaning.record, meaning.spelled
    if spelled in (record.name, record.short_name):
        also = record.native
    else:
        also = next(name for name in record.names.all() if name.text == spelled)
    other = {"also": also.text, "also_lang": also.language} if also else {}
    return Suggestion("firm", record.name, record.url, **other)


def tag(meaning: Meaning) -> Suggestion:
    record, spelled = meaning.record, meaning.spelled
    languages = {record.name_zh_hans: "zh-hans", record.name_id: "id", record.name: "en"}
    other = {"also": spelled, "also_lang": HTML_LANG[languages[spelled]]} if spelled != str(record) else {}
    return Suggestion("tag", str(record), record.url, **other)


def article(edition: Edition, language: str) -> Suggestion:
    lang = edition.html_lang if edition.language != language else ""
    return Suggestion("article", edition.headline, edition.url, lang=lang)


def word(line: str) -> Suggestion:
    return Suggestion("word", line, Choice(line).url())
