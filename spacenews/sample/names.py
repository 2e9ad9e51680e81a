"""The names of an organization: which kind each is, and how it may match in running text."""

import re
from typing import Any

from spacenews.firms.models import Name

Kind, Match = Name.Kind, Name.Match

# In running text these mostly mean something else, or another organization.
DOUBTFUL = {
    *("Alibaba", "AST", "DBA", "Guowang operator", "Hainan commercial spacecraft launch site operator"),
    *("iSpace", "IST", "MUT", "PLD", "Rocket Factory", "SSL", "星网", "吉利", "天兵", "清华"),
}
# Words of the language: with a capital they are names, unless a sentence or a headline gives it.
WORDS = {"Axiom", "Firefly", "Interstellar", "Planet", "Relativity"}
# No other word is spelled like these, also where case is another: abbreviations that are spoken, a short coined word.
SPOKEN = {"Geely", "ICEYE", "ISRO", "JAXA", "NASA"}
# What headlines and the other languages of the site call them, beside what the records say; by slug.
ALSO = {
    "agnikul": ["Agnikul"],
    "alibaba-taobao": ["Taobao", "Alibaba"],
    "ast-spacemobile": ["AST"],
    "axiom-space": ["Axiom", "公理太空"],
    "beihang": ["北航"],
    "cas-iom": ["中科院力学所"],
    "casic": ["航天科工"],
    "cas": ["中科院", "Akademi Ilmu Pengetahuan China", "Akademi Ilmu Pengetahuan Tiongkok"],
    "cgwic": ["China Great Wall", "中国长城工业集团"],
    "chang-guang": ["Chang Guang"],
    "cnsa": ["Badan Antariksa Nasional China"],
    "esa": ["Badan Antariksa Eropa", "欧洲航天局", "欧洲空间局", "欧洲太空总署", "欧空局"],
    "firefly": ["Firefly", "萤火虫航天"],
    "geely": ["吉利汽车", "吉利控股", "吉利"],
    "hit": ["Institut Teknologi Harbin", "哈工大"],
    "hongqing": ["Hongqing"],
    "interstellar": ["Interstellar"],
    "intuitive-machines": ["直觉机器"],
    "isar": ["Isar"],
    "isro": ["印度空间研究组织"],
    "jaxa": ["日本宇宙航空研究开发机构"],
    "lanteris": ["Lanteris"],
    "nasa": [
        *(
            "美国国家航空航天局",
            "美国宇航局",
            "美国航天局",
            "美国国家宇航局",
            "美国航空航天局",
            "美国太空总署",
        ),
        "Badan Antariksa Amerika Serikat",
    ],
    "nwpu": ["西工大"],
    "pld-space": ["PLD"],
    "relativity": ["Relativity", "相对论空间"],
    "rfa": ["Rocket Factory"],
    "satnet": ["中国星网", "星网"],
    "secm": ["微小卫星创新研究院"],
    "skyroot": ["Skyroot"],
    "space-pioneer": ["天兵"],
    "spacesail": ["垣信"],
    "tsinghua": ["Universitas Tsinghua", "清华"],
    "xiamen-university": ["Universitas Xiamen"],
    "zhejiang-university": ["Universitas Zhejiang", "浙大"],
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
    is_long = text.isalpha() and text[0].isupper() and not text.isupper() and len(text) > 5
    coined = is_long and text not in WORDS
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
