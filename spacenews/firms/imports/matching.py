"""How a name that a table gives may match in running text, and what language it is in by its letters."""

import re

from spacenews.firms.models import Name, Organization

SCRIPTS = ((re.compile("[\u3040-\u30ff]"), "ja"), (re.compile("[\u3400-\u9fff]"), "zh-Hans"))


def match_of(text: str, kind: str) -> str:
    """A single Latin word of a table of thousands may be any word; a whole name is matched as it is written."""
    if kind == Name.Kind.SHORT or (text.isascii() and " " not in text):
        return Name.Match.ASK
    return Name.Match.EXACT if text.isascii() else Name.Match.ALWAYS


def language_of(text: str, record: Organization) -> str:
    """Return the language of a name in Han or kana; of other letters none is known.

    >>> language_of("宇宙航空研究開発機構", Organization(country="JP")), language_of("SpaceX", Organization())
    ('ja', '')
    """
    for letters, language in SCRIPTS:
        if letters.search(text):
            return (
                "ja"
                if record.country == "JP"
                else "zh-Hant"
                if record.country in ("TW", "HK", "MO")
                else language
            )
    return ""
