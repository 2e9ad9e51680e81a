"""The first plain occurrence of a covered organization's name becomes a link to its page."""

import re
from collections.abc import Callable, Iterator
from html import escape

from django.utils import translation

from spacenews.firms.models import Name

Match = Name.Match
# Signs of scripts that part words. A Han sign beside them parts them as a space does, and needs no such care itself.
LATIN = "!-~\u00c0-\u024f"
IN_A_WORD = "0-9A-Za-z_\u00c0-\u024f-"


class NameLinker:
    """Links each organization once a text, and no short name inside a longer one (CAS in CAS Space)."""

    def __init__(self, organizations: list, language: str):
        with translation.override(language):
            self.urls = {organization.pk: organization.url for organization in organizations}
        names = sorted(_names(organizations), key=lambda name: len(name[1]), reverse=True)
        self.owners = [owner for owner, _text, _match in names]
        patterns = (f"({pattern(text, match)})" for _owner, text, match in names)
        self.names = re.compile("|".join(patterns)) if names else None
        self.linked: set[int] = set()

    def link(self, text: str, printed: Callable[[str], str]) -> str:
        """Return the HTML of a plain text with links; `printed` escapes each piece of it."""
        out, last = [], 0
        for hit in self.names.finditer(text) if self.names else ():
            owner = self.owners[hit.lastindex - 1]
            if owner not in self.linked:
                self.linked.add(owner)
                link = f'<a class="firm" href="{escape(self.urls[owner])}">{printed(hit[0])}</a>'
                out += [printed(text[last : hit.start()]), link]
                last = hit.end()
        return "".join([*out, printed(text[last:])])


def _names(organizations: list) -> Iterator[tuple[int, str, str]]:
    """Yield owner, text and match of every name that may be linked, but none that two of the organizations have.

    How a name matches, its row says; the record's own two names match in exact case where there is no row.
    """
    rows = list(Name.objects.filter(organization__in=organizations))
    given = {(row.organization_id, row.text): row.match for row in rows}
    for organization in organizations:
        for text in filter(None, (organization.name, organization.short_name)):
            given.setdefault((organization.pk, text), Match.EXACT)
    owners: dict[str, set[int]] = {}
    for owner, text in given:
        owners.setdefault(text, set()).add(owner)
    for (owner, text), match in given.items():
        if match != Match.ASK and len(owners[text]) == 1:
            yield owner, text, match


def pattern(text: str, match: str) -> str:
    """Return the expression that finds a name: as a whole word where its script parts words."""
    name = re.escape(text)
    if match == Match.ALWAYS:
        name = f"(?i:{name})"
    before = f"(?<![{IN_A_WORD}])" if re.match(f"[{LATIN}]", text) else ""
    after = f"(?![{IN_A_WORD}])" if re.search(f"[{LATIN}]$", text) else ""
    return before + name + after
