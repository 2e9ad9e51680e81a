""" "Before it goes out", as the desk shows it: what is right, doubtful or wrong, each with its place in the form."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.articles import checklist
from spacenews.articles.checklist import Line, doubtful
from spacenews.articles.desk import named
from spacenews.articles.desk.named import Named

# Where in the form each name of the checklist stands.
PLACES = {
    **{name: f"id_{name}" for name in ("headline", "deck", "points", "body", "section", "slug", "lead")},
    **{"byline": "bylines-group", "firms": "coverage-group", "sources": "source_rows-group"},
    "named": "named",
}
# What is said of names with which nothing is wrong or doubtful.
RIGHT = (
    (gettext_lazy("Headline, deck, main points"), ("headline", "deck", "points")),
    (gettext_lazy("Text, links, figures and pictures"), ("body", "lead")),
    (gettext_lazy("Section, byline, address"), ("section", "byline", "slug")),
    (gettext_lazy("Firms and sources"), ("firms", "named", "sources")),
)


@dataclass(frozen=True)
class Check:
    """One line: its words, the id of its place in the form, and the words to be found in the text there."""

    kind: str
    words: str
    place: str = ""
    find: str = ""


def before_it_goes_out(article, user, found: Named | None = None) -> list[Check]:
    """Return the lines in the order of the form; of names that are all right one line.

    `found` is whom the text names and its firms are not, where that was looked for.
    """
    found = named.of_article(user, article) if found is None else found
    return list(_shown([*checklist.lines(article, user=user), *_named(found)]))


def _named(found: Named) -> Iterable[Line]:
    """Say who is named for sure and is none of the firms; a question is no fault."""
    names = [str(row.choices[0].organization) for row in found.rows if row.is_sure]
    if names:
        yield doubtful("named", _("Named in the text and not among the firms: %s") % ", ".join(names))


def _shown(lines: list[Line]) -> Iterable[Check]:
    for words, names in RIGHT:
        found = [line for line in lines if line.name in names]
        yield from map(check_of, found)
        if not found:
            yield Check("right", str(words))


def check_of(line: Line) -> Check:
    return Check(line.kind, line.words, PLACES[line.name], line.find)
