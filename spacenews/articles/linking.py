"""The first plain occurrence of a covered organization's name becomes a link to its page."""

import re
from collections.abc import Callable
from html import escape

from django.utils import translation

from spacenews.firms.models import Name


class NameLinker:
    """Links each organization once a text, the longest of its names first."""

    def __init__(self, organizations: list, language: str):
        self.urls: dict[int, str] = {}
        self.names: dict[int, list[str]] = {}
        with translation.override(language):
            self.urls = {organization.pk: organization.url for organization in organizations}
        rows = Name.objects.filter(organization__in=organizations).exclude(match=Name.Match.ASK)
        for row in rows:
            self.names.setdefault(row.organization_id, []).append(_pattern(row.text, row.match))
        for organization in organizations:
            own = [organization.name, organization.short_name]
            patterns = [_pattern(text, Name.Match.EXACT) for text in own if text]
            self.names.setdefault(organization.pk, []).extend(patterns)
        for patterns in self.names.values():
            patterns.sort(key=len, reverse=True)

    def link(self, html: str, printed: Callable[[str], str]) -> str:
        """Return escaped text with links; `printed` treats every piece of it that is no tag."""
        found = self._first(html)
        if not found:
            return printed(html)
        pk, span = found
        url = self.urls[pk]
        del self.names[pk]
        before, name, after = html[: span[0]], html[span[0] : span[1]], html[span[1] :]
        return (
            self.link(before, printed)
            + f'<a class="firm" href="{url}">{printed(name)}</a>'
            + self.link(after, printed)
        )

    def _first(self, html: str) -> tuple[int, tuple[int, int]] | None:
        hits = []
        for pk, patterns in self.names.items():
            if hit := re.search("|".join(patterns), html):
                hits.append((hit.start(), -hit.end(), pk, hit.span()))
        return min(hits)[2:] if hits else None


def _pattern(text: str, match: str) -> str:
    """Return the expression that finds a name in escaped text: whole words where the script has them."""
    name = re.escape(escape(text, quote=False))
    name = rf"(?i:{name})" if match == Name.Match.ALWAYS else name
    head = r"(?<![\w-])" if re.match(r"[\x21-\u024f]", text) else ""
    tail = r"(?![\w-])" if re.match(r"[\x21-\u024f]", text[-1]) else ""
    return f"{head}{name}{tail}"
