"""The rows of an article's form as it posts them: read as a document keeps them, and written."""

import re

from django.http import QueryDict

from spacenews.articles.models import Article
from spacenews.articles.models.printable import ROWS as COLUMNS

# The kinds of rows that the form has: what each chooses, and what else stands in one.
ROWS = {
    name: {column.removesuffix("_id"): column for column in COLUMNS[name]}
    for name in ("bylines", "coverage", "source_rows")
}


def put(data: QueryDict, key: str, value) -> QueryDict:
    """Return what was posted with another value in a field, as a browser would send it."""
    changed = data.copy()
    if isinstance(value, list):
        changed.setlist(key, [str(item) for item in value])
    elif value in (None, False):
        changed.pop(key, None)
    else:
        changed[key] = "on" if value is True else str(value)
    return changed


def rows_in(data: QueryDict, name: str) -> list[dict]:
    """Return the rows that were posted and not taken out, with what is no number as 0."""
    found = []
    for number in _numbers(data, name):
        row = {column: data.get(f"{name}-{number}-{field}", "") for field, column in ROWS[name].items()}
        if next(iter(row.values())) and not data.get(f"{name}-{number}-DELETE"):
            found.append({column: _value(column, value) for column, value in row.items()})
    return found


def _value(column: str, value: str):
    if column == "role":
        return value
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


def _numbers(data: QueryDict, name: str) -> list[int]:
    key = re.compile(rf"{name}-(\d{{1,4}})-id")
    return sorted(int(found[1]) for posted in data if (found := key.fullmatch(posted)))


def put_rows(data: QueryDict, name: str, rows: list[dict], article: Article) -> QueryDict:
    """Return what was posted with these rows of a kind and no others: those of the article that are not among them go.

    The ids of those that stay are left to `fitting`.
    """
    chosen, column = next(iter(ROWS[name].items()))
    stored = getattr(article, name).values_list("pk", column)
    stays = {row.get(column) for row in rows}
    gone = [{"id": pk, chosen: value, "DELETE": "on"} for pk, value in stored if value not in stays]
    written = [{field: row.get(known, "") for field, known in ROWS[name].items()} for row in rows]
    changed = QueryDict(mutable=True)
    for key, values in data.lists():
        if not re.match(rf"{name}-\d", key):
            changed.setlist(key, values)
    for number, row in enumerate([*gone, *written]):
        for field, value in {"id": "", "article": article.pk, **row}.items():
            changed[f"{name}-{number}-{field}"] = str(value)
    changed[f"{name}-TOTAL_FORMS"] = str(len(gone) + len(written))
    changed[f"{name}-INITIAL_FORMS"] = str(len(gone))
    return changed
