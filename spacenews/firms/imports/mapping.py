"""Which column of a table says what: guessed from the names of the columns, corrected by whoever takes it in."""

import re
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIELDS = {
    "gcat": gettext_lazy("GCAT code"),
    "wikidata": gettext_lazy("Wikidata number"),
    "lei": "LEI",
    "slug": gettext_lazy("slug"),
    "name": gettext_lazy("name"),
    "english": gettext_lazy("name in English"),
    "native": gettext_lazy("name in its own script"),
    "short": gettext_lazy("short name"),
    "legal": gettext_lazy("legal name"),
    "former": gettext_lazy("former name"),
    "alias": gettext_lazy("further names, with ; between them"),
    "kind": gettext_lazy("kind"),
    "gcat_type": gettext_lazy("type, as in GCAT"),
    "gcat_class": gettext_lazy("class, as in GCAT"),
    "sectors": gettext_lazy("sectors, with ; between them"),
    "country": gettext_lazy("country"),
    "city": gettext_lazy("city"),
    "founded": gettext_lazy("founded"),
    "ended": gettext_lazy("end"),
    "status": gettext_lazy("status"),
    "ownership": gettext_lazy("ownership"),
    "website": gettext_lazy("website"),
    "descriptor": gettext_lazy("descriptor"),
    "parent": gettext_lazy("GCAT code of its owner"),
}
NAMES = ("english", "name", "native", "short")  # the first that a line gives is what the record is called
IDENTIFIERS = ("gcat", "wikidata", "lei")
SEVERAL = {"alias", "former"}  # fields that more than one column may hold

# Names of columns, as folded by `_bare`, beside the names of the fields themselves.
KNOWN = {
    **{"code": "gcat", "gcatcode": "gcat", "agency": "gcat", "qid": "wikidata", "wikidataid": "wikidata"},
    **{"statecode": "country", "nation": "country", "countrycode": "country", "location": "city"},
    **{"place": "city", "type": "gcat_type", "class": "gcat_class", "tstart": "founded", "tstop": "ended"},
    **{"start": "founded", "shortname": "short", "ename": "english", "englishname": "english"},
    **{"nameen": "english", "uname": "native", "unicodename": "native", "nativename": "native"},
    **{"namenative": "native", "shortename": "alias", "shortenglishname": "alias", "aliases": "alias"},
    **{"alsoknownas": "alias", "formername": "former", "formernames": "former", "legalname": "legal"},
    **{"organization": "name", "organisation": "name", "company": "name", "firm": "name", "url": "website"},
    **{"homepage": "website", "description": "descriptor", "summary": "descriptor", "end": "ended"},
    **{"closed": "ended", "sector": "sectors", "foundedin": "founded", "yearfounded": "founded"},
    **{"founding": "founded", "title": "name", "names": "alias", "organizationtype": "kind"},
    **{"foundedon": "founded", "qnumber": "wikidata"},
    # In Indonesian.
    **{"nama": "name", "namaperusahaan": "name", "perusahaan": "name", "namainggris": "english"},
    **{"singkatan": "short", "namalain": "alias", "namalama": "former", "negara": "country", "kota": "city"},
    **{"didirikan": "founded", "tahunberdiri": "founded", "berdiri": "founded", "situs": "website"},
    **{"situsweb": "website", "deskripsi": "descriptor", "keterangan": "descriptor", "jenis": "kind"},
    # In Chinese.
    **{"名称": "name", "企业名称": "name", "公司名称": "name", "机构名称": "name", "企业": "name"},
    **{"公司": "name", "机构": "name", "全称": "legal", "英文名": "english", "英文名称": "english"},
    **{"简称": "short", "别名": "alias", "又称": "alias", "曾用名": "former", "国家": "country"},
    **{"城市": "city", "所在地": "city", "成立时间": "founded", "成立日期": "founded", "成立年份": "founded"},
    **{"成立": "founded", "状态": "status", "官网": "website", "网站": "website", "网址": "website"},
    **{"简介": "descriptor", "类型": "kind"},
}


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def guessed(header: list[str]) -> list[str]:
    """Return for each column the field that its name stands for, or nothing; a field is given once.

    >>> guessed(["#Code", "UCode", "StateCode", "TStart", "EName", "Name of the dog"])
    ['gcat', '', 'country', 'founded', 'english', '']
    >>> guessed(["企业名称", "hq.city", "Tahun berdiri"])
    ['name', 'city', 'founded']
    """
    known = {_bare(name): name for name in FIELDS} | KNOWN
    fields, taken = [], set()
    for name in header:
        field = known.get(_bare(name)) or known.get(_bare(name.rpartition(".")[2]), "")
        fields.append("" if field in taken else field)
        taken |= {field} - SEVERAL
    return fields


def key_of(header: list[str]) -> str:
    """Return what two tables with the same names of columns have in common."""
    return sha256("\n".join(header).encode()).hexdigest()[:32]


def checked(fields: list[str], header: list[str]) -> list[str]:
    """Return a mapping that fits the table. Raises ValidationError, with what is wrong with it."""
    if len(fields) != len(header) or set(fields) - {"", *FIELDS}:
        raise ValidationError(_("Say of each column what it holds."))
    twice = {field for field in fields if field and field not in SEVERAL and fields.count(field) > 1}
    if twice:
        names = ", ".join(str(FIELDS[field]) for field in FIELDS if field in twice)
        raise ValidationError(_("Only one column can be this: %(names)s.") % {"names": names})
    if not set(NAMES) & set(fields):
        raise ValidationError(_("One column must hold a name."))
    return fields


def told(mapping: dict[str, str], header: list[str]) -> list[str]:
    """Return the mapping that a file for the command says: names of columns to names of fields, the rest unused."""
    if unknown := set(mapping) - set(header):
        raise ValidationError(_("No such column: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    return checked([str(mapping.get(name) or "") for name in header], header)
