"""The names of an organization: which kind each is, and how it may match in running text."""

import re
from typing import Any

from spacenews.firms.models import Name

Kind, Match = Name.Kind, Name.Match

# In running text these mostly mean something else, or another organization.
DOUBTFUL = {
    "Alibaba",
    "AST",
    "Axiom",
    "DBA",
    "Firefly",
    "Guowang operator",
    "Hainan commercial spacecraft launch site operator",
    "Interstellar",
    "Isar",
    "iSpace",
    "IST",
    "MUT",
    "Planet",
    "Relativity",
    "Spire",
    "SSL",
    "Vast",
}
# Abbreviations that are spoken, and so printed as words too: no other word is spelled like them.
SPOKEN = {"ICEYE", "ISRO", "JAXA", "NASA"}
# What headlines and the other languages of the site call them, beside what the records say; by slug.
ALSO = {
    "agnikul": ["Agnikul"],
    "alibaba-taobao": ["Taobao", "Alibaba"],
    "ast-spacemobile": ["AST"],
    "axiom-space": ["Axiom"],
    "cas": ["中科院"],
    "cgwic": ["China Great Wall", "中国长城工业集团"],
    "chang-guang": ["Chang Guang"],
    "cnsa": ["Badan Antariksa Nasional China"],
    "esa": ["Badan Antariksa Eropa", "欧洲航天局", "欧空局"],
    "firefly": ["Firefly"],
    "geely": ["吉利汽车", "吉利控股"],
    "hit": ["Institut Teknologi Harbin"],
    "hongqing": ["Hongqing"],
    "interstellar": ["Interstellar"],
    "isar": ["Isar"],
    "isro": ["印度空间研究组织"],
    "jaxa": ["日本宇宙航空研究开发机构"],
    "lanteris": ["Lanteris"],
    "nasa": ["美国国家航空航天局", "美国宇航局", "美国航天局"],
    "relativity": ["Relativity", "相对论空间"],
    "satnet": ["中国星网"],
    "skyroot": ["Skyroot"],
    "tsinghua": ["Universitas Tsinghua"],
    "xiamen-university": ["Universitas Xiamen"],
    "zhejiang-university": ["Universitas Zhejiang"],
}
# What the names of institutions are written in, whose records do not say.
LANGUAGE_OF_COUNTRY = {"CN": "zh-Hans", "JP": "ja", "ID": "id", "ES": ""}
HAN = re.compile("[\u3400-\u9fff]")

ALIAS = re.compile(
    r"(?P<text>[^()]+?)"
    r"(?: \((?:(?P<since>\d{4})-(?P<until>\d{4})|until (?P<end>\d{4})|(?P<before>predecessor)|(?P<short>[A-Z]+))\))?"
)


def names_of(record: dict[str, Any]) -> list[dict[str, str]]:
    """Return the columns of each name that a record of a firm or an institution gives.

    An abbreviation that is both the short name and an alias is one name.
    """
    native = (
        record["native_lang"] if "native_lang" in record else LANGUAGE_OF_COUNTRY.get(record["country"], "")
    )
    given = [
        _name(record["name"], Kind.DISPLAY, "en"),
        _name(record["short_name"], Kind.SHORT, "en"),
        _name(record["name_native"], Kind.NATIVE, native),
        _name(record.get("legal_name"), Kind.LEGAL, "en"),
        _name(record.get("legal_name_native"), Kind.LEGAL, native),
    ]
    short = record["short_name"]
    printed = [*record["aliases"], *ALSO.get(record.get("slug"), ())]
    aliases = [name for alias in printed for name in _aliases(alias) if name["text"] != short]
    return [name for name in given if name] + aliases


def match_of(text: str) -> str:
    """Return how freely a name may match.

    A coined word (LandSpace, Spacety) whatever its case; abbreviations and names made of common words in exact case
    only, since a space pioneer need not be Space Pioneer; what is doubtful not without an editor.
    """
    if text in DOUBTFUL:
        return Match.ASK
    if text in SPOKEN:
        return Match.ALWAYS
    coined = text.isalpha() and text[0].isupper() and not text.isupper() and len(text) > 5
    return Match.ALWAYS if coined or HAN.search(text) else Match.EXACT


def _name(text: str | None, kind: str, language: str | None) -> dict[str, str] | None:
    return {"text": text, "kind": kind, "language": language or "", "match": match_of(text)} if text else None


def _aliases(printed: str) -> list[dict[str, str]]:
    """Read an alias with what may stand behind it in brackets: the years it was used, or an abbreviation of it."""
    found = ALIAS.fullmatch(printed)
    if not found:
        raise ValueError(f"aliases: {printed!r} has brackets that nobody can read")
    name = _name(found["text"], Kind.ALIAS, "zh-Hans" if HAN.search(printed) else "")
    if found["until"] or found["end"] or found["before"]:
        name["kind"] = Kind.FORMER
    name |= {"since": found["since"] or "", "until": found["until"] or found["end"] or ""}
    abbreviation = _name(found["short"], Kind.ALIAS, "")
    return [name, abbreviation] if abbreviation else [name]
