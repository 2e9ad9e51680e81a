"""What GCAT's `Type` and `Class` tell of an organization (https://planet4589.org/space/gcat/web/orgs/)."""

import re

from spacenews.firms.models import Organization

Kind, Sector = Organization.Kind, Organization.Sector
COUNTRIES = {"CY", "CYP", "AP"}  # a country, a part of one, a heavenly body
SECTORS = {
    "LA": Sector.LAUNCH,
    "LV": Sector.LAUNCH,
    "E": Sector.PROPULSION,
    "PL": Sector.SATELLITES,
    "LS": Sector.LAUNCH_SITE,
}
UNIVERSITY = re.compile(r"univ|hochschule|polytech|politec|daxue|daigaku|college|school", re.IGNORECASE)
INSTITUTE = re.compile(
    r"inst|lab\b|laborator|observator|centre?\b|centro|academ|akadem|research", re.IGNORECASE
)


def is_country(type_: str) -> bool:
    return type_.strip() in COUNTRIES


def kind_of(class_: str, names: str) -> str:
    """Return the kind that fits best: academic, business, civil or defence is all that the table tells.

    >>> kind_of("B", "SpaceX"), kind_of("A", "University of Tokyo"), kind_of("D", "United States Air Force")
    ('firm', 'university', 'agency')
    """
    match class_.strip():
        case "B":
            return Kind.FIRM.value
        case "A":
            return (Kind.UNIVERSITY if UNIVERSITY.search(names) else Kind.INSTITUTE).value
        case "C" if INSTITUTE.search(names):
            return Kind.INSTITUTE.value
        case "C" | "D":
            return Kind.AGENCY.value
    return ""


def sectors_of(type_: str) -> list[str]:
    """
    >>> sectors_of("O/LA/LV/PL/E")
    ['launch', 'satellites', 'propulsion']
    """
    told = (SECTORS.get(part) for part in type_.strip().split("/"))
    return list(dict.fromkeys(sector.value for sector in told if sector))
