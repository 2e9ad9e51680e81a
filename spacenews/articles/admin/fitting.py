"""What a form posts of an article's rows, fitted to the rows that are there by now."""

import re

from django.http import QueryDict


def fitted(data: QueryDict, prefix: str, chosen: str, there: dict[str, str]) -> QueryDict:
    """Return what was posted with the ids of rows that are there, which are then the first.

    A row that somebody removed or replaced meanwhile takes the id of the one that now chooses the same, else it is
    a new one; so is a row added here that somebody else added too.
    """
    key = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-(.+)")
    ids = {int(found[1]): data[name] for name in data if (found := key.fullmatch(name)) and found[2] == "id"}
    free = {value: pk for pk, value in there.items() if pk not in ids.values()}
    new = {
        number: pk if pk in there else free.pop(data.get(f"{prefix}-{number}-{chosen}"), "")
        for number, pk in sorted(ids.items())
    }
    if new == ids:
        return data
    place = {number: index for index, number in enumerate(sorted(new, key=lambda n: (not new[n], n)))}
    moved = QueryDict(mutable=True)
    for name, values in data.lists():
        found = key.fullmatch(name)
        if found and int(found[1]) in place:
            values = [new[int(found[1])]] if found[2] == "id" else values
            name = f"{prefix}-{place[int(found[1])]}-{found[2]}"
        moved.setlist(name, values)
    moved[f"{prefix}-INITIAL_FORMS"] = str(sum(map(bool, new.values())))
    return moved
