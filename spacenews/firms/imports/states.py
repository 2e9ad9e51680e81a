"""Countries by the codes of GCAT's tables, of ISO 3166, or by their names in the languages of the site."""

import re
from functools import cache

from django.conf import settings
from django.utils import translation

from spacenews.firms.countries import COUNTRIES
from spacenews.firms.folding import fold

ISO = frozenset(
    re.findall(
        "[A-Z]{2}",
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT "
        "BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH "
        "ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT "
        "HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS "
        "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI "
        "NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG "
        "SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG "
        "UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ",
    )
)
# What GCAT calls otherwise. A state that is no more keeps its own code, as its successors are several; what was
# Germany before 1949 has one.
GCAT = {
    **{"B": "BE", "D": "DE", "E": "ES", "F": "FR", "I": "IT", "J": "JP", "L": "LU", "N": "NO", "P": "PT"},
    **{"S": "SE", "T": "TH", "UK": "GB", "UAE": "AE", "BGN": "BG", "MYM": "MM", "PAR": "PA", "PCZ": "PA"},
    **{"GRD": "GD", "GUF": "GF", "KORS": "CW", "MOCN": "MO", "BVI": "VG", "CYM": "KY", "ZR": "CD"},
    **{"SU": "SU", "DD": "DD", "CSSR": "CS", "DR": "DE", "DX": "DE", "AGUK": "AG", "BBUK": "BB"},
    **{"AAT": "AQ", "ARV": "AQ", "BAT": "AQ", "DML": "AQ", "NZRD": "AQ", "UM67": "UM", "UM79": "UM"},
}
NOWHERE = {"X", "EARTH", "LUNA", "ANTN", "TTPI"}  # no state of today, or none at all


def country_of(told: str) -> str:
    """Return the code of a country; nothing for what belongs to none, as an organization of several states (`I-ESA`).

    >>> country_of("J"), country_of("CN"), country_of("I-ESA"), country_of("Indonesia"), country_of("中国")
    ('JP', 'CN', '', 'ID', 'CN')

    Raises ValueError for a code or name that nobody knows.
    """
    code = told.strip().upper()
    if code in NOWHERE or code.startswith("I-"):
        return ""
    return GCAT.get(code) or code_of(told)


def code_of(told: str) -> str:
    """Return the code of a country, told by that or by a name in a language of the site.

    >>> code_of("cn"), code_of("Jepang"), code_of("法国"), code_of("su")
    ('CN', 'JP', 'FR', 'SU')

    Raises ValueError for what is neither.
    """
    code = told.strip().upper()
    if found := code if code in ISO or code in COUNTRIES else _by_name().get(fold(told)):
        return found
    raise ValueError(told)


@cache
def _by_name() -> dict[str, str]:
    names = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names |= {fold(str(name)): code for code, name in COUNTRIES.items()}
    return names
