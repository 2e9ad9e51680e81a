"""The source that the records of a table rest on: one that is on record, or a new one."""

from spacenews.firms.models import Source

GCAT = {
    "url": "https://planet4589.org/space/gcat/tsv/tables/orgs.tsv",
    "title": "General Catalog of Artificial Space Objects: organizations (CC BY 4.0)",
    "publisher": "Jonathan McDowell",
}


def suggested(header: list[str]) -> dict[str, str]:
    """Return the address, title and publisher of a table that is known by its columns."""
    return GCAT if {"Code", "UCode", "StateCode", "TStart"} <= set(header) else {}


def source_of(url: str, title: str, publisher: str) -> Source:
    """Return the source at an address, made where there is none. Raises ValidationError for a wrong address.

    To be called inside `atomic()`.
    """
    if found := Source.objects.at(url).first():
        return found
    made = Source(url=url, title=title, publisher=publisher, kind="table")
    made.full_clean()
    made.save()
    return made
