"""Reading a table that somebody gives: CSV or TSV in any usual encoding, or a JSON list. Nothing in it is trusted."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES, MOST_LINES, MOST_COLUMNS, LONGEST_CELL = 5 * 1024 * 1024, 20_000, 100, 5_000
SPAN = 50  # lines of the file that one record may take: a quotation mark that nobody closes ends there
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NOT_ASCII = re.compile(rb"[\x80-\xff]+")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Row:
    """One record: its line in the file, or its place in the list, and why it cannot be read."""

    number: int
    cells: list[str]
    fault: str = ""


@dataclass(frozen=True)
class Table:
    header: list[str]
    rows: list[Row]


def decoded(data: bytes) -> str:
    """Return the text of a file; what cannot be read in it is marked, and refused line by line.

    Raises ValidationError when it is too large.
    """
    if len(data) > MOST_BYTES:
        raise ValidationError(_("The file has more than 5 MB."))
    text = data.decode(encoding_of(data), errors="replace")
    return CONTROLS.sub(UNREADABLE, text.replace("\r\n", "\n").replace("\r", "\n"))


def encoding_of(data: bytes) -> str:
    """UTF-16 without its mark shows by the zeros beside Latin letters, what Excel writes in China by bytes in pairs."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:2_000]
    if start[1::2].count(0) * 3 > len(start):
        return "utf-16-le"
    if start[::2].count(0) * 3 > len(start):
        return "utf-16-be"
    return "utf-8" if _is_in(data, "utf-8") or not _is_in_pairs(data) else "gb18030"


def _is_in(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_in_pairs(data: bytes) -> bool:
    """In Latin letters with accents one of such bytes stands alone somewhere; two of Han stand together always."""
    runs = NOT_ASCII.findall(data)
    return all(len(run) % 2 == 0 for run in runs) and _is_in(data, "gb18030")


def table(text: str) -> Table:
    """Return the header and the records of a text. Raises ValidationError for what is no table, or too long."""
    read = _of_json(text) if text.lstrip()[:1] in ("[", "{") else _of_lines(text.split("\n"))
    if not any(read.header) or not read.rows:
        raise ValidationError(_("There is no table in it: a line of names and at least one line below it."))
    _bound(read.header)
    if any(UNREADABLE in name for name in read.header):
        raise ValidationError(_("The names of its columns cannot be read: save it as CSV, in UTF-8."))
    return read


def _bound(header: list[str]) -> None:
    if len(header) > MOST_COLUMNS:
        raise ValidationError(_("The table has more than %(most)d columns.") % {"most": MOST_COLUMNS})


def _bounded(rows: Iterator[Row]) -> list[Row]:
    found = list(islice(rows, MOST_LINES + 1))
    if len(found) > MOST_LINES:
        raise ValidationError(_("The table has more than %(most)d lines.") % {"most": MOST_LINES})
    return found


def _of_lines(lines: list[str]) -> Table:
    """The first line that is no remark holds the names; a `#` before the first of them belongs to GCAT's way."""
    start = next((at for at, line in enumerate(lines) if _is_header(line)), None)
    if start is None:
        raise ValidationError(_("There is no table in it: a line of names and at least one line below it."))
    delimiter = max("\t,;|", key=_names(lines, start).count)
    head, taken = _record(lines, delimiter, start)
    if head.fault:
        raise ValidationError(
            _("The line of names: its quotation marks do not match, or a cell is too long.")
        )
    header = head.cells
    header[0] = header[0].removeprefix("#")
    rows = (_checked(row, len(header)) for row in _records(lines, delimiter, start + taken))
    return Table([name.strip()[:100] for name in header], _bounded(rows))


def _names(lines: list[str], start: int) -> str:
    """Return the line of names; a name in quotation marks may go on in the next one."""
    names = ""
    for line in islice(lines, start, start + SPAN):
        names += line
        if names.count('"') % 2 == 0:
            return names
    return lines[start]


def _is_header(line: str) -> bool:
    return bool(line.strip()) and (not line.startswith("#") or any(map(line.count, "\t,;|")))


def _records(lines: list[str], delimiter: str, at: int = 0) -> Iterator[Row]:
    while at < len(lines):
        if not lines[at].strip() or (at and lines[at].startswith("#")):
            at += 1
            continue
        row, taken = _record(lines, delimiter, at)
        yield row
        at += taken


def _record(lines: list[str], delimiter: str, at: int) -> tuple[Row, int]:
    """Return a record and how many lines it took; one that is not well quoted takes one, and is at fault."""
    if delimiter == "\t":  # such tables quote nothing
        return Row(at + 1, lines[at].split("\t")), 1
    reader = csv.reader(
        (f"{line}\n" for line in islice(lines, at, at + SPAN)), delimiter=delimiter, strict=True
    )
    try:
        return Row(at + 1, next(reader)), reader.line_num
    except csv.Error:
        fault = _("Its quotation marks do not match, or a cell is too long.")
        return Row(at + 1, [lines[at][:200]], fault), 1


def _checked(row: Row, width: int) -> Row:
    if row.fault:
        return row
    if len(row.cells) > width:
        fault = _("It has %(cells)d cells below %(names)d names.") % {"cells": len(row.cells), "names": width}
    else:
        fault = fault_of(row.cells)
    return Row(row.number, [cell[:LONGEST_CELL] for cell in row.cells[:width]], fault)


def fault_of(cells: list[str]) -> str:
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return _("A cell has more than %(most)d characters.") % {"most": LONGEST_CELL}
    if any(UNREADABLE in cell for cell in cells):
        return _("It holds characters that cannot be read.")
    return ""


def _of_json(text: str) -> Table:
    try:
        records = json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError(_("This is no JSON.")) from None
    if isinstance(records, dict):
        records = next((value for value in records.values() if isinstance(value, list)), None)
    if not isinstance(records, list):
        raise ValidationError(_("The JSON holds no list of records."))
    records = [_flat(record) for record in records]
    header = list(dict.fromkeys(name for record in records if isinstance(record, dict) for name in record))
    _bound(header)  # before a row is made of each record, as wide as all names together
    rows = (_of_object(number, record, header) for number, record in enumerate(records, start=1))
    return Table([CONTROLS.sub("", name)[:100] for name in header], _bounded(rows))


def _flat(record: object) -> object:
    """Return a record with the parts of its parts beside them: `hq.city`."""
    if not isinstance(record, dict):
        return record
    flat = {}
    for name, value in record.items():
        flat |= (
            {f"{name}.{part}": inner for part, inner in value.items()}
            if isinstance(value, dict)
            else {name: value}
        )
    return flat


def _of_object(number: int, record: object, header: list[str]) -> Row:
    if not isinstance(record, dict):
        return Row(number, [], _("This is no record."))
    cells = [CONTROLS.sub(UNREADABLE, _cell(record.get(name))) for name in header]
    return _checked(Row(number, cells), len(header))


def _cell(value: object) -> str:
    """Return what a value says; a list is one of words, and what is a list in it says nothing."""
    match value:
        case None | dict():
            return ""
        case bool():
            return str(value).lower()
        case list():
            return "; ".join(filter(None, (_cell(one) for one in value[:100] if not isinstance(one, list))))
    return str(value)
